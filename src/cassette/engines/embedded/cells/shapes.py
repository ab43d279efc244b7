"""How a value that is kept element by element is taken apart: collections and user types that are not frozen.

    shape   member           key of an element                value of its cell
    set     an item          what sorts as the item does      True
    map     a key            what sorts as the key does       the value at the key
    user    a field's name   the field's place in the type    the field's value

The elements of a list have no member: they are told apart by their place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cassette.cql.types import CqlType, ListType, MapType, SetType
from cassette.cql.types.items import hashable

Members = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The ways of one type.

    key          member -> what tells it from others, and sorts as CQL does
    member_bytes member -> bytes, for the details of a row, and back
    value_bytes  (key, value) -> bytes, which decide where write times are equal
    apart        the whole value -> members and values
    together     members and values, in order -> the whole value, None for nothing
    """

    key: Callable[[Any], Any]
    member_bytes: Callable[[Any], bytes]
    member_from: Callable[[bytes], Any]
    value_bytes: Callable[[Any, Any], bytes]
    apart: Callable[[Any], Members]
    together: Callable[[Iterable[tuple[Any, Any]]], Any]


def _of_set(type_: SetType) -> Shape:
    items = type_.items
    return Shape(
        items.key,
        items.encode,
        items.decode,
        lambda key, value: b"",
        lambda value: [(item, True) for item in value],
        lambda members: {hashable(member) for member, _ in members} or None,
    )


def _of_map(type_: MapType) -> Shape:
    keys, values = type_.keys, type_.values
    return Shape(
        keys.key,
        keys.encode,
        keys.decode,
        lambda key, value: values.encode(value),
        lambda value: list(value.items()),
        lambda members: {hashable(member): value for member, value in members} or None,
    )


def _of_user(type_: Any) -> Shape:
    names = [name for name, _ in type_.fields]
    types = [field for _, field in type_.fields]
    return Shape(
        names.index,
        # its place, since a field may get another name
        lambda member: names.index(member).to_bytes(2, "big"),
        lambda data: names[int.from_bytes(data, "big")],
        lambda key, value: types[key].encode(value),
        lambda value: [(name, one) for name, one in value.items() if one is not None],
        lambda members: dict(members) or None,
    )


@lru_cache(maxsize=1024)
def shape_of(cql_type: CqlType) -> Shape | None:
    """Give the ways of a type; None for a list, and for a type that is kept in one piece."""
    if not cql_type.multicell or isinstance(cql_type, ListType):
        return None
    if isinstance(cql_type, SetType):
        return _of_set(cql_type)
    return _of_map(cql_type) if isinstance(cql_type, MapType) else _of_user(cql_type)
