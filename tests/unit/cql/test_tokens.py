import time
from contextlib import suppress

import pytest

from cassette.cql.parser import parse_anew
from cassette.cql.tokens import END, Tokens
from cassette.errors import EngineError, SyntaxFault


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("SELECT a", ["SELECT", "a"]),
        ("a.b<=1", ["a", ".", "b", "<=", "1"]),
        ("1.5e-3 1. 1..2 10d 12h30m", ["1.5e-3", "1.", "1", "..", "2", "10d", "12h30m"]),
        ("0xCafe -5", ["0xCafe", "-", "5"]),
        ("deadbeef-0000-1000-8000-00000000000f", ["deadbeef-0000-1000-8000-00000000000f"]),
        ("P0001-02-03T04:05:06", ["P0001-02-03T04:05:06"]),
        ("'it''s' $$it's$$ \"a \"\"b\"\"\" ''", ["'it''s'", "$$it's$$", '"a ""b"""', "''"]),
        ("a -- b\nc // d\r\ne /* f\n -- */ g --", ["a", "c", "e", "g"]),
        ("a@b", ["a", "@", "b"]),
        ("'a''", ["'a''"]),
        ("a /* b", ["a", "/* b"]),
        ("  \t\r\n", []),
    ],
)
def test_text_is_cut(text: str, tokens: list[str]) -> None:
    assert [token for token in Tokens(text).texts if token != END] == tokens


def test_accept_takes_all_words_or_none() -> None:
    tokens = Tokens("if not exists")
    assert not tokens.accept("IF", "EXISTS")
    assert tokens.accept("IF", "NOT", "EXISTS")
    assert not tokens.accept("IF")


@pytest.mark.parametrize(("text", "name"), [("Ks", "ks"), ('"Ks"', "Ks"), ('"a ""b"""', 'a "b"'), ("exists", "exists")])
def test_name_is_lower_case_unless_quoted(text: str, name: str) -> None:
    assert Tokens(text).name() == name


@pytest.mark.parametrize(
    "text", ["select", "TRUE", "5", "'a'", '"a', '""', "", "_a", "é", "deadbeef-0000-1000-8000-00000000000f"]
)
def test_name_refuses_what_is_none(text: str) -> None:
    with pytest.raises(SyntaxFault):
        Tokens(text).name()


def test_error_shows_line_column_and_caret() -> None:
    tokens = Tokens("a\n\t'b\tc' d")
    tokens.at = 2
    fault = tokens.fault("nothing")
    assert (fault.line, fault.column) == (2, 8)
    assert str(fault).split("\n")[1:] == ["\t'b\tc' d", "\t  \t   ^"]


def test_error_shows_part_of_a_long_line() -> None:
    tokens = Tokens(f"{'a ' * 1000}b{' c' * 1000}")
    tokens.at = 1000
    lines = str(tokens.fault("nothing")).split("\n")
    assert lines[1].startswith("a a")
    assert len(lines[1]) == 120
    assert lines[2] == " " * 60 + "^"


MEGABYTE = 1_000_000
HOSTILE = {
    "a list of numbers": "INSERT INTO t (a) VALUES ([" + "1," * (MEGABYTE // 2) + "1])",
    "a text": f"INSERT INTO t (a) VALUES ('{'x' * MEGABYTE}')",
    "quotes": "SELECT a FROM t WHERE a = " + "'" * (MEGABYTE + 1),
    "double quotes": "SELECT " + '"' * (MEGABYTE + 1),
    "comments that never end": "SELECT " + "/* " * (MEGABYTE // 3),
    "dollars": "SELECT a FROM t WHERE a = " + "$$ $" * (MEGABYTE // 4),
    "digits": "SELECT a FROM t WHERE a = " + "1" * MEGABYTE + "x",
    "durations": "SELECT a FROM t WHERE a = " + "1d" * (MEGABYTE // 2) + "!",
    "parentheses": "SELECT a FROM t WHERE " + "(" * MEGABYTE,
    "brackets": "SELECT a FROM t WHERE a = " + "[" * MEGABYTE,
    "nested types": "CREATE TABLE t (a " + "list<" * (MEGABYTE // 5),
    "spaces": "SELECT" + " " * MEGABYTE,
    "conditions": "SELECT a FROM t WHERE " + "a=1 AND " * (MEGABYTE // 8) + "a = 1",
    "columns": "SELECT " + "a," * (MEGABYTE // 2) + "a FROM t",
    "strange characters": "SELECT " + "é" * MEGABYTE,
    "minus signs": "SELECT a FROM t WHERE a = " + "- " * (MEGABYTE // 2),
    "markers": "SELECT a FROM t WHERE a IN (" + "?," * (MEGABYTE // 2) + "?)",
    "a map": "UPDATE t SET a = {" + "'a':1," * (MEGABYTE // 6) + "'a':1} WHERE k = 1",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_megabyte_is_read_or_refused_in_linear_time(what: str) -> None:
    # CPU time, and room for a slow machine; anything quadratic takes minutes
    started = time.process_time()
    with suppress(EngineError):
        parse_anew(HOSTILE[what])
    assert time.process_time() - started < 5
