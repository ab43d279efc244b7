"""What an index has for a row: entries made from the value of the indexed column.

    column, values(set), values(list), keys(map), values(map)    (value,)
    entries(map)                                                 (key, value)

Both sides of a change are compared as they are kept in the row, so an update writes no more than the
entries that differ.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any

from cassette.cql.schema import IndexSchema
from cassette.cql.types import CqlType, ListType, MapType, SetType
from cassette.engines.embedded.values import Kept, SqliteValue, kept, texts
from cassette.engines.embedded.values.kept import decode_parcel
from cassette.engines.embedded.values.texts import KEPT_CHARS
from cassette.errors import InvalidRequest, NotSupported

Entry = tuple[SqliteValue, ...]
NOTHING: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class IndexEntries:
    """How entries come from a kept value.

    items    the kept value, taken apart into hashable items
    of_row   items, as the index keeps them, each with the number of its row at the end
    """

    fields: tuple[str, ...]
    items: Callable[[Any], Iterable[Any]]
    of_row: Callable[[Iterable[Any], int], list[Entry]]

    def change(self, old: SqliteValue, new: SqliteValue) -> tuple[Set[Any], Set[Any]]:
        """Items to take away and to add when a kept value becomes another."""
        if old == new:
            return NOTHING, NOTHING
        before = NOTHING if old is None else set(self.items(old))
        after = NOTHING if new is None else set(self.items(new))
        return before - after, after - before


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


def _single(way: Kept) -> Callable[[Iterable[Any], int], list[Entry]]:
    convert = _parcel_to_index(way)
    if convert is None:
        return lambda items, row: [(item, row) for item in items]
    if convert is texts.comparable:
        return _texts
    return lambda items, row: [(convert(item), row) for item in items]


def _pair(key: Kept, value: Kept) -> Callable[[Iterable[Any], int], list[Entry]]:
    first = _parcel_to_index(key) or _same
    second = _parcel_to_index(value) or _same
    if first is texts.comparable and second is texts.comparable:
        return _text_pairs
    return lambda items, row: [(first(name), second(one), row) for name, one in items]


# texts are most of what is indexed, and most of them are short: no call for those


def _texts(items: Iterable[Any], row: int) -> list[Entry]:
    cut = texts.comparable
    return [(item if len(item) <= KEPT_CHARS else cut(item), row) for item in items]


def _text_pairs(items: Iterable[Any], row: int) -> list[Entry]:
    cut = texts.comparable
    return [
        (name if len(name) <= KEPT_CHARS else cut(name), one if len(one) <= KEPT_CHARS else cut(one), row)
        for name, one in items
    ]


def _whole(way: Kept) -> Callable[[Iterable[Any], int], list[Entry]]:
    if way.in_index is None:
        return lambda values, row: [(value, row) for value in values]
    from_row, in_index = way.from_row or _same, way.in_index
    return lambda values, row: [(in_index(from_row(value)), row) for value in values]


def _same(value: Any) -> Any:
    return value
