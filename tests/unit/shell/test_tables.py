"""How rows look."""

from decimal import Decimal

import pytest

from cassette.cql.rows import ColumnOfRows, Rows
from cassette.cql.types import CqlType, ListType, ScalarType, SetType
from cassette.shell.shown import shown
from cassette.shell.tables import field_lines, json_lines, table_lines, width

INT, TEXT = ScalarType("int"), ScalarType("text")
ROWS = Rows((ColumnOfRows("id", INT), ColumnOfRows("名", TEXT)), [(1, "日本"), (20, None)])


def test_table_counts_the_places_that_signs_take() -> None:
    assert list(table_lines(ROWS)) == [" id |  名", "----+------", "  1 | 日本", " 20 | null"]


def test_fields() -> None:
    assert list(field_lines(ROWS, 5))[:4] == ["@ Row 5", "----+------", " id | 1", " 名 | 日本"]


def test_table_without_rows_has_its_head() -> None:
    assert list(table_lines(Rows((ColumnOfRows("id", INT),), []))) == [" id", "----"]


def test_json_has_the_numbers_whole() -> None:
    rows = Rows((ColumnOfRows("d", ScalarType("decimal")),), [(Decimal("0.10"),)])
    assert list(json_lines(rows)) == ['{"d":0.10}']


@pytest.mark.parametrize(
    ("cql_type", "value", "expected"),
    [
        (TEXT, "a\nb\x1b[2J", r"a\nb\x1b[2J"),
        (TEXT, "it's", "it's"),
        (TEXT, "", ""),
        (ScalarType("blob"), b"\xca\xfe", "0xcafe"),
        (ScalarType("boolean"), True, "true"),
        (ListType(TEXT), ["it's", "b\n"], r"['it''s', 'b\n']"),
        (INT, None, "null"),
    ],
)
def test_shown(cql_type: CqlType, value: object, expected: str) -> None:
    assert shown(cql_type, value) == expected


def test_shown_nothing_reaches_the_terminal_raw() -> None:
    everything = "".join(map(chr, range(0x3000)))
    for cql_type, value in ((TEXT, everything), (SetType(TEXT), {everything})):
        text = shown(cql_type, value)
        assert "\x1b" not in text
        assert len(text.splitlines()) == 1


def test_width() -> None:
    assert [width(text) for text in ("", "ab", "日本", "e\u0301")] == [0, 2, 4, 1]
