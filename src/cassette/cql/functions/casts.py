"""Casts: `CAST(v AS type)`: numbers into numbers, many types into text, times into times.

A number that does not fit is cut as Java does: floating point to the nearest there is, whole numbers and
decimals to their lowest bits.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Any

from cassette.cql.functions.choice import choose
from cassette.cql.functions.conversions import as_it_is, day_of, start_of
from cassette.cql.functions.function import Function
from cassette.cql.functions.given import Given, thawed
from cassette.cql.functions.time_uuids import milliseconds
from cassette.cql.java_numbers import (
    BITS,
    EXACT,
    decimal_of,
    double_text,
    float_text,
    narrow,
    whole_of_float,
    wrapped,
)
from cassette.cql.types import CqlType, ScalarType
from cassette.cql.types.civil import date_text
from cassette.cql.types.scalar import TYPES
from cassette.errors import InvalidRequest

FLOATING = ("decimal", "double", "float")
LONG_BITS = 64
MOST_EXPONENT = 20_000
Cast = Callable[[Any], Any]


def _whole_of_decimal(value: Decimal) -> int:
    if value.adjusted() > MOST_EXPONENT:
        raise InvalidRequest("a decimal of so many digits cannot become a whole number")
    return int(value.to_integral_value(ROUND_DOWN, EXACT))


def _to_whole(source: str, target: str) -> Cast:
    # what has no width takes the way over the widest that has one, unless it has none itself
    bits = BITS.get(target, LONG_BITS if source in FLOATING else None)
    if source in ("double", "float"):
        width = bits or LONG_BITS
        return lambda value: whole_of_float(value, width)
    read: Cast = _whole_of_decimal if source == "decimal" else as_it_is
    return read if bits is None else lambda value: wrapped(read(value), bits)


def _to_floating(target: str) -> Cast:
    def read(value: Any) -> float:
        try:
            found = float(value)
        except OverflowError:
            found = float("inf") if value > 0 else float("-inf")
        return narrow(found) if target == "float" else found

    return read


def _to_decimal(source: str) -> Cast:
    return (lambda value: Decimal(float_text(value))) if source == "float" else decimal_of


def _timestamp_text(value: int) -> str:
    shown: str = TYPES["timestamp"].to_json(value)
    return shown.replace(" ", "T")


TEXTS: dict[str, Cast] = {
    "bigint": str,
    "boolean": lambda value: "true" if value else "false",
    "counter": str,
    "date": date_text,
    "decimal": str,
    "double": double_text,
    "float": float_text,
    "inet": str,
    "int": str,
    "smallint": str,
    "time": TYPES["time"].to_json,
    "timestamp": _timestamp_text,
    "timeuuid": str,
    "tinyint": str,
    "uuid": str,
    "varint": str,
}
"""Types that can be cast to text and ascii, with the way they are written."""

TIMES: dict[tuple[str, str], Cast] = {
    ("timestamp", "date"): day_of,
    ("timeuuid", "date"): lambda value: day_of(milliseconds(value)),
    ("date", "timestamp"): start_of,
    ("timeuuid", "timestamp"): milliseconds,
}

SOURCES = ("bigint", "counter", "decimal", "double", "float", "int", "smallint", "tinyint", "varint")
TARGETS = ("bigint", "decimal", "double", "float", "int", "smallint", "tinyint", "varint")


def _number(source: str, target: str) -> Cast:
    if target in ("double", "float"):
        return _to_floating(target)
    return _to_decimal(source) if target == "decimal" else _to_whole(source, target)


@lru_cache(maxsize=len(TYPES))
def _casts_to(target: str) -> tuple[Function, ...]:
    ways: dict[str, Cast] = {}
    if target in TARGETS:
        ways = {source: _number(source, target) for source in SOURCES if source != target}
    elif target in ("ascii", "text"):
        ways = TEXTS if target == "ascii" else {**TEXTS, "ascii": as_it_is}
    else:
        ways = {source: way for (source, to), way in TIMES.items() if to == target}
    name, result = f"cast_as_{target}", ScalarType(target)
    return tuple(
        Function(name=name, arguments=(ScalarType(source),), result=result, call=way) for source, way in ways.items()
    )


def cast_function(of: Given, target: CqlType) -> Function | None:
    """Choose the cast; None where there is nothing to do. Raises InvalidRequest where there is none."""
    if of.exact is None:
        raise InvalidRequest(f"there is no telling the type of {of.text}: say it, like CAST((int) 5 AS text)")
    if thawed(of.exact) == thawed(target):
        return None
    name = f"cast_as_{target.text()}"
    casts: Sequence[Function] = _casts_to(target.name) if isinstance(target, ScalarType) else ()
    if not casts:
        raise InvalidRequest(f"{of.text} cannot be cast to {target.text()}")
    found = choose({name: tuple(casts)}, None, name, [of])
    assert isinstance(found, Function)
    return found
