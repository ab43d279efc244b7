"""`timeuuid`: a uuid of version 1, which holds the time when it was made.

Python      uuid.UUID                Literal    123e4567-e89b-12d3-a456-426614174000
Protocol    the sixteen bytes        JSON       text
Order       by time; then by the last eight bytes, each of them signed
"""

import uuid
from dataclasses import replace
from typing import Any

from cassette.cql.types.codec import from_text_only
from cassette.cql.types.cql_type import misfit
from cassette.cql.types.uuid import LOW, UUID

SIGNS = 0x8080_8080_8080_8080


def _check(value: Any) -> uuid.UUID:
    if isinstance(value, uuid.UUID) and value.int >> 76 & 15 == 1:
        return value
    raise misfit("timeuuid", value, "a uuid of version 1")


def _decode(data: bytes) -> uuid.UUID:
    return _check(UUID.decode(data))


def _parse(text: str) -> uuid.UUID:
    return _check(UUID.parse(text))


def _key(value: uuid.UUID) -> tuple[int, int]:
    # with its sign turned over, a signed byte sorts as an unsigned one
    return value.time, value.int & LOW ^ SIGNS


TIMEUUID = replace(
    UUID,
    name="timeuuid",
    check=_check,
    decode=_decode,
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    key=_key,
)
