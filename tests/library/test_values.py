"""Native values and the ones that programs get."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

import cassette
from cassette.cql.rows import ColumnOfRows, Rows
from cassette.cql.types import parse_type
from cassette.library.result import Result
from cassette.library.values import natural

MOMENT = datetime(2024, 2, 29, 12, 30, 0, 5000, tzinfo=UTC)
MOMENT_MS = 1_709_209_800_005


@pytest.mark.parametrize(
    ("type_text", "native", "expected"),
    [
        ("timestamp", MOMENT_MS, MOMENT),
        ("timestamp", -1, datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)),
        ("timestamp", 2**62, 2**62),
        ("timestamp", -(2**63), -(2**63)),
        ("date", 19782, date(2024, 2, 29)),
        ("date", 2**31 - 1, 2**31 - 1),
        ("date", -(2**31), -(2**31)),
        ("list<timestamp>", [MOMENT_MS], [MOMENT]),
        ("set<date>", {0}, {date(1970, 1, 1)}),
        ("map<date, frozen<list<timestamp>>>", {0: [MOMENT_MS]}, {date(1970, 1, 1): [MOMENT]}),
        ("map<text, int>", {"a": 1}, {"a": 1}),
        ("tuple<int, date>", (1, None), (1, None)),
        ("tuple<int, date>", (1, 0), (1, date(1970, 1, 1))),
        ("vector<date, 2>", [0, 1], [date(1970, 1, 1), date(1970, 1, 2)]),
    ],
)
def test_natural_value(type_text: str, native: Any, expected: Any) -> None:
    convert = natural(parse_type(type_text))
    found = native if convert is None else convert(native)
    assert found == expected
    assert type(found) is type(expected)


def test_native_types_are_not_converted() -> None:
    assert natural(parse_type("map<text, frozen<set<int>>>")) is None


def test_time_keeps_its_nanoseconds() -> None:
    found = cassette.Time(30_600_123_456_789)
    assert str(found) == "08:30:00.123456789"
    assert found.time() == time(8, 30, 0, 123456)
    assert found == 30_600_123_456_789
    assert repr(found) == "Time(30600123456789)"


def test_row_goes_by_position_and_by_name() -> None:
    columns = tuple(ColumnOfRows(name, parse_type("int")) for name in ("a", "count", "two words", "a"))
    row = Result(Rows(columns, [(1, 2, 3, 4)]))[0]
    assert row.a == 1
    assert row["count"] == 2  # a name that a method of tuple has
    assert row["two words"] == 3
    assert row[3] == 4
    assert row[1:] == (2, 3, 4)
    with pytest.raises(AttributeError, match="no column b"):
        _ = row.b
    with pytest.raises(KeyError, match="b: the row has a, count, two words"):
        _ = row["b"]


def test_row_shows_its_columns() -> None:
    columns = (ColumnOfRows("a", parse_type("int")), ColumnOfRows("b", parse_type("date")))
    result = Result(Rows(columns, [(1, None)], applied=True))
    assert repr(result) == "Result(1 rows of (a, b), applied=True)"
    assert repr(result[0]) == "Row(a=1, b=None)"
    assert result[0].asdict() == {"a": 1, "b": None}
