"""Binary floating point: `float` and `double`.

Python      float; int and Decimal go in as well    Literal    1.5e3   NaN   -Infinity
Protocol    IEEE 754, big-endian                    JSON       a number, or text of one; null for NaN and infinity
Order       -Infinity, …, -0.0, 0.0, …, Infinity, NaN (Java's)
"""

import math
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit, misread

SPELLED = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|NaN|Infinity)")
BITS = struct.Struct(">d")
LONG = struct.Struct(">q")


def floating(name: str, form: struct.Struct, narrow: Callable[[float], float], spell: Callable[[float], str]) -> Codec:
    """Make the codec of a width: `narrow` rounds to it, `spell` writes the fewest digits that come back."""

    def check(value: Any) -> float:
        if isinstance(value, float | int | Decimal) and not isinstance(value, bool):
            try:
                return narrow(float(value))
            except (OverflowError, ValueError):
                pass
        raise misfit(name, value, "a number")

    def decode(data: bytes) -> float:
        if len(data) != form.size:
            raise misread(name, data)
        number: float = form.unpack(data)[0]
        return number

    def parse(text: str) -> float:
        if SPELLED.fullmatch(text) is None:
            raise misfit(name, text, "a number")
        return narrow(float(text))

    def literal(value: float) -> Constant:
        if math.isfinite(value):
            return Constant(ConstantKind.FLOAT, spell(narrow(float(value))))
        return Constant(ConstantKind.FLOAT, "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity")

    return Codec(
        name=name,
        kinds=frozenset({ConstantKind.FLOAT, ConstantKind.INTEGER}),
        check=check,
        encode=form.pack,
        decode=decode,
        literal=literal,
        parse=parse,
        from_json=from_text_or(check, parse),
        # the fewest digits: a float of 0.1 is not shown as the double that it is
        to_json=lambda value: float(spell(value)) if math.isfinite(value) else None,
        key=order_key,
        width_bytes=form.size,
    )


def order_key(value: float) -> int:
    """Give a whole number that sorts as the floats do: their bits, negative ones turned over."""
    if math.isnan(value):
        return 1 << 63
    bits: int = LONG.unpack(BITS.pack(value))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF) - 1
