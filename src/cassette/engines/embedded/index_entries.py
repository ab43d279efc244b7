"""What an index has for a row: entries made from the value of the indexed column.

    column, full(frozen), values(set), values(list), keys(map), values(map)    (value,)
    entries(map)                                                               (key, value)

Both sides of a change are compared as they are kept in the row, so an update writes no more than the
entries that differ.
"""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import Any

from cassette.cql.schema import IndexSchema
from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType
from cassette.engines.embedded.folding import Fold, folding
from cassette.engines.embedded.values import Kept, SqliteValue, inets, texts
from cassette.engines.embedded.values.kept import kept_inside
from cassette.engines.embedded.values.texts import KEPT_CHARS
from cassette.engines.embedded.values.way import decode_parcel

Entry = tuple[SqliteValue, ...]
NOTHING: frozenset[Any] = frozenset()
TEXTS = (ScalarType("ascii"), ScalarType("text"))


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an index's entries.

    term      a value as CQL has it, as the index keeps it; checked, and folded where the index folds
    type      the type of these values
    fold      how a text is folded before it is compared; None where it is compared as it is
    ordered   whether the field's order is that of the type, as far as texts are not cut
    """

    name: str
    type: CqlType
    term: Callable[[Any], SqliteValue]
    fold: Fold | None = None
    ordered: bool = True

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, which an index cuts where they are long."""
        return self.type in TEXTS


@dataclass(frozen=True, slots=True)
class IndexEntries:
    """How entries come from a kept value.

    items    the kept value, taken apart into hashable items
    of_row   items, as the index keeps them, each with the number of its row at the end
    """

    parts: tuple[Field, ...]
    items: Callable[[Any], Iterable[Any]]
    of_row: Callable[[Iterable[Any], int], list[Entry]]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(part.name for part in self.parts)

    def field(self, name: str) -> Field:
        """Find a field by its name."""
        return next(part for part in self.parts if part.name == name)

    def term(self, field: str, value: Any) -> SqliteValue:
        """Write a value as a field of the index keeps it. Raises InvalidRequest for one of another type."""
        return self.field(field).term(value)

    def change(self, old: SqliteValue, new: SqliteValue) -> tuple[Set[Any], Set[Any]]:
        """Items to take away and to add when a kept value becomes another."""
        if old == new:
            return NOTHING, NOTHING
        before = NOTHING if old is None else set(self.items(old))
        after = NOTHING if new is None else set(self.items(new))
        return before - after, after - before


def entries_of(index: IndexSchema, column_type: CqlType, way: Kept) -> IndexEntries:
    """Choose how an index's entries are made; `way` is how its column is kept."""
    part = index.target.part
    fold = folding(index.options)
    match column_type:
        case MapType(keys, values):
            if part == "entries":
                return _of_pairs(_part("key", keys, fold), _part("value", values, fold))
            if part == "keys":
                return _of_singles(decode_parcel, _part("value", keys, fold))
            return _of_singles(_map_values, _part("value", values, fold))
        case SetType(items) | ListType(items):
            return _of_singles(decode_parcel, _part("value", items, fold))
    whole = _part("value", column_type, fold)
    return IndexEntries((whole.field,), _alone, _whole(whole, way))


@dataclass(frozen=True, slots=True)
class _Part:
    """A field, and how values come into it from Python and from a parcel; None where they stay as they are."""

    field: Field
    way: Kept
    into: Callable[[Any], SqliteValue] | None
    convert: Callable[[Any], SqliteValue] | None


def _part(name: str, type_: CqlType, fold: Fold | None) -> _Part:
    way = kept_inside(type_)
    into = _folded(way, fold) if fold is not None and type_ in TEXTS else way.in_index
    check = way.check

    def term(value: Any) -> SqliteValue:
        checked = check(value)
        return checked if into is None else into(checked)

    ordered = way.in_index is not inets.comparable
    return _Part(Field(name, type_, term, fold, ordered), way, into, _from_parcel(way, into))


def _folded(way: Kept, fold: Fold) -> Callable[[str], SqliteValue]:
    return lambda text: texts.comparable(fold(text))


def _from_parcel(way: Kept, into: Callable[[Any], SqliteValue] | None) -> Callable[[Any], SqliteValue] | None:
    """What stands in an index for an item of a parcel; None when it is the item itself."""
    if into is None or way.from_parcel is None:
        return into
    from_parcel = way.from_parcel
    return lambda item: into(from_parcel(item))


def _of_singles(items: Callable[[Any], Iterable[Any]], part: _Part) -> IndexEntries:
    convert = part.convert
    if convert is not None and not _is_one_to_one(part):
        # several kept forms are one entry: they are compared as entries
        return IndexEntries((part.field,), lambda value: map(convert, items(value)), _plain)
    return IndexEntries((part.field,), items, _single(convert))


def _is_one_to_one(part: _Part) -> bool:
    return part.way.exact and (part.convert is None or part.field.fold is None or not part.field.is_text)


def _of_pairs(key: _Part, value: _Part) -> IndexEntries:
    parts = (key.field, value.field)
    if key.convert is texts.comparable and value.convert is texts.comparable:
        return IndexEntries(parts, _map_entries, _text_pairs)
    first, second = key.convert or _same, value.convert or _same

    def pairs(parcel: bytes) -> Iterable[Any]:
        return [(first(name), second(one)) for name, one in decode_parcel(parcel).items()]

    return IndexEntries(parts, pairs, _plain_pairs)


def _map_entries(parcel: bytes) -> Iterable[Any]:
    items: Iterable[Any] = decode_parcel(parcel).items()
    return items


def _map_values(parcel: bytes) -> Iterable[Any]:
    values: Iterable[Any] = decode_parcel(parcel).values()
    return values


def _alone(value: SqliteValue) -> Iterable[SqliteValue]:
    return (value,)


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


def _whole(part: _Part, way: Kept) -> Callable[[Iterable[Any], int], list[Entry]]:
    """Entries of a column of its own, which is kept in another way in a key than in a row."""
    if way.from_row is None:
        return _single(part.into)
    from_row, into = way.from_row, part.into or _same
    return lambda values, row: [(into(from_row(value)), row) for value in values]


def _same(value: Any) -> Any:
    return value
