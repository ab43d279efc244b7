"""`decimal`: a number with a decimal point, exact and of any size.

Python      Decimal; int goes in as well                              Literal  1.50   1E+3
Protocol    scale (four bytes), then the unscaled number as a varint    JSON   a number, or text of one
Order       by value: 1.0 and 1.00 are the same
"""

import re
from decimal import Decimal
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit, misread
from cassette.cql.types.varint import DIGITS, MOST, encode_whole

SCALE_LIMIT = 1 << 31
SPELLED = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,10})?")
WANTED = f"a decimal number of at most {DIGITS} digits"


def _check(value: Any) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and -MOST < value < MOST:
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        # exponents are far smaller than Python allows, digits far fewer
        _, digits, exponent = value.as_tuple()
        if len(digits) <= DIGITS and isinstance(exponent, int) and -SCALE_LIMIT < exponent <= SCALE_LIMIT:
            # a zero has no sign here
            return value if value else value.copy_abs()
    raise misfit("decimal", value, WANTED)


def _encode(value: Decimal) -> bytes:
    negative, digits, exponent = value.as_tuple()
    unscaled = int(Decimal((0, digits, 0)))
    scale = -int(exponent)
    return scale.to_bytes(4, "big", signed=True) + encode_whole(-unscaled if negative else unscaled)


def _decode(data: bytes) -> Decimal:
    if len(data) < 5:
        raise misread("decimal", data)
    scale = int.from_bytes(data[:4], "big", signed=True)
    unscaled = Decimal(int.from_bytes(data[4:], "big", signed=True)).as_tuple()
    return Decimal((unscaled.sign, unscaled.digits, -scale))


def _parse(text: str) -> Decimal:
    if SPELLED.fullmatch(text) is None:
        raise misfit("decimal", text, WANTED)
    return _check(Decimal(text))


def _from_number(value: Any) -> Decimal:
    # the shortest spelling of a float is what the JSON text said
    return _parse(repr(value)) if isinstance(value, float) else _check(value)


def _literal(value: Decimal | int) -> Constant:
    text = str(_check(value))
    return Constant(ConstantKind.INTEGER if text.lstrip("-").isdigit() else ConstantKind.FLOAT, text)


DECIMAL = Codec(
    name="decimal",
    kinds=frozenset({ConstantKind.INTEGER, ConstantKind.FLOAT}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=_literal,
    parse=_parse,
    from_json=from_text_or(_from_number, _parse),
)
