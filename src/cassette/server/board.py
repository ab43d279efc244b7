"""The board: memory that worker processes share, on which each writes what it has counted.

Whichever worker is asked for /metrics can then tell about all of them. A slot holds the length and the checksum of
a JSON text, four bytes each, and the text; a reader that meets a half-written slot looks again.
"""

import mmap
import struct
import zlib
from collections.abc import Iterable

import msgspec

SLOT_BYTES = 1 << 20
"""Address space only: pages take memory when they are written."""
HEAD = struct.Struct("<II")
LOOKS = 50

Timer = list[float]
"""Count per bucket, then the sum of seconds."""


class Counts(msgspec.Struct):
    """What one process has counted: answers by status, times by command and error."""

    statuses: dict[int, int] = {}
    timers: list[tuple[str, str, Timer]] = []

    def plus(self, others: Iterable["Counts"]) -> "Counts":
        """Add up."""
        statuses: dict[int, int] = {}
        timers: dict[tuple[str, str], Timer] = {}
        for counts in (self, *others):
            for status, count in counts.statuses.items():
                statuses[status] = statuses.get(status, 0) + count
            for command, error, timer in counts.timers:
                sums = timers.get((command, error), [0.0] * len(timer))
                timers[command, error] = [one + other for one, other in zip(sums, timer, strict=True)]
        return Counts(statuses, [(*key, timer) for key, timer in timers.items()])


class Board:
    """One slot for each worker; made before they are forked. `own` is the slot of this process."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.own = 0
        self._memory = mmap.mmap(-1, workers * SLOT_BYTES)

    def write(self, counts: Counts) -> None:
        """Put this process's counts on the board; when they do not fit, the last ones stay."""
        text = msgspec.json.encode(counts)
        if len(text) <= SLOT_BYTES - HEAD.size:
            start = self.own * SLOT_BYTES
            self._memory[start : start + HEAD.size + len(text)] = HEAD.pack(len(text), zlib.crc32(text)) + text

    def read_own(self) -> Counts:
        """Give what was counted in this slot before, perhaps by a process that has died."""
        return self._read(self.own)

    def read_others(self) -> list[Counts]:
        """Give what the other workers have counted."""
        return [self._read(slot) for slot in range(self.workers) if slot != self.own]

    def _read(self, slot: int) -> Counts:
        start = slot * SLOT_BYTES
        for _ in range(LOOKS):
            length, checksum = HEAD.unpack_from(self._memory, start)
            if length == 0:
                break
            text = self._memory[start + HEAD.size : start + HEAD.size + min(length, SLOT_BYTES)]
            if zlib.crc32(text) == checksum:
                return msgspec.json.decode(text, type=Counts)
        return Counts()
