"""Rows as text: a table, a list of fields, or lines of JSON.

 id | name                @ Row 1                {"id": 1, "name": "Ada"}
----+------              ------+-----
  1 | Ada                 id   | 1
                          name | Ada
"""

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

import msgspec

from cassette.cql.rows import ColumnOfRows, Row, Rows
from cassette.cql.types import ScalarType
from cassette.shell.shown import is_right_aligned, shown

APPLIED = ColumnOfRows("[applied]", ScalarType("boolean"))
ENCODER = msgspec.json.Encoder(decimal_format="number")


def table_lines(rows: Rows) -> Iterator[str]:
    """Give the lines of a table: its head, a rule, a line for each row."""
    columns, cells = named(rows), cells_of(rows)
    widths = [max(map(width, (column.name, *(row[at] for row in cells)))) for at, column in enumerate(columns)]
    yield " " + " | ".join(_centred(c.name, size) for c, size in zip(columns, widths, strict=True)).rstrip()
    yield "-" + "-+-".join("-" * size for size in widths) + "-"
    right = [is_right_aligned(column.type) for column in columns]
    for row in cells:
        cells_set = (_set(cell, size, is_right) for cell, size, is_right in zip(row, widths, right, strict=True))
        yield " " + " | ".join(cells_set).rstrip()


def field_lines(rows: Rows, first: int = 1) -> Iterator[str]:
    """Give the lines of an expanded answer: one for each value."""
    columns, cells = named(rows), cells_of(rows)
    size = max((width(column.name) for column in columns), default=0)
    for number, row in enumerate(cells, first):
        yield f"@ Row {number}"
        yield "-" * (size + 2) + "+" + "-" * (max(map(width, row), default=0) + 2)
        for column, cell in zip(columns, row, strict=True):
            yield f" {_set(column.name, size, right=False)} | {cell}"
        yield ""


def json_lines(rows: Rows) -> Iterator[str]:
    """Give a JSON object for each row."""
    columns = named(rows)
    names = _different([column.name for column in columns])
    for row in with_applied(rows):
        fields = {
            name: None if value is None else column.type.to_json(value)
            for name, column, value in zip(names, columns, row, strict=True)
        }
        yield ENCODER.encode(fields).decode()


def _different(names: list[str]) -> list[str]:
    """Number the names that come again, so that no value is lost in an object: a, a -> a, a 2."""
    return [f"{name} {before + 1}" if (before := names[:at].count(name)) else name for at, name in enumerate(names)]


def cells_of(rows: Rows) -> list[list[str]]:
    """Give the values as they are shown."""
    columns = named(rows)
    return [
        [shown(column.type, value) for column, value in zip(columns, row, strict=True)] for row in with_applied(rows)
    ]


def named(rows: Rows) -> tuple[ColumnOfRows, ...]:
    """Give the columns; a lightweight transaction has `[applied]` before them."""
    return rows.columns if rows.applied is None else (APPLIED, *rows.columns)


def with_applied(rows: Rows) -> Sequence[Row]:
    """Give the rows as they stand below `named`."""
    if rows.applied is None:
        return rows.rows
    return [(rows.applied, *row) for row in rows.rows] or [(rows.applied,) + (None,) * len(rows.columns)]


def width(text: str) -> int:
    """Count the places that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "FW" else 1 for one in text)


def _centred(text: str, size: int) -> str:
    left = (size - width(text)) // 2
    return " " * left + _set(text, size - left, right=False)


def _set(text: str, size: int, right: bool) -> str:
    space = " " * (size - width(text))
    return space + text if right else text + space
