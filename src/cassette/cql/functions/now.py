"""`now()`: a timeuuid that no one else has, of this moment.

INSERT INTO t (id) VALUES (now())
"""

import secrets
import threading
import time
from uuid import UUID

from cassette.cql.functions.function import Function
from cassette.cql.types import ScalarType

GREGORIAN_OFFSET = 0x01B2_1DD2_1381_4000
"""100-nanosecond steps from 15 October 1582, where version 1 begins, to 1970."""

VERSION = 0x1000
VARIANT = 0x8000_0000_0000_0000
MULTICAST = 1 << 40
"""The bit that tells a node made up by chance from a network card's."""

_lock = threading.Lock()
_last_steps = 0
_clock_and_node = VARIANT | secrets.randbits(14) << 48 | secrets.randbits(48) | MULTICAST


def _now() -> UUID:
    """Make a uuid of version 1, later than all that this process made before."""
    global _last_steps
    with _lock:
        _last_steps = steps = max(time.time_ns() // 100 + GREGORIAN_OFFSET, _last_steps + 1)
    high = (steps & 0xFFFF_FFFF) << 32 | (steps >> 32 & 0xFFFF) << 16 | VERSION | steps >> 48 & 0x0FFF
    return UUID(int=high << 64 | _clock_and_node)


NOW = Function(name="now", arguments=(), result=ScalarType("timeuuid"), call=_now, pure=False)
