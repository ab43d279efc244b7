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
from cassette.engines.embedded.values import decimals, texts, uuids
from cassette.engines.embedded.values.native import native
from cassette.errors import InvalidRequest, NotSupported

SqliteValue = None | int | float | str | bytes

encode_parcel = msgspec.msgpack.Encoder().encode
decode_parcel = msgspec.msgpack.Decoder().decode


class Kept(msgspec.Struct, frozen=True):
    """How values of one type are kept. A `None` function means: just as they are in Python.

    `check` raises InvalidRequest for a Python value that is not of the type. Null is handled outside.
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
        self.check(value)
        return self.in_row(value) if self.in_row is not None else value

    def to_index(self, value: Any) -> SqliteValue:
        """Check a value and write it for an index, or for a comparison."""
        self.check(value)
        return self.in_index(value) if self.in_index is not None else value

    def read(self, kept_value: Any) -> Any:
        """Read a column of a row."""
        return self.from_row(kept_value) if self.from_row is not None and kept_value is not None else kept_value


def _of(*types: type, named: str) -> Callable[[Any], None]:
    """Make a check that takes exactly these Python types."""

    def check(value: Any) -> None:
        if type(value) not in types:
            raise InvalidRequest(f"{named} takes {types[0].__name__}, not {type(value).__name__}")

    return check


def _whole(bits: int, named: str) -> Callable[[Any], None]:
    """Make a check for integers of so many bits."""
    limit = 1 << bits - 1

    def check(value: Any) -> None:
        if type(value) is not int:
            raise InvalidRequest(f"{named} takes int, not {type(value).__name__}")
        if not -limit <= value < limit:
            raise InvalidRequest(f"{named} goes from {-limit} to {limit - 1}; {value} is outside")

    return check


def _ascii(value: Any) -> None:
    if type(value) is not str or not value.isascii():
        raise InvalidRequest("ascii takes str of ASCII characters only")


def _timeuuid(value: Any) -> None:
    if not isinstance(value, UUID) or value.version != 1:
        raise InvalidRequest("timeuuid takes a version 1 UUID")


def _whole_number(value: Any) -> None:
    if type(value) is not int:
        raise InvalidRequest(f"varint takes int, not {type(value).__name__}")


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
    "ascii": Kept(_ascii, in_index=texts.comparable),
    "bigint": Kept(_whole(64, "bigint")),
    "blob": Kept(_of(bytes, named="blob")),
    "boolean": Kept(_of(bool, named="boolean"), from_row=bool),
    "decimal": Kept(
        _of(Decimal, int, named="decimal"),
        in_row=_number_parcel,
        from_row=_decimal_from,
        in_index=decimals.comparable,
        in_parcel=_number_parcel,
        from_parcel=_decimal_from,
    ),
    "int": Kept(_whole(32, "int")),
    "smallint": Kept(_whole(16, "smallint")),
    "text": Kept(_of(str, named="text"), in_index=texts.comparable),
    "timestamp": Kept(_whole(64, "timestamp")),
    "timeuuid": Kept(
        _timeuuid,
        in_row=uuids.timeuuid_blob,
        from_row=uuids.timeuuid_value,
        in_index=uuids.timeuuid_blob,
        in_parcel=_uuid_bytes,
        from_parcel=_uuid_from,
    ),
    "tinyint": Kept(_whole(8, "tinyint")),
    "uuid": Kept(
        _of(UUID, named="uuid"),
        in_row=_uuid_bytes,
        from_row=_uuid_from,
        in_index=uuids.uuid_blob,
        in_parcel=_uuid_bytes,
        from_parcel=_uuid_from,
    ),
    "varint": Kept(
        _whole_number,
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
    encode, decode = native(cql_type)
    width = len(cql_type.items)

    def check(value: Any) -> None:
        if type(value) is not tuple or len(value) != width:
            raise InvalidRequest(f"{cql_type.text()} takes a tuple of {width}")

    return Kept(check, encode, decode, encode, encode, decode)


def _items(item: Kept, shape: type[set[Any]] | type[list[Any]]) -> Kept:
    """A set or a list: a parcel with its items; empty is null."""
    into, out_of = item.in_parcel, item.from_parcel

    def check(value: Any) -> None:
        if type(value) not in (list, tuple, set, frozenset):
            raise InvalidRequest(f"a {shape.__name__} takes items, not {type(value).__name__}")
        for one in value:
            item.check(one)

    def write(value: Any) -> bytes | None:
        return encode_parcel(list(value) if into is None else [into(one) for one in value]) if value else None

    def read(parcel: bytes) -> Any:
        items = decode_parcel(parcel)
        return shape(items if out_of is None else map(out_of, items))

    return Kept(check, write, read)


def _map(key: Kept, value: Kept) -> Kept:
    """A map: a parcel with its entries; empty is null."""
    key_into, value_into = key.in_parcel, value.in_parcel
    key_out, value_out = key.from_parcel, value.from_parcel

    def check(entries: Any) -> None:
        if type(entries) is not dict:
            raise InvalidRequest(f"a map takes a dict, not {type(entries).__name__}")
        for name, one in entries.items():
            key.check(name)
            value.check(one)

    def write(entries: Any) -> bytes | None:
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
