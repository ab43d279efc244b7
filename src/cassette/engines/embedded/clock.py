"""The clock of writes: microseconds, each later than the last, so that the newest write always wins."""

from collections.abc import Callable
from time import time_ns


class Clock:
    """Tells write times; one for an engine."""

    def __init__(self, now_ns: Callable[[], int] = time_ns) -> None:
        self._now_ns = now_ns
        self._last_us = 0

    @property
    def last_us(self) -> int:
        """The write time given last, or where this clock began."""
        return self._last_us

    def begin_after(self, us: int) -> None:
        """Give later times than this one only."""
        self._last_us = max(self._last_us, us)

    def next_us(self) -> int:
        """Give the time in microseconds, or one more than last time if that is later."""
        self._last_us = max(self._now_ns() // 1000, self._last_us + 1)
        return self._last_us

    def now_s(self) -> int:
        """Give the second that it is."""
        return self._now_ns() // 1_000_000_000
