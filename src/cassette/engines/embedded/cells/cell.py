"""A cell: one value with its write time, and which of two cells counts.

The same rules hold for a row's marker, whose value is True while it is alive.
"""

from collections.abc import Callable
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A value, None where it was deleted; `ends` is the second at which it ends by itself, 0 for never."""

    value: Any
    time_us: int
    ttl_s: int = 0
    ends: int = 0


class Moment(NamedTuple):
    """When a statement writes: its write time, the second at which it is carried out, its TTL (0: none)."""

    time_us: int
    now_s: int
    ttl_s: int = 0

    def cell(self, value: Any) -> Cell:
        """Make a cell that is written now; None deletes."""
        if self.ttl_s and value is not None:
            return Cell(value, self.time_us, self.ttl_s, self.now_s + self.ttl_s)
        return Cell(value, self.time_us)


def newer(old: Cell | None, new: Cell, encode: Callable[[Any], bytes]) -> Cell:
    """Give the one of two cells that counts.

    The later write time does. On equal ones, what is dead or will end beats what lives on, dead beats what
    will end, the later end beats the earlier one; then the greater bytes of the value decide.
    """
    if old is None or new.time_us > old.time_us:
        return new
    if new.time_us < old.time_us:
        return old
    old_rank, new_rank = _rank(old), _rank(new)
    if old_rank != new_rank:
        return new if new_rank > old_rank else old
    if new.value is None or old.value is None:
        return old
    return new if encode(new.value) > encode(old.value) else old


def _rank(cell: Cell) -> tuple[int, int]:
    if cell.value is None:
        return 2, 0
    return (1, cell.ends) if cell.ends else (0, 0)


def ended(cell: Cell, now_s: int) -> Cell:
    """Give the cell as it is at a second: one that has ended is dead."""
    if cell.ends and cell.ends <= now_s and cell.value is not None:
        return Cell(None, cell.time_us)
    return cell
