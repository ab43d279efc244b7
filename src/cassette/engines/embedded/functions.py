"""SQL functions of our own: what SQLite cannot see in a row by itself.

    entry_lt(map, key, value, type)   whether the map has the key, with a value less than the one given
    entry_eq, entry_le, entry_gt, entry_ge      likewise
    passes(test, value)               whether a value passes a test of `plan/tests.py`

The operand comes as an index keeps it, except that texts come whole: an index cuts long ones.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Any

import apsw

from cassette.cql.types import MapType, ScalarType, parse_type
from cassette.engines.embedded.values import SqliteValue, kept
from cassette.engines.embedded.values.way import decode_parcel

DECIMAL = ScalarType("decimal")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "entry_eq": eq,
    "entry_ge": ge,
    "entry_gt": gt,
    "entry_le": le,
    "entry_lt": lt,
}


def register(connection: apsw.Connection) -> None:
    """Make the functions known to a connection."""
    for name, compares in COMPARISONS.items():
        connection.create_scalar_function(name, _entry(compares), 4, deterministic=True)
    connection.create_scalar_function("passes", _passes, 2)


def _passes(*given: Any) -> bool:
    test, value = given
    passes: bool = test(value)
    return passes


def _entry(compares: Callable[[Any, Any], bool]) -> Callable[..., bool]:
    def entry(parcel: bytes | None, key: SqliteValue, operand: SqliteValue, type_text: str) -> bool:
        if parcel is None:
            return False
        entries = decode_parcel(parcel)
        found = entries.get(key)
        if found is None and _is_by_decimals(type_text):
            # 1.0 and 1.00 are one key, kept in two ways
            found = next((value for name, value in entries.items() if Decimal(name) == Decimal(str(key))), None)
        if found is None:
            return False
        comparable = _comparable(type_text)
        if comparable is not None:
            found = comparable(found)
        return compares(found.encode(), operand.encode()) if isinstance(operand, str) else compares(found, operand)

    return entry


@lru_cache(maxsize=64)
def _is_by_decimals(type_text: str) -> bool:
    map_type = parse_type(type_text)
    return isinstance(map_type, MapType) and map_type.keys == DECIMAL


@lru_cache(maxsize=64)
def _comparable(type_text: str) -> Callable[[Any], Any] | None:
    """How a parcelled value of this map type is made to compare; None when it does so as it is."""
    map_type = parse_type(type_text)
    assert isinstance(map_type, MapType)
    values = map_type.values
    if isinstance(values, ScalarType) and values.name in ("text", "ascii"):
        return None
    way = kept(values)
    if way.in_index is None:
        return None
    from_parcel, in_index = way.from_parcel, way.in_index
    return in_index if from_parcel is None else lambda value: in_index(from_parcel(value))
