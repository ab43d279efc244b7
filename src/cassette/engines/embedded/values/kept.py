"""The ways in which each type is kept: one row of a table for each.

    in_row       what stands in the row's own column
    in_index     what stands in an index, and what a comparison in SQL is given
    in_parcel    what stands inside a collection's MessagePack blob

Types that have no row here are refused when a table is made.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType
from cassette.cql.types.scalar import TYPES
from cassette.engines.embedded.values import decimals, texts, uuids
from cassette.engines.embedded.values.native import native
from cassette.errors import InvalidRequest, NotSupported

SqliteValue = None | int | float | str | bytes

encode_parcel = msgspec.msgpack.Encoder().encode
decode_parcel = msgspec.msgpack.Decoder().decode


class Kept(msgspec.Struct, frozen=True):
    """How values of one type are kept. A `None` function means: just as they are in Python.

    `check` gives a Python value as the type takes it, and raises InvalidRequest for one that is not of the
    type; the other functions get what it gave. Null is handled outside.
    """

    check: Callable[[Any], Any]
    in_row: Callable[[Any], SqliteValue] | None = None
    from_row: Callable[[Any], Any] | None = None
    in_index: Callable[[Any], SqliteValue] | None = None
    in_parcel: Callable[[Any], Any] | None = None
    from_parcel: Callable[[Any], Any] | None = None

    def to_row(self, value: Any) -> SqliteValue:
        """Check a value and write it for its column."""
        if value is None:
            return None
        value = self.check(value)
        return self.in_row(value) if self.in_row is not None else value

    def to_index(self, value: Any) -> SqliteValue:
        """Check a value and write it for an index, or for a comparison."""
        value = self.check(value)
        return self.in_index(value) if self.in_index is not None else value

    def to_parcel(self, value: Any) -> Any:
        """Check a value and write it as it stands inside a parcel."""
        value = self.check(value)
        return self.in_parcel(value) if self.in_parcel is not None else value

    def read(self, kept_value: Any) -> Any:
        """Read a column of a row."""
        return self.from_row(kept_value) if self.from_row is not None and kept_value is not None else kept_value


def _decimal(value: Any) -> int | Decimal:
    """Check a decimal; an int stays one, it needs no decimal point to be exact."""
    checked: Decimal = TYPES["decimal"].check(value)
    return value if type(value) is int else checked


def _number_parcel(value: int | Decimal) -> int | str:
    """Numbers beyond 64 bits, or with a fraction, travel as text: no digit is lost."""
    if type(value) is int and -(1 << 63) <= value < 1 << 63:
        return value
    return str(value)


def _decimal_from(kept_value: int | str) -> int | Decimal:
    return kept_value if type(kept_value) is int else Decimal(kept_value)


def _varint_from(kept_value: int | str) -> int:
    return int(kept_value)


def _uuid_bytes(value: UUID) -> bytes:
    return value.bytes


def _uuid_from(kept_value: bytes) -> UUID:
    return UUID(bytes=kept_value)


SCALARS = {
    "ascii": Kept(TYPES["ascii"].check, in_index=texts.comparable),
    "bigint": Kept(TYPES["bigint"].check),
    "blob": Kept(TYPES["blob"].check),
    "boolean": Kept(TYPES["boolean"].check, from_row=bool),
    "decimal": Kept(
        _decimal,
        in_row=_number_parcel,
        from_row=_decimal_from,
        in_index=decimals.comparable,
        in_parcel=_number_parcel,
        from_parcel=_decimal_from,
    ),
    "int": Kept(TYPES["int"].check),
    "smallint": Kept(TYPES["smallint"].check),
    "text": Kept(TYPES["text"].check, in_index=texts.comparable),
    "timestamp": Kept(TYPES["timestamp"].check),
    "timeuuid": Kept(
        TYPES["timeuuid"].check,
        in_row=uuids.timeuuid_blob,
        from_row=uuids.timeuuid_value,
        in_index=uuids.timeuuid_blob,
        in_parcel=_uuid_bytes,
        from_parcel=_uuid_from,
    ),
    "tinyint": Kept(TYPES["tinyint"].check),
    "uuid": Kept(
        TYPES["uuid"].check,
        in_row=_uuid_bytes,
        from_row=_uuid_from,
        in_index=uuids.uuid_blob,
        in_parcel=_uuid_bytes,
        from_parcel=_uuid_from,
    ),
    "varint": Kept(
        TYPES["varint"].check,
        in_row=_number_parcel,
        from_row=_varint_from,
        in_index=decimals.comparable,
        in_parcel=_number_parcel,
        from_parcel=_varint_from,
    ),
}


@lru_cache(maxsize=1024)
def kept(cql_type: CqlType) -> Kept:
    """Look up how values of a type are kept. Raises NotSupported for a type that is not kept yet."""
    match cql_type:
        case ScalarType(name) if name in SCALARS:
            return SCALARS[name]
        case FrozenType(inner) if isinstance(inner, FrozenType | TupleType):
            return kept(inner)
        case TupleType():
            return _tuple(cql_type)
        case SetType(items):
            return _items(kept(items), set)
        case ListType(items):
            return _items(kept(items), list)
        case MapType(keys, values):
            return _map(kept(keys), kept(values))
    raise NotSupported(f"columns of type {cql_type.text()} are not supported yet")


def _tuple(cql_type: TupleType) -> Kept:
    """A tuple is one blob, in the native protocol's form: what its partition token is made from."""
    check, encode, decode = native(cql_type)
    return Kept(check, encode, decode, encode, encode, decode)


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

    return Kept(check, write, read)


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

    return Kept(check, write, read)
