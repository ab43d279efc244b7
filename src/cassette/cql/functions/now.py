"""The moment: `now()`, `current_timeuuid()`, `current_timestamp()`, `current_date()`, `current_time()`.

INSERT INTO t (id, at) VALUES (now(), current_timestamp())
"""

import threading
import time
from os import urandom
from uuid import UUID

from cassette.cql.functions.function import Function
from cassette.cql.functions.time_uuids import GREGORIAN_OFFSET, VARIANT, time_uuid
from cassette.cql.types import ScalarType

MULTICAST = 1 << 40
"""The bit that tells a node made up by chance from a network card's."""
CLOCK_AND_NODE = (1 << 62) - 1
"""The bits that are made up: all of the second half but the variant."""
DAY_NS = 86_400 * 10**9

_lock = threading.Lock()
_last_steps = 0
_clock_and_node = VARIANT | MULTICAST | int.from_bytes(urandom(8), "big") & CLOCK_AND_NODE


def _now() -> UUID:
    """Make a uuid of version 1, later than all that this process made before."""
    global _last_steps
    with _lock:
        _last_steps = steps = max(time.time_ns() // 100 + GREGORIAN_OFFSET, _last_steps + 1)
    return time_uuid(steps, _clock_and_node)


def _timestamp() -> int:
    return time.time_ns() // 10**6


def _date() -> int:
    return time.time_ns() // DAY_NS


def _time() -> int:
    return time.time_ns() % DAY_NS


NOW = Function(name="now", arguments=(), result=ScalarType("timeuuid"), call=_now, pure=False)
CURRENT_TIMEUUID = Function(name="current_timeuuid", arguments=(), result=NOW.result, call=_now, pure=False)
CURRENT_TIMESTAMP = Function(
    name="current_timestamp", arguments=(), result=ScalarType("timestamp"), call=_timestamp, pure=False
)
CURRENT_DATE = Function(name="current_date", arguments=(), result=ScalarType("date"), call=_date, pure=False)
CURRENT_TIME = Function(name="current_time", arguments=(), result=ScalarType("time"), call=_time, pure=False)
