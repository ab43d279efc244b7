"""A statement twice as long takes about twice the work, whatever it is made of; work is counted in calls."""

import sys

import pytest

from cassette.cql.parser import parse_anew
from cassette.cql.split import split
from cassette.errors import InvalidRequest, SyntaxFault

UNITS = 400

# what stands before the many, one of the many, what stands behind them
SHAPES = [
    ("SELECT a FROM t WHERE a IN (", "1, ", "1)"),
    ("SELECT a FROM t WHERE a IN (", "'x', ", "?)"),
    ("SELECT a FROM t WHERE (a, b) IN (", "(1, ?), ", "(1, 2))"),
    ("SELECT a FROM t WHERE ", "a = 1 AND ", "a = 1"),
    ("SELECT a FROM t WHERE ", "a = 1 OR b = 1 AND ", "a = 1"),
    ("SELECT a FROM t WHERE ", "(", ""),
    ("SELECT a FROM t WHERE ", "\na = 1 AND", ")"),
    ("SELECT ", "a, ", "a FROM t"),
    ("SELECT ", "m['a'] AS b, ", "a FROM t"),
    ("SELECT ", "a + ", "a FROM t"),
    ("SELECT ", "(int) ", "a FROM t"),
    ("SELECT ", "f(", ""),
    ("SELECT a", "[1]", " FROM t"),
    ("SELECT ", "{a: ", ""),
    ("SELECT a FROM t ORDER BY ", "a, ", "a"),
    ("INSERT INTO t (a) VALUES (", "[", ""),
    ("INSERT INTO t (a) VALUES (", "- ", "1)"),
    ("INSERT INTO t (a) VALUES (", "1 * ", "1)"),
    ("INSERT INTO t (a) VALUES ({", "1: 1, ", "1: 1})"),
    ("INSERT INTO t (a) VALUES ({", "f: 1, ", "f: 1})"),
    ("INSERT INTO t (a) VALUES (", "CAST(", "1)"),
    ("INSERT INTO t (", "a, ", "a) VALUES (1)"),
    ("UPDATE t SET ", "a += 1, ", "a += 1 WHERE k = 1"),
    ("UPDATE t SET ", "m[1] = 1, ", "a = 1 WHERE k = 1"),
    ("UPDATE t SET a = 1 WHERE k = 1 IF ", "a = 1 AND ", "a = 1"),
    ("UPDATE t USING ", "TTL 5 AND ", "TTL 5 SET a = 1 WHERE k = 1"),
    ("DELETE ", "a, ", "a FROM t WHERE k = 1"),
    ("BEGIN BATCH ", "DELETE FROM t WHERE k = 1; ", "APPLY BATCH"),
    ("USE ks", ";", ""),
    ("USE ks ", "/* */ ", "/*"),
    ("USE ", "'a' ", ""),
    ("USE ", "$$", ""),
    ("USE ", '"', ""),
]


def calls(text: str) -> int:
    """Count the functions that are called while a text is split and read."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        for statement in split(text):
            parse_anew(statement)
    except (InvalidRequest, SyntaxFault):
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("before", "unit", "behind"), SHAPES, ids=[f"{row[0]}{row[1]}" for row in SHAPES])
def test_work_grows_with_the_length_of_the_text(before: str, unit: str, behind: str) -> None:
    once = calls(before + unit * UNITS + behind)
    twice = calls(before + unit * (2 * UNITS) + behind)
    assert twice <= 2.1 * once + 100


@pytest.mark.parametrize("marker", ["?", ":name"])
def test_as_many_markers_as_the_protocol_carries(marker: str) -> None:
    before = "SELECT a FROM t WHERE a IN ("
    parse_anew(f"{before}{f'{marker}, ' * 65_534}{marker})")
    with pytest.raises(InvalidRequest, match="65,535 bind markers"):
        parse_anew(f"{before}{f'{marker}, ' * 65_535}{marker})")
