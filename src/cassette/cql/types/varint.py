"""`varint`: a whole number of any size.

Python      int                                              Literal  -5
Protocol    two's complement, big-endian, as few as it takes    JSON  a number, or text of one
"""

import re
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit

DIGITS = 4300
"""What Python turns into text and back: longer numbers take time that grows with their square."""

MOST = 10**DIGITS
SPELLED = re.compile(rf"[+-]?[0-9]{{1,{DIGITS}}}")
WANTED = f"a whole number of at most {DIGITS} digits"


def encode_whole(value: int) -> bytes:
    """Write a number of any size in two's complement."""
    # a negative number has one value more in the same bytes: -128 fits into one
    return value.to_bytes((value + (value < 0)).bit_length() // 8 + 1, "big", signed=True)


def _check(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and -MOST < value < MOST:
        return value
    raise misfit("varint", value, WANTED)


def _decode(data: bytes) -> int:
    return int.from_bytes(data, "big", signed=True)


def _parse(text: str) -> int:
    if SPELLED.fullmatch(text) is None:
        raise misfit("varint", text, WANTED)
    return int(text)


VARINT = Codec(
    name="varint",
    kinds=frozenset({ConstantKind.INTEGER}),
    check=_check,
    encode=encode_whole,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.INTEGER, str(_check(value))),
    parse=_parse,
    from_json=from_text_or(_check, _parse),
)
