"""How the scalar types are kept, one row of a table for each."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from cassette.cql.types import TYPES
from cassette.engines.embedded.values import decimals, floats, inets, texts, uuids
from cassette.engines.embedded.values.way import Kept


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
    "ascii": Kept(TYPES["ascii"].check, in_index=texts.comparable, ordered=True),
    "bigint": Kept(TYPES["bigint"].check, ordered=True),
    "blob": Kept(TYPES["blob"].check, ordered=True),
    "boolean": Kept(TYPES["boolean"].check, from_row=bool, ordered=True),
    "counter": Kept(TYPES["counter"].check, ordered=True),
    "date": Kept(TYPES["date"].check, ordered=True),
    "decimal": Kept(
        _decimal,
        in_row=_number_parcel,
        from_row=_decimal_from,
        in_index=decimals.comparable,
        in_parcel=_number_parcel,
        from_parcel=_decimal_from,
        exact=False,
    ),
    "double": Kept(
        TYPES["double"].check,
        in_row=floats.double_order,
        from_row=floats.double_value,
        in_index=floats.double_order,
        ordered=True,
    ),
    "duration": Kept(
        TYPES["duration"].check,
        in_row=TYPES["duration"].encode,
        from_row=TYPES["duration"].decode,
        in_index=TYPES["duration"].encode,
        in_parcel=TYPES["duration"].encode,
        from_parcel=TYPES["duration"].decode,
    ),
    "float": Kept(
        TYPES["float"].check,
        in_row=floats.float_order,
        from_row=floats.float_value,
        in_index=floats.float_order,
        ordered=True,
    ),
    "inet": Kept(
        TYPES["inet"].check,
        in_row=inets.packed,
        from_row=inets.address,
        in_index=inets.comparable,
        in_parcel=inets.packed,
        from_parcel=inets.address,
        ordered=True,
    ),
    "int": Kept(TYPES["int"].check, ordered=True),
    "smallint": Kept(TYPES["smallint"].check, ordered=True),
    "text": Kept(TYPES["text"].check, in_index=texts.comparable, ordered=True),
    "time": Kept(TYPES["time"].check, ordered=True),
    "timestamp": Kept(TYPES["timestamp"].check, ordered=True),
    "timeuuid": Kept(
        TYPES["timeuuid"].check,
        in_row=uuids.timeuuid_blob,
        from_row=uuids.timeuuid_value,
        in_index=uuids.timeuuid_blob,
        in_parcel=_uuid_bytes,
        from_parcel=_uuid_from,
        ordered=True,
    ),
    "tinyint": Kept(TYPES["tinyint"].check, ordered=True),
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
