"""Clock: time-based unique ids, ever greater within one process.

A version 1 UUID counts 100 ns since 1582-10-15; when two are wanted within one tick, the second takes
the next one. The node is random, as a process has no address worth telling.
"""

import os
import threading
import time
from uuid import UUID, SafeUUID

TICKS_TO_EPOCH = 0x01B21DD213814000
MULTICAST = 1 << 40

_lock = threading.Lock()
_last_tick = 0
_tail = 0


def _choose_tail() -> None:
    """Choose clock sequence and node at random, again in every child process."""
    global _tail
    sequence = int.from_bytes(os.urandom(2), "big") & 0x3FFF
    node = int.from_bytes(os.urandom(6), "big") | MULTICAST
    _tail = (0x8000 | sequence) << 48 | node


_choose_tail()
os.register_at_fork(after_in_child=_choose_tail)


def next_tick() -> int:
    """Give the time in 100 ns since 1582, never the same twice."""
    global _last_tick
    tick = time.time_ns() // 100 + TICKS_TO_EPOCH
    with _lock:
        if tick <= _last_tick:
            tick = _last_tick + 1
        _last_tick = tick
    return tick


def uuid_of(number: int) -> UUID:
    """Make a UUID of a number known to fit: UUID's own constructor takes four times as long."""
    made = UUID.__new__(UUID)
    object.__setattr__(made, "int", number)
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def new_tx_id() -> UUID:
    """Make a time-based (version 1) UUID, greater than every one before it."""
    tick = next_tick()
    head = (tick & 0xFFFFFFFF) << 32 | (tick >> 32 & 0xFFFF) << 16 | 0x1000 | tick >> 48
    return uuid_of(head << 64 | _tail)
