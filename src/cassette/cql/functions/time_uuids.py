"""Time in uuids: `min_timeuuid(timestamp)`, `max_timeuuid(timestamp)`: the least and greatest of a millisecond.

SELECT * FROM t WHERE id > max_timeuuid('2024-01-01')
"""

from uuid import UUID

from cassette.cql.functions.function import Function
from cassette.cql.types import ScalarType
from cassette.errors import InvalidRequest

GREGORIAN_OFFSET = 0x01B2_1DD2_1381_4000
"""100-nanosecond steps from 15 October 1582, where version 1 begins, to 1970."""
MS_STEPS = 10_000
VERSION = 0x1000
VARIANT = 0x8000_0000_0000_0000
MOST_STEPS = 1 << 60
# the bytes of a timeuuid compare as signed ones
LEAST_CLOCK_AND_NODE = 0x8080_8080_8080_8080
GREATEST_CLOCK_AND_NODE = 0x7F7F_7F7F_7F7F_7F7F


def time_uuid(steps: int, clock_and_node: int) -> UUID:
    """Make a uuid of version 1 of a time, in steps of 100 ns since 1582."""
    high = (steps & 0xFFFF_FFFF) << 32 | (steps >> 32 & 0xFFFF) << 16 | VERSION | steps >> 48 & 0x0FFF
    return UUID(int=high << 64 | clock_and_node)


def milliseconds(value: UUID) -> int:
    """Give the milliseconds since 1970 when a uuid of version 1 was made."""
    return (value.time - GREGORIAN_OFFSET) // MS_STEPS


def _steps(at_ms: int) -> int:
    steps = at_ms * MS_STEPS + GREGORIAN_OFFSET
    if not 0 <= steps < MOST_STEPS:
        raise InvalidRequest("a timeuuid holds the years 1582 to 5236")
    return steps


def _least(at_ms: int) -> UUID:
    return time_uuid(_steps(at_ms), LEAST_CLOCK_AND_NODE)


def _greatest(at_ms: int) -> UUID:
    return time_uuid(_steps(at_ms) + MS_STEPS - 1, GREATEST_CLOCK_AND_NODE)


TIMESTAMP, TIMEUUID = ScalarType("timestamp"), ScalarType("timeuuid")
MIN_TIMEUUID = Function(name="min_timeuuid", arguments=(TIMESTAMP,), result=TIMEUUID, call=_least)
MAX_TIMEUUID = Function(name="max_timeuuid", arguments=(TIMESTAMP,), result=TIMEUUID, call=_greatest)
