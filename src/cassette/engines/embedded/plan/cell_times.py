"""writetime(…), maxwritetime(…) and ttl(…): how a column of a row, or a part of it, was written."""

from collections.abc import Callable, Sequence
from time import time_ns
from typing import Any

from cassette.cql.selectors import Call, Column, Element, Field, Selector, Slice
from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType, items
from cassette.cql.types.user import UserType
from cassette.engines.embedded.cells.times import max_write_time, time_to_live, write_time
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.columns import alias_of, place_of
from cassette.engines.embedded.plan.expression import Built, Reader
from cassette.errors import InvalidRequest

BIGINT, INT = ScalarType("bigint"), ScalarType("int")
OF_CELLS = {"maxwritetime": BIGINT, "ttl": INT, "writetime": BIGINT}
"""The functions, with the type of each time."""
SECOND_NS = 10**9

Pick = Callable[[Values], Callable[[Any, list[Any]], Any]]
"""From the statement's values to the function that picks, of a column's value and the times of its elements."""


class Times(ListType, frozen=True, cache_hash=True, gc=False):
    """A list of times in which some may be missing: those of a user type's fields that are null, ends of what stays."""

    def check(self, value: Any) -> list[Any]:
        return [None if item is None else self.items.check(item) for item in value]

    def encode(self, value: Any) -> bytes:
        return items.join([None if item is None else self.items.encode(item) for item in value], len(value))

    def to_json(self, value: Any) -> list[Any]:
        return [None if item is None else self.items.to_json(item) for item in value]


def cell_times(
    call: Call, layout: Layout, markers: Markers, sql_at: Callable[[str], int], column: Callable[[Place], Built]
) -> Built:
    """Compile the call; `sql_at` asks for a column of SQL, `column` for one of the table. Raises InvalidRequest."""
    if len(call.arguments) != 1:
        raise InvalidRequest(f"{call.name}() takes one column")
    (selector,) = call.arguments
    place = _place(selector, layout, call.name)
    each = OF_CELLS[call.name]
    value, alias = column(place), alias_of(place)
    w_at, x_at = sql_at(f"{alias}.w"), sql_at(f"{alias}.x")
    ordinal, cql_type = layout.ordinals[place.column.name], place.column.type
    pick, result = _picked(selector, cql_type, markers, each)
    is_greatest = call.name == "maxwritetime"

    def times(row: Sequence[Any], read: Reader) -> tuple[Any, Any]:
        found = read(row)
        if call.name == "ttl":
            return found, time_to_live(cql_type, row[x_at], ordinal, found, time_ns() // SECOND_NS)
        return found, write_time(cql_type, row[w_at], row[x_at], ordinal, found)

    def bind(values: Values) -> Reader:
        read = value.bind(values)
        if pick is None and is_greatest:
            return lambda row: max_write_time(cql_type, row[w_at], row[x_at], ordinal, read(row))
        if pick is None:
            return lambda row: times(row, read)[1]
        choose = pick(values)

        def reader(row: Sequence[Any]) -> Any:
            found, each_time = times(row, read)
            chosen = None if found is None else choose(found, each_time)
            return max(chosen, default=None) if is_greatest and isinstance(chosen, list) else chosen

        return reader

    return Built(each if is_greatest else result, bind, pick is None)


def _place(selector: Selector, layout: Layout, function: str) -> Place:
    inner = selector
    while isinstance(inner, Element | Field | Slice):
        inner = inner.of
    if not isinstance(inner, Column):
        raise InvalidRequest(f"{function}() takes a column")
    place = place_of(layout, inner.name)
    if place.column.kind in ("partition_key", "clustering"):
        raise InvalidRequest(f"{function}() cannot be asked of {inner.name}: it is in the primary key")
    return place


def _picked(selector: Selector, cql_type: CqlType, markers: Markers, each: ScalarType) -> tuple[Pick | None, CqlType]:
    """Say which of the times are wanted, and their type."""
    many = Times(each)
    match selector, cql_type:
        case Column(), _:
            return None, many if cql_type.multicell else each
        case Field(of=Column(), name=name), UserType(fields=fields):
            names = [field for field, _ in fields]
            if name not in names:
                raise InvalidRequest(f"the type {cql_type.text()} has no field {name}")
            at = names.index(name)
            return (lambda values: lambda value, times: times[at] if cql_type.multicell else times), each
        case Element(of=Column(), key=key), (MapType() | SetType()):
            key_type = _keys(cql_type)
            wanted = markers.value(key, key_type)

            def one(values: Values) -> Callable[[Any, list[Any]], Any]:
                sought = key_type.key(wanted(values))
                return lambda value, times: next(
                    (time for found, time in zip(_sorted_keys(cql_type, value), times, strict=True) if found == sought),
                    None,
                )

            return one, each
        case Slice(of=Column(), start=start, end=end), (MapType() | SetType()):
            key_type = _keys(cql_type)
            first = None if start is None else markers.value(start, key_type)
            last = None if end is None else markers.value(end, key_type)

            def some(values: Values) -> Callable[[Any, list[Any]], Any]:
                least = None if first is None else key_type.key(first(values))
                most = None if last is None else key_type.key(last(values))
                return lambda value, times: [
                    time
                    for found, time in zip(_sorted_keys(cql_type, value), times, strict=True)
                    if (least is None or found >= least) and (most is None or found <= most)
                ]

            return some, many
    raise InvalidRequest(f"{selector.text()} has no write time of its own")


def _keys(cql_type: MapType | SetType) -> CqlType:
    return cql_type.keys if isinstance(cql_type, MapType) else cql_type.items


def _sorted_keys(cql_type: MapType | SetType, value: Any) -> list[Any]:
    return sorted(map(_keys(cql_type).key, value))
