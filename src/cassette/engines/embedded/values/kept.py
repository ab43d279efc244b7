"""The ways in which types are kept outside of keys.

in_row       what stands in the row's own column
in_index     what stands in an index, and what a comparison in SQL is given
in_parcel    what stands inside a collection's MessagePack blob
"""

from functools import lru_cache
from typing import Any

import msgspec

from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType
from cassette.cql.types.items import hashable
from cassette.cql.types.user import UserType
from cassette.engines.embedded.values.composites import composite
from cassette.engines.embedded.values.scalars import SCALARS
from cassette.engines.embedded.values.way import Kept, decode_parcel, encode_parcel
from cassette.errors import InvalidRequest


@lru_cache(maxsize=1024)
def kept(cql_type: CqlType) -> Kept:
    """Look up how values of a type are kept."""
    match cql_type:
        case ScalarType(name):
            return SCALARS[name]
        case SetType(items):
            return _items(_as_member(items), set)
        case ListType(items):
            return _items(kept_inside(items), list)
        case MapType(keys, values):
            return _map(_as_member(keys), kept_inside(values))
        case UserType():
            return _user(cql_type)
    return composite(cql_type)


def kept_inside(cql_type: CqlType) -> Kept:
    """Look up how the items of a collection are kept: each in one piece."""
    return kept(cql_type) if isinstance(cql_type, ScalarType) else composite(cql_type)


def _as_member(cql_type: CqlType) -> Kept:
    """Items of a set and keys of a map have to be hashable in Python."""
    way = kept_inside(cql_type)
    if isinstance(cql_type, ScalarType):
        return way
    check, read = way.check, way.read_parcel
    return Kept(
        lambda value: hashable(check(value)),
        in_index=way.in_index,
        in_parcel=way.in_parcel,
        from_parcel=lambda kept_value: hashable(read(kept_value)),
    )


def _items(item: Kept, shape: type[set[Any]] | type[list[Any]]) -> Kept:
    """A set or a list: a parcel with its items; empty is null."""
    check_item, into, out_of = item.check, item.in_parcel, item.from_parcel

    def check(value: Any) -> list[Any]:
        if type(value) not in (list, tuple, set, frozenset):
            raise InvalidRequest(f"a {shape.__name__} takes items, not {type(value).__name__}")
        checked = [check_item(one) for one in value]
        return list(dict.fromkeys(checked)) if shape is set and type(value) in (list, tuple) else checked

    def write(value: list[Any]) -> bytes | None:
        return encode_parcel(value if into is None else [into(one) for one in value]) if value else None

    def read(parcel: bytes) -> Any:
        items = decode_parcel(parcel)
        return shape(items if out_of is None else map(out_of, items))

    return Kept(check, write, read, exact=False)


def _map(key: Kept, value: Kept) -> Kept:
    """A map: a parcel with its entries; empty is null."""
    check_key, check_value = key.check, value.check
    key_into, value_into = key.in_parcel, value.in_parcel
    key_out, value_out = key.from_parcel, value.from_parcel

    def check(entries: Any) -> dict[Any, Any]:
        if type(entries) is not dict:
            raise InvalidRequest(f"a map takes a dict, not {type(entries).__name__}")
        return {check_key(name): check_value(one) for name, one in entries.items()}

    def write(entries: dict[Any, Any]) -> bytes | None:
        if not entries:
            return None
        if value_into is not None:
            entries = {name: value_into(one) for name, one in entries.items()}
        if key_into is not None:
            entries = {key_into(name): one for name, one in entries.items()}
        return encode_parcel(entries)

    def read(parcel: bytes) -> dict[Any, Any]:
        entries: dict[Any, Any] = decode_parcel(parcel)
        if value_out is not None:
            entries = {name: value_out(one) for name, one in entries.items()}
        if key_out is not None:
            entries = {key_out(name): one for name, one in entries.items()}
        return entries

    return Kept(check, write, read, exact=False)


def _user(cql_type: UserType) -> Kept:
    """A user type that is not frozen: as one that is, except that it is null where all its fields are."""
    way = composite(cql_type)
    encode = cql_type.encode

    def write(value: dict[str, Any]) -> bytes | None:
        return encode(value) if any(one is not None for one in value.values()) else None

    return msgspec.structs.replace(way, in_row=write)
