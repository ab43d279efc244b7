"""A slow and plain model of Cassandra's cells: every write ever made is kept, and a read works out what counts.

Nothing is merged and nothing is forgotten, so it does not matter in which order the writes came.
"""

from dataclasses import dataclass, field
from typing import Any

DEAD, ENDING, LIVING = 2, 1, 0


@dataclass
class Write:
    """One value written to one place; None deletes. `ends` is the second at which it ends, 0 for never."""

    value: Any
    time: int
    ends: int = 0
    at: int = 0

    def rank(self, now: int) -> tuple[int, int, int, Any]:
        """What is greatest counts, once the deletions are applied."""
        if self.value is None or (self.ends and self.ends <= now):
            return self.time, DEAD, 0, ()
        return self.time, ENDING if self.ends else LIVING, self.ends, order(self.value)

    def alive(self, now: int) -> bool:
        return self.value is not None and not (self.ends and self.ends <= now)


def order(value: Any) -> Any:
    """What sorts as the bytes of a value do: negative numbers come after the others."""
    if isinstance(value, bool):
        return value
    return value % (1 << 32) if isinstance(value, int) else value.encode()


@dataclass
class Cells:
    """All writes to one row (or one static row). A place is a column's name, or (column, member)."""

    marks: list[Write] = field(default_factory=list)
    deletions: list[int] = field(default_factory=list)
    writes: dict[Any, list[Write]] = field(default_factory=dict)
    cleared: dict[str, list[int]] = field(default_factory=dict)
    items: dict[str, list[Write]] = field(default_factory=dict)

    def put(self, place: Any, write: Write) -> None:
        self.writes.setdefault(place, []).append(write)

    def clear(self, column: str, time: int) -> None:
        self.cleared.setdefault(column, []).append(time)

    def living(self, writes: list[Write], deleted: int, now: int) -> Write | None:
        """The write that counts, if it is one that lives."""
        found = [write for write in writes if write.time > deleted]
        best = max(found, key=lambda write: write.rank(now), default=None)
        return best if best is not None and best.alive(now) else None

    def row(self, hidden: int, now: int, columns: dict[str, str]) -> dict[str, Any] | None:
        """The row as it is shown, None where it is not; `hidden` is the last deletion of its range or partition."""
        deleted = max([hidden, *self.deletions])
        found: dict[str, Any] = {}
        for name, kind in columns.items():
            until = max([deleted, *self.cleared.get(name, ())])
            if kind == "one":
                one = self.living(self.writes.get(name, []), deleted, now)
                found[name] = None if one is None else one.value
            elif kind == "list":
                items = [write for write in self.items.get(name, ()) if write.time > until and write.alive(now)]
                found[name] = [write.value for write in sorted(items, key=lambda write: write.at)] or None
            else:
                places = [place for place in self.writes if isinstance(place, tuple) and place[0] == name]
                alive = {place[1]: self.living(self.writes[place], until, now) for place in places}
                values = {member: write.value for member, write in alive.items() if write is not None}
                found[name] = (set(values) if kind == "set" else values) or None
        marked = self.living(self.marks, deleted, now) is not None
        return found if marked or any(value is not None for value in found.values()) else None
