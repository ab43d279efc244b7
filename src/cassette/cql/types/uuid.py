"""`uuid`: 128 bits that name something.

Python      uuid.UUID                Literal    123e4567-e89b-12d3-a456-426614174000
Protocol    the sixteen bytes        JSON       text
Order       by version; version 1 by time; then by bytes
"""

import re
import uuid
from typing import Any

from cassette.cql import tokens
from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

SPELLED = re.compile(tokens.UUID)
LOW = (1 << 64) - 1


def _check(value: Any) -> uuid.UUID:
    if isinstance(value, uuid.UUID):
        return value
    raise misfit("uuid", value, "a uuid")


def _encode(value: uuid.UUID) -> bytes:
    return value.bytes


def _decode(data: bytes) -> uuid.UUID:
    if len(data) != 16:
        raise misread("uuid", data)
    return uuid.UUID(bytes=bytes(data))


def _parse(text: str) -> uuid.UUID:
    return uuid.UUID(text) if SPELLED.fullmatch(text) else _check(text)


def _key(value: uuid.UUID) -> tuple[int, int, int]:
    number = value.int
    version = number >> 76 & 15
    return version, value.time if version == 1 else number >> 64, number & LOW


UUID = Codec(
    name="uuid",
    kinds=frozenset({ConstantKind.UUID}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.UUID, str(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=str,
    key=_key,
    width_bytes=16,
)
