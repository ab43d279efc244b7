"""Selections: which SQL columns a SELECT reads, and how rows are made from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cassette.cql.json_text import field_name, json_text, quoted
from cassette.cql.rows import ColumnOfRows, Row
from cassette.cql.selectors import Column, CountRows, Selection
from cassette.cql.statements.select import Group
from cassette.cql.types import CqlType, ScalarType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.expression import Built, Reader, settled
from cassette.engines.embedded.plan.group_by import group_keys
from cassette.engines.embedded.plan.selecting import Selecting
from cassette.engines.embedded.statements.grouping import Grouped, grouped

BIGINT, TEXT = ScalarType("bigint"), ScalarType("text")
JSON_COLUMN = "[json]"
MakeRow = Callable[[Sequence[Any]], Row]


@dataclass(frozen=True, slots=True)
class Output:
    """What a SELECT gives.

    sql       the SQL columns, without repetition
    columns   names and types of the rows
    counts    whether it is count(*), alone
    reader    from the statement's values to the function that makes a row of SQL values a Row
    groups    from the values and rows of SQL to rows of groups; None where rows are shown one by one
    """

    sql: tuple[str, ...]
    columns: tuple[ColumnOfRows, ...]
    counts: bool
    reader: Callable[[Values], MakeRow]
    selecting: Selecting
    groups: Grouped | None = None

    def grouped_by(self, group_by: tuple[Group, ...], markers: Markers, fixed: frozenset[str]) -> "Output":
        """Gather rows by columns of the primary key, where `fixed` are those that `=` fixes. Raises InvalidRequest."""
        out = _counted(self) if self.counts else self
        keys = group_keys(group_by, self.selecting, fixed)
        sql = tuple(self.selecting.sql)
        groups = grouped(out.reader, self.selecting.aggregates, keys, len(sql))
        return Output(sql, self.columns, False, out.reader, self.selecting, groups)


def output(selections: tuple[Selection, ...], layout: Layout, markers: Markers, *, json: bool = False) -> Output:
    """Compile what stands between SELECT and FROM; nothing there means all columns. Raises InvalidRequest."""
    markers.about(layout)
    selecting = Selecting(layout, markers)
    if len(selections) == 1 and isinstance(selections[0].selector, CountRows) and not json:
        column = ColumnOfRows(selections[0].alias or "count", BIGINT)
        return Output(("count(*)",), (column,), True, lambda values: tuple, selecting)
    chosen = selections or tuple(Selection(Column(name)) for name in _all_columns(layout))
    found = [selecting.top(selection.selector) for selection in chosen]
    built = [one for _, one in found]
    names = [selection.alias or name for selection, (name, _) in zip(chosen, found, strict=True)]
    if json:
        columns: tuple[ColumnOfRows, ...] = (ColumnOfRows(JSON_COLUMN, TEXT),)
        reader = _json_rows(built, names)
    else:
        columns = tuple(ColumnOfRows(name, one.type) for name, one in zip(names, built, strict=True))
        reader = _rows(built)
    groups = None
    if selecting.aggregates:
        groups = grouped(reader, selecting.aggregates, None, len(selecting.sql))
    return Output(tuple(selecting.sql), columns, False, reader, selecting, groups)


def _all_columns(layout: Layout) -> list[str]:
    """The order of `*`: partition key, clustering, then the others by name."""
    return [place.column.name for place in layout.key] + [
        column.name for column in (*layout.table.static, *layout.table.regular)
    ]


def _counted(out: Output) -> Output:
    """count(*) as one aggregate among others."""
    reader = _rows([out.selecting.top(CountRows())[1]])
    return Output((), out.columns, False, reader, out.selecting)


def _bound(built: Sequence[Built]) -> Callable[[Values], list[Reader]]:
    binds = [settled(one) for one in built]
    return lambda values: [bind(values) for bind in binds]


def _rows(built: Sequence[Built]) -> Callable[[Values], MakeRow]:
    """Bind the selections; where none needs a value, the reader is the same for every execution."""
    readers, width = _bound(built), len(built)
    if [one.at for one in built] == list(range(width)):
        return lambda values: lambda row: tuple(row[:width])
    if all(one.fixed for one in built):
        fixed = _row(readers(()))
        return lambda values: fixed
    return lambda values: _row(readers(values))


def _row(readers: list[Reader]) -> MakeRow:
    if len(readers) == 1:
        only = readers[0]
        return lambda row: (only(row),)
    return lambda row: tuple([read(row) for read in readers])


def _json_rows(built: Sequence[Built], names: Sequence[str]) -> Callable[[Values], MakeRow]:
    """Rows with one column: an object of JSON."""
    readers = _bound(built)
    heads = [f"{quoted(field_name(name))}: " for name in names]
    types: list[CqlType] = [one.type for one in built]

    def bind(values: Values) -> MakeRow:
        reads = readers(values)

        def make(row: Sequence[Any]) -> Row:
            parts = zip(heads, types, reads, strict=True)
            return (f"{{{', '.join([head + json_text(type_, read(row)) for head, type_, read in parts])}}}",)

        return make

    return bind
