"""Sizes: the longest that is taken, and one more, which is refused."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.bad_input.conftest import Refusing

from cassette import ConfigurationFault, EngineError, InvalidRequest, SyntaxFault
from cassette.cql.parser import parse_anew

LONGEST_KEY = "x" * 65_535
HALF_KEY = "x" * 32_768
LONGEST_TTL_S = 630_720_000


def inserted(*key: str) -> tuple[str, tuple[str, ...]]:
    return "INSERT INTO rows (k, c, d) VALUES (?, ?, ?)", key


TAKEN_AND_REFUSED: dict[str, tuple[tuple[str, tuple[Any, ...]], tuple[str, tuple[Any, ...]]]] = {
    "partition key": (inserted(LONGEST_KEY, "", ""), inserted(LONGEST_KEY + "x", "", "")),
    "partition key of wide characters": (inserted("ü" * 32_767, "", ""), inserted("ü" * 32_768, "", "")),
    "clustering key": (inserted("k", LONGEST_KEY, ""), inserted("k", LONGEST_KEY + "x", "")),
    "clustering keys together": (inserted("k", HALF_KEY, HALF_KEY[1:]), inserted("k", HALF_KEY, HALF_KEY)),
    "clustering keys of an UPDATE": (
        ("UPDATE rows SET v = 'v' WHERE k = 'k' AND c = ? AND d = ?", (HALF_KEY, HALF_KEY[1:])),
        ("UPDATE rows SET v = 'v' WHERE k = 'k' AND c = ? AND d = ?", (HALF_KEY, HALF_KEY)),
    ),
    "partition keys together": (
        ("INSERT INTO pairs (a, b) VALUES (?, ?)", (HALF_KEY[7:], HALF_KEY)),
        ("INSERT INTO pairs (a, b) VALUES (?, ?)", (HALF_KEY, HALF_KEY)),
    ),
    "TTL": (
        (f"INSERT INTO many (k) VALUES (1) USING TTL {LONGEST_TTL_S}", ()),
        (f"INSERT INTO many (k) VALUES (1) USING TTL {LONGEST_TTL_S + 1}", ()),
    ),
    "bind markers": (
        (f"SELECT k FROM many WHERE k IN ({', '.join('?' * 65_535)})", (1,) * 65_535),
        (f"SELECT k FROM many WHERE k IN ({', '.join('?' * 65_536)})", (1,) * 65_536),
    ),
    "IN ?": (
        ("SELECT k FROM many WHERE k IN ?", (list(range(10_000)),)),
        ("SELECT k FROM many WHERE k IN ?", (list(range(10_001)),)),
    ),
    "INs that are combined": (
        ("SELECT a FROM pairs WHERE a IN ? AND b IN ?", ([str(n) for n in range(100)],) * 2),
        ("SELECT a FROM pairs WHERE a IN ? AND b IN ?", ([str(n) for n in range(101)],) * 2),
    ),
    "partitions of a DELETE": (
        ("DELETE FROM pairs WHERE a IN ? AND b IN ?", ([str(n) for n in range(100)],) * 2),
        ("DELETE FROM pairs WHERE a IN ? AND b IN ?", ([str(n) for n in range(4_000)],) * 2),
    ),
    "rows of a DELETE": (
        ("DELETE FROM rows WHERE k IN ? AND c IN ? AND d = 'd'", ([str(n) for n in range(1, 101)],) * 2),
        ("DELETE FROM rows WHERE k IN ? AND c IN ? AND d = 'd'", ([str(n) for n in range(1, 4_001)],) * 2),
    ),
    "ranges of a DELETE": (
        ("DELETE FROM rows WHERE k = 'k' AND c IN ? AND d > 'd'", ([str(n) for n in range(100)],)),
        ("DELETE FROM rows WHERE k IN ? AND c IN ? AND d > 'd'", ([str(n) for n in range(1, 4_001)],) * 2),
    ),
}


@pytest.mark.parametrize("what", TAKEN_AND_REFUSED)
def test_longest_is_taken_and_one_more_refused(refusing: Refusing, what: str) -> None:
    (taken, taken_values), (refused, refused_values) = TAKEN_AND_REFUSED[what]
    with pytest.raises(InvalidRequest):
        refusing.execute(refused, *refused_values)
    for table in ("rows", "pairs", "many"):
        assert refusing.execute(f"SELECT * FROM {table}") == []
    refusing.execute(taken, *taken_values)
    for table in ("rows", "pairs", "many"):
        refusing.execute(f"TRUNCATE {table}")


def test_what_is_too_long_for_a_row_is_looked_up_in_vain(refusing: Refusing) -> None:
    assert refusing.execute("SELECT k FROM rows WHERE k = 'k' AND c = ?", LONGEST_KEY + "x") == []
    refusing.execute("DELETE FROM rows WHERE k = 'k' AND c = ?", LONGEST_KEY + "x")


@pytest.mark.parametrize(
    ("cql", "kind"),
    [
        (f"CREATE KEYSPACE {'k' * 49} WITH replication = {{'class': 'SimpleStrategy', 'replication_factor': 1}}",
         InvalidRequest),
        (f"CREATE TABLE {'t' * 223} (k int PRIMARY KEY)", ConfigurationFault),
        (f"CREATE TABLE x (k int PRIMARY KEY, {', '.join(f'c{n} int' for n in range(1_990))})", InvalidRequest),
        (f"CREATE TABLE x (k int PRIMARY KEY, v {'frozen<list<' * 40}int{'>>' * 40})", SyntaxFault),
        ("CREATE TABLE x (k int PRIMARY KEY, v vector<float, 2147483648>)", SyntaxFault),
        ("INSERT INTO many (k) VALUES (99999999999)", InvalidRequest),
        (f"INSERT INTO many (k) VALUES ({'9' * 100_000})", InvalidRequest),
        (f"INSERT INTO many JSON '{'[' * 100_000}'", InvalidRequest),
    ],
    ids=lambda part: part[:40] if isinstance(part, str) else "",
)  # fmt: skip
def test_definition_or_value_beyond_a_limit_is_refused(refusing: Refusing, cql: str, kind: type[EngineError]) -> None:
    schema = refusing.db.schema
    with pytest.raises(kind):
        refusing.execute(cql)
    assert refusing.db.schema.keyspaces == schema.keyspaces
    assert refusing.execute("SELECT * FROM many") == []


def test_deep_value_is_refused(refusing: Refusing) -> None:
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidRequest):
        refusing.execute("UPDATE many SET l = ? WHERE k = 1", deep)
    # taken apart here, as a deep list's own end would be deep as well
    while isinstance(deep, list):
        deep = deep.pop()


@pytest.mark.slow
def test_value_longer_than_any_row_is_refused(refusing: Refusing) -> None:
    refusing.execute("CREATE TABLE IF NOT EXISTS blobs (k int PRIMARY KEY, b blob)")
    with pytest.raises(InvalidRequest):
        # zeros that nobody touches take no memory
        refusing.execute("INSERT INTO blobs (k, b) VALUES (1, ?)", bytes(1_200_000_000))
    assert refusing.execute("SELECT k FROM blobs") == []


MEGABYTE = 1_000_000
LARGE: dict[str, Callable[[], str]] = {
    "a text": lambda: f"INSERT INTO t (k) VALUES ('{'x' * MEGABYTE}')",
    "an open text": lambda: f"INSERT INTO t (k) VALUES ('{'x' * MEGABYTE}",
    "quotes": lambda: f"INSERT INTO t (k) VALUES ({chr(39) * (MEGABYTE + 1)})",
    "one name": lambda: f"SELECT {'x' * MEGABYTE} FROM t",
    "digits": lambda: f"SELECT * FROM t WHERE k = {'9' * MEGABYTE}",
    "blanks": lambda: f"SELECT{' ' * MEGABYTE}* FROM t",
    "an open comment": lambda: f"SELECT /*{'*' * MEGABYTE}",
    "dashes": lambda: f"SELECT {'-' * MEGABYTE}",
    "minus signs": lambda: f"SELECT {'- ' * (MEGABYTE // 2)}",
    "brackets": lambda: "SELECT * FROM t WHERE k = " + "[" * MEGABYTE,
    "parentheses": lambda: "(" * MEGABYTE,
    "a type": lambda: "CREATE TABLE t (k " + "list<" * (MEGABYTE // 5),
    "dollars": lambda: "INSERT INTO t (k) VALUES (" + "$" * MEGABYTE,
    "junk": lambda: "\\" * MEGABYTE,
}


@pytest.mark.parametrize("what", LARGE)
def test_megabyte_is_read_or_refused_within_a_second(what: str) -> None:
    text = LARGE[what]()
    begun = time.process_time()
    said = ""
    try:
        parse_anew(text)
    except EngineError as refusal:
        said = str(refusal)
    assert time.process_time() - begun < 1
    assert len(said) < 5_000
