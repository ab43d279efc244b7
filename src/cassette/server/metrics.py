"""Counts and times, in the text form that Prometheus collects.

A request costs two dictionary look-ups and one bisection here; the text is made when it is asked for. With several
workers, the one that is asked adds what the others have put on the board.
Names follow the original's where it has them (`command_processor_process`), as its dashboards expect.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable

from cassette.server.board import Board, Counts, Timer

BOUNDS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram's buckets; one more holds what took longer."""
NOTHING_WRONG = "NA"
MOST_TIMERS = 2000
"""What comes after so many pairs of command and error is counted together."""


class Metrics:
    """What this process has done so far."""

    def __init__(self, board: Board | None = None) -> None:
        self.started_s = time.time()
        self.board = board
        # a worker that was started again goes on counting where the one before it stopped
        counts = Counts() if board is None else board.read_own()
        self.statuses: dict[int, int] = counts.statuses
        self.timers: dict[tuple[str, str], Timer] = {(command, error): timer for command, error, timer in counts.timers}
        self.gauges: dict[str, tuple[str, Callable[[], float]]] = {}
        """By name: what it means, and how to read it."""

    def answered(self, status: int) -> None:
        """Count an HTTP answer."""
        statuses = self.statuses
        statuses[status] = statuses.get(status, 0) + 1

    def ran(self, command: str, error: str, seconds: float) -> None:
        """Count a command; `error` is its first error code, or NOTHING_WRONG."""
        timer = self.timers.get((command, error))
        if timer is None:
            timer = self._new_timer(command, error)
        timer[bisect_left(BOUNDS_S, seconds)] += 1
        timer[-1] += seconds

    def _new_timer(self, command: str, error: str) -> Timer:
        """Start a timer; a name that a client made up must not become a series, nor break a label."""
        known = command.isascii() and command.isidentifier() and error != "COMMAND_UNKNOWN"
        key = (command if known and len(self.timers) < MOST_TIMERS else "unknown", error)
        return self.timers.setdefault(key, [0.0] * (len(BOUNDS_S) + 2))

    def counts(self) -> Counts:
        """Give what this process has counted."""
        return Counts(self.statuses, [(*key, timer) for key, timer in self.timers.items()])

    def text(self) -> str:
        """Write everything in the Prometheus text format 0.0.4."""
        counts = self.counts()
        if self.board is not None:
            counts = counts.plus(self.board.read_others())
        return "\n".join([*_status_lines(counts), *_timer_lines(counts), *self._gauge_lines(), ""])

    def _gauge_lines(self) -> Iterable[str]:
        yield "# HELP process_start_time_seconds When this process started, in seconds since 1970."
        yield "# TYPE process_start_time_seconds gauge"
        yield f"process_start_time_seconds {self.started_s:.3f}"
        for name, (meaning, read) in sorted(self.gauges.items()):
            yield f"# HELP {name} {meaning}"
            yield f"# TYPE {name} gauge"
            yield f"{name} {read():g}"


def _status_lines(counts: Counts) -> Iterable[str]:
    yield "# HELP http_server_requests_total HTTP requests answered, by status."
    yield "# TYPE http_server_requests_total counter"
    for status, count in sorted(counts.statuses.items()):
        yield f'http_server_requests_total{{status="{status}"}} {count}'


def _timer_lines(counts: Counts) -> Iterable[str]:
    name = "command_processor_process_seconds"
    yield f"# HELP {name} Time of a command from its words to its answer, by command and first error code."
    yield f"# TYPE {name} histogram"
    for command, error, timer in sorted(counts.timers):
        labels, total = f'command="{command}",error="{error != NOTHING_WRONG}",error_code="{error}"', 0
        for bound, count in zip((*BOUNDS_S, "+Inf"), timer, strict=False):
            total += int(count)
            yield f'{name}_bucket{{{labels},le="{bound}"}} {total}'
        yield f"{name}_sum{{{labels}}} {timer[-1]:.6f}"
        yield f"{name}_count{{{labels}}} {total}"
