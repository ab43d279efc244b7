"""`blob`: bytes.

Python    bytes        Protocol    as they are        Literal    0xcafe        JSON    "0xcafe"
"""

import re
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, as_it_is, from_text_only
from cassette.cql.types.cql_type import misfit

SPELLED = re.compile(r"0[xX](?:[0-9a-fA-F]{2})*")


def _check(value: Any) -> bytes:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    raise misfit("blob", value, "bytes, in CQL two hexadecimal digits for each after 0x")


def _parse(text: str) -> bytes:
    return bytes.fromhex(text[2:]) if SPELLED.fullmatch(text) else _check(text)


def _text(value: bytes) -> str:
    return f"0x{value.hex()}"


BLOB = Codec(
    name="blob",
    kinds=frozenset({ConstantKind.BLOB}),
    check=_check,
    encode=as_it_is,
    decode=bytes,
    literal=lambda value: Constant(ConstantKind.BLOB, _text(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=_text,
    takes_nothing=True,
)
