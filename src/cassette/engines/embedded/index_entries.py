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
from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType
from cassette.engines.embedded.values import Kept, SqliteValue, decimals, kept, texts
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
                if keys == ScalarType("decimal"):
                    # several kept forms are one number: a look into the row by one of them would miss the others
                    raise NotSupported("an index on the entries of a map with decimal keys is not supported yet")
                return _of_pairs(kept(keys), kept(values))
            if part == "keys":
                return _of_singles(decode_parcel, kept(keys))
            return _of_singles(_map_values, kept(values))
        case SetType(items) | ListType(items) if part in ("", "values"):
            return _of_singles(decode_parcel, kept(items))
        case SetType() | ListType():
            raise InvalidRequest(f"an index on {part}(…) needs a map; {index.target.column} is none")
    if part:
        raise NotSupported(f"an index on {part}(…) of {column_type.text()} is not supported yet")
    return IndexEntries(("value",), _alone, _whole(kept(column_type)))


def _of_singles(items: Callable[[Any], Iterable[Any]], way: Kept) -> IndexEntries:
    convert = _parcel_to_index(way)
    if convert is not None and way.in_index is decimals.comparable:
        # several kept forms are one number, hence one entry: they are compared as entries
        return IndexEntries(("value",), lambda value: map(convert, items(value)), _plain)
    return IndexEntries(("value",), items, _single(convert))


def _of_pairs(key: Kept, value: Kept) -> IndexEntries:
    first = _parcel_to_index(key) or _same
    second = _parcel_to_index(value) or _same
    if first is texts.comparable and second is texts.comparable:
        return IndexEntries(("key", "value"), _map_entries, _text_pairs)

    def pairs(parcel: bytes) -> Iterable[Any]:
        return [(first(name), second(one)) for name, one in decode_parcel(parcel).items()]

    return IndexEntries(("key", "value"), pairs, _plain_pairs)


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


def _single(convert: Callable[[Any], SqliteValue] | None) -> Callable[[Iterable[Any], int], list[Entry]]:
    if convert is None:
        return _plain
    if convert is texts.comparable:
        return _texts
    return lambda items, row: [(convert(item), row) for item in items]


def _plain(items: Iterable[Any], row: int) -> list[Entry]:
    return [(item, row) for item in items]


def _plain_pairs(items: Iterable[Any], row: int) -> list[Entry]:
    return [(name, one, row) for name, one in items]


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
