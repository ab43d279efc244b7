"""Selections: which SQL columns a SELECT reads, and how rows are made from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cassette.cql.rows import ColumnOfRows, Row
from cassette.cql.selectors import Column, CountRows, Element, Selection
from cassette.cql.types import MapType, ScalarType, SetType
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.where import place_of
from cassette.engines.embedded.values import kept
from cassette.engines.embedded.values.kept import decode_parcel
from cassette.errors import InvalidRequest, NotSupported

BIGINT = ScalarType("bigint")
Reader = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class Output:
    """What a SELECT gives.

    sql       the SQL columns, without repetition
    columns   names and types of the rows
    counts    whether it is count(*), alone
    reader    from the statement's values to the function that makes a row of SQL values a Row
    """

    sql: tuple[str, ...]
    columns: tuple[ColumnOfRows, ...]
    counts: bool
    reader: Callable[[Values], Callable[[Sequence[Any]], Row]]


def output(selections: tuple[Selection, ...], layout: Layout, markers: Markers) -> Output:
    """Compile what stands between SELECT and FROM; nothing there means all columns."""
    if any(isinstance(selection.selector, CountRows) for selection in selections):
        return _count(selections)
    chosen = selections or tuple(Selection(Column(name)) for name in _all_columns(layout))
    sql: list[str] = []
    makers = [_maker(selection, layout, markers, sql) for selection in chosen]
    columns = tuple(_column(selection, layout) for selection in chosen)
    return Output(tuple(sql), columns, False, _rows(makers))


def _all_columns(layout: Layout) -> list[str]:
    """The order of `*`: partition key, clustering, then the others by name."""
    return [place.column.name for place in layout.key] + [column.name for column in layout.table.regular]


def _count(selections: tuple[Selection, ...]) -> Output:
    if len(selections) > 1:
        raise NotSupported("count(*) beside other selections is not supported yet")
    column = ColumnOfRows(selections[0].alias or "count", BIGINT)
    return Output(("count(*)",), (column,), True, lambda values: tuple)


Maker = tuple[Argument | None, Callable[[Any], Reader]]


def _maker(selection: Selection, layout: Layout, markers: Markers, sql: list[str]) -> Maker:
    """How one selection is read: its bound key, if it has one, and the reader for that key."""
    selector = selection.selector
    match selector:
        case Column(name):
            place = place_of(layout, name)
            at, read = _at(place, sql), place.kept.from_row
            if read is None:
                return None, lambda key: lambda row: row[at]
            return None, lambda key: lambda row: None if row[at] is None else read(row[at])
        case Element(name, key_term):
            place = place_of(layout, name)
            key_type = _key_type(place)
            return markers.argument(key_term, key_type), _element(place, _at(place, sql))
    raise NotSupported(f"selecting {selector.text()} is not supported yet")


def _at(place: Place, sql: list[str]) -> int:
    column = f"t.{place.sql}"
    if column not in sql:
        sql.append(column)
    return sql.index(column)


def _key_type(place: Place) -> Any:
    match place.column.type:
        case MapType(ScalarType("decimal")) | SetType(ScalarType("decimal")):
            # several kept forms are one number: a look-up by one of them would miss the others
            raise NotSupported(f"{place.column.name}[…] with decimal keys is not supported yet")
        case MapType(keys):
            return keys
        case SetType(items):
            return items
    raise InvalidRequest(f"{place.column.name}[…] needs a map or a set; it is {place.column.type.text()}")


def _element(place: Place, at: int) -> Callable[[Any], Reader]:
    key_way = kept(_key_type(place))
    value_out = kept(place.column.type.values).from_parcel if isinstance(place.column.type, MapType) else None
    is_set = isinstance(place.column.type, SetType)

    def reader(key: Any) -> Reader:
        wanted = key_way.to_parcel(key)

        def of_map(row: Sequence[Any]) -> Any:
            found = None if row[at] is None else decode_parcel(row[at]).get(wanted)
            return found if found is None or value_out is None else value_out(found)

        def of_set(row: Sequence[Any]) -> Any:
            return key if row[at] is not None and wanted in decode_parcel(row[at]) else None

        return of_set if is_set else of_map

    return reader


def _column(selection: Selection, layout: Layout) -> ColumnOfRows:
    selector = selection.selector
    if isinstance(selector, Element):
        place = layout.places[selector.column]
        found = place.column.type.values if isinstance(place.column.type, MapType) else _key_type(place)
        return ColumnOfRows(selection.alias or selector.text(), found)
    assert isinstance(selector, Column)
    return ColumnOfRows(selection.alias or selector.name, layout.places[selector.name].column.type)


def _rows(makers: list[Maker]) -> Callable[[Values], Callable[[Sequence[Any]], Row]]:
    """Bind the selections' keys; without any, the reader is the same for every execution."""
    if all(argument is None for argument, _ in makers):
        fixed = _row([make(None) for _, make in makers])
        return lambda values: fixed
    return lambda values: _row([make(argument(values) if argument else None) for argument, make in makers])


def _row(readers: list[Reader]) -> Callable[[Sequence[Any]], Row]:
    if len(readers) == 1:
        only = readers[0]
        return lambda row: (only(row),)
    return lambda row: tuple([read(row) for read in readers])
