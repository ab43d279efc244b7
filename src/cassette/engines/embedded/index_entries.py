"""What an index has for a row: entries made from the value of the indexed column.

    column, values(set), values(list), keys(map), values(map)    (value,)
    entries(map)                                                 (key, value)

Both sides of a change are compared as they are kept in the row, so an update writes no more than the
entries that differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cassette.cql.schema import IndexSchema
from cassette.cql.types import CqlType, ListType, MapType, SetType
from cassette.engines.embedded.values import Kept, SqliteValue, kept
from cassette.engines.embedded.values.kept import decode_parcel
from cassette.errors import InvalidRequest, NotSupported

Entry = tuple[SqliteValue, ...]
NOTHING: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class IndexEntries:
    """How entries come from a kept value.

    items    the kept value, taken apart into hashable items
    entry    one item, as the index keeps it
    """

    fields: tuple[str, ...]
    items: Callable[[Any], Iterable[Any]]
    entry: Callable[[Any], Entry]

    def of(self, value: SqliteValue) -> list[Entry]:
        """All entries for a kept value."""
        return [] if value is None else [self.entry(item) for item in self.items(value)]

    def change(self, old: SqliteValue, new: SqliteValue) -> tuple[list[Entry], list[Entry]]:
        """Entries to take away and to add when a kept value becomes another."""
        if old == new:
            return [], []
        before = NOTHING if old is None else set(self.items(old))
        after = NOTHING if new is None else set(self.items(new))
        return [self.entry(item) for item in before - after], [self.entry(item) for item in after - before]


def entries_of(index: IndexSchema, column_type: CqlType) -> IndexEntries:
    """Choose how an index's entries are made. Raises NotSupported and InvalidRequest for what cannot be indexed."""
    part = index.target.part
    match column_type:
        case MapType(keys, values):
            if part == "entries":
                return IndexEntries(("key", "value"), _map_entries, _pair(kept(keys), kept(values)))
            if part == "keys":
                return IndexEntries(("value",), decode_parcel, _single(kept(keys)))
            return IndexEntries(("value",), _map_values, _single(kept(values)))
        case SetType(items) | ListType(items) if part in ("", "values"):
            return IndexEntries(("value",), decode_parcel, _single(kept(items)))
        case SetType() | ListType():
            raise InvalidRequest(f"an index on {part}(…) needs a map; {index.target.column} is none")
    if part:
        raise NotSupported(f"an index on {part}(…) of {column_type.text()} is not supported yet")
    return IndexEntries(("value",), _alone, _whole(kept(column_type)))


def _map_entries(parcel: bytes) -> Iterable[Any]:
    items: Iterable[Any] = decode_parcel(parcel).items()
    return items


def _map_values(parcel: bytes) -> Iterable[Any]:
    values: Iterable[Any] = decode_parcel(parcel).values()
    return values


def _alone(value: SqliteValue) -> Iterable[SqliteValue]:
    return (value,)


def _parcel_to_index(way: Kept) -> Callable[[Any], SqliteValue] | None:
    """What stands in an index for an item of a parcel; None when it is the item itself."""
    if way.in_index is None:
        return None
    if way.from_parcel is None:
        return way.in_index
    from_parcel, in_index = way.from_parcel, way.in_index
    return lambda item: in_index(from_parcel(item))


def _single(way: Kept) -> Callable[[Any], Entry]:
    convert = _parcel_to_index(way)
    return (lambda item: (item,)) if convert is None else (lambda item: (convert(item),))


def _pair(key: Kept, value: Kept) -> Callable[[Any], Entry]:
    first = _parcel_to_index(key) or _same
    second = _parcel_to_index(value) or _same
    return lambda item: (first(item[0]), second(item[1]))


def _whole(way: Kept) -> Callable[[Any], Entry]:
    if way.in_index is None:
        return lambda value: (value,)
    from_row, in_index = way.from_row or _same, way.in_index
    return lambda value: (in_index(from_row(value)),)


def _same(value: Any) -> Any:
    return value
