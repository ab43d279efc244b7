"""Whole numbers of a fixed width: `tinyint`, `smallint`, `int`, `bigint`, `counter`.

Python      int                     Literal  -5
Protocol    big-endian, signed      JSON     a number, or text of one
"""

import re
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit, misread

DIGITS = re.compile(r"[+-]?[0-9]{1,40}")


def whole(name: str, bits: int, *, fixed: bool) -> Codec:
    """Make the codec of a signed number; `fixed` where a vector of them leaves the lengths out."""
    size = bits // 8
    least, most = -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    wanted = f"a whole number from {least} to {most}"

    def check(value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise misfit(name, value, wanted)

    def encode(value: int) -> bytes:
        return value.to_bytes(size, "big", signed=True)

    def decode(data: bytes) -> int:
        if len(data) != size:
            raise misread(name, data)
        return int.from_bytes(data, "big", signed=True)

    def parse(text: str) -> int:
        if DIGITS.fullmatch(text) is None:
            raise misfit(name, text, wanted)
        return check(int(text))

    return Codec(
        name=name,
        kinds=frozenset({ConstantKind.INTEGER}),
        check=check,
        encode=encode,
        decode=decode,
        literal=lambda value: Constant(ConstantKind.INTEGER, str(value)),
        parse=parse,
        from_json=from_text_or(check, parse),
        width_bytes=size if fixed else None,
    )
