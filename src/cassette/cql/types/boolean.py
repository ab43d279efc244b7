"""`boolean`: true or false.

Python    bool        Protocol    one byte, 0 or 1        Literal    true        JSON    true, or text of it
"""

from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit, misread

SPELLED = {"false": False, "true": True}


def _check(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise misfit("boolean", value, "true or false")


def _encode(value: bool) -> bytes:
    return b"\x01" if value else b"\x00"


def _decode(data: bytes) -> bool:
    if len(data) != 1:
        raise misread("boolean", data)
    return data != b"\x00"


def _parse(text: str) -> bool:
    value = SPELLED.get(text.lower())
    return _check(text) if value is None else value


BOOLEAN = Codec(
    name="boolean",
    kinds=frozenset({ConstantKind.BOOLEAN}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.BOOLEAN, "true" if value else "false"),
    parse=_parse,
    from_json=from_text_or(_check, _parse),
    width_bytes=1,
)
