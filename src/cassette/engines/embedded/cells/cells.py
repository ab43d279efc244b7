"""Cells: one row with all that Cassandra knows of it, to be merged with what is written."""

from collections.abc import Iterable, Sequence
from typing import Any

from cassette.cql.types import CqlType
from cassette.engines.embedded.cells.cell import Cell, Moment, ended, newer
from cassette.engines.embedded.cells.many import Listed, Many, many_of
from cassette.engines.embedded.layout import Place

MOST_COUNTED = 1 << 63


class Column:
    """A column outside the primary key: its number and how its values are kept."""

    __slots__ = ("is_list", "is_many", "name", "number", "place", "type")

    def __init__(self, number: int, place: Place) -> None:
        self.number = number
        self.place = place
        self.name = place.column.name
        self.type: CqlType = place.column.type
        self.is_many = self.type.multicell
        self.is_list = self.is_many and isinstance(many_of(self.type), Listed)


def _no_bytes(value: Any) -> bytes:
    return b""


class Cells:
    """The cells of a row: those of its columns by their numbers, its marker, and when it was deleted.

    `deleted` is the row's own deletion; deletions of ranges and partitions are only applied (`hide`).
    """

    __slots__ = ("columns", "deleted", "hidden_us", "many", "marker", "ones")

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.marker: Cell | None = None
        self.deleted: int | None = None
        self.hidden_us: int | None = None
        self.ones: dict[int, Cell] = {}
        self.many: dict[int, Many | Listed] = {}

    def begin(self) -> None:
        """Begin with another statement."""
        for many in self.many.values():
            if isinstance(many, Listed):
                many.begin()

    def mark(self, cell: Cell) -> None:
        """Write the row's marker: the row is there even if all its columns are null."""
        if not self._is_hidden(cell):
            self.marker = newer(self.marker, cell, _no_bytes)

    def put(self, column: Column, cell: Cell) -> None:
        """Write a column that is kept in one piece, or delete it."""
        if not self._is_hidden(cell):
            self.ones[column.number] = newer(self.ones.get(column.number), cell, column.type.encode)

    def write(self, column: Column, value: Any, at: Moment) -> None:
        """Write a whole column; None deletes what it has."""
        if column.is_many:
            self.elements(column).write(value, at)
        else:
            self.put(column, at.cell(value))

    def clear(self, column: Column, at: Moment) -> None:
        """Delete a whole column, as DELETE does."""
        if column.is_many:
            self.elements(column).shadow(at.time_us)
        else:
            self.put(column, Cell(None, at.time_us))

    def count(self, column: Column, more: int, at: Moment) -> None:
        """Add to a counter, around the ends of 64 bits."""
        old = self.ones.get(column.number)
        before = 0 if old is None or old.value is None else old.value
        total = (before + more + MOST_COUNTED) % (2 * MOST_COUNTED) - MOST_COUNTED
        self.ones[column.number] = Cell(total, at.time_us if old is None else max(at.time_us, old.time_us))

    def elements(self, column: Column) -> Many | Listed:
        """The elements of a column, to be changed."""
        found = self.many.get(column.number)
        if found is None:
            found = self.many[column.number] = many_of(column.type)
            if self.hidden_us is not None:
                found.deleted = self.hidden_us
        return found

    def delete(self, time_us: int) -> None:
        """Delete the row."""
        if self.deleted is None or time_us > self.deleted:
            self.deleted = time_us
        self.hide(time_us)

    def hide(self, until_us: int) -> None:
        """Drop what a deletion of the row, a range or the partition shadows."""
        if self.hidden_us is not None and until_us <= self.hidden_us:
            return
        self.hidden_us = until_us
        if self.marker is not None and self.marker.time_us <= until_us:
            self.marker = None
        self.ones = {number: cell for number, cell in self.ones.items() if cell.time_us > until_us}
        for many in self.many.values():
            many.shadow(until_us)

    def expire(self, now_s: int) -> None:
        """Let what has ended be dead."""
        if self.marker is not None:
            self.marker = ended(self.marker, now_s)
        for number, cell in self.ones.items():
            if cell.ends:
                self.ones[number] = ended(cell, now_s)
        for many in self.many.values():
            many.expire(now_s)

    def value(self, column: Column) -> Any:
        """The value of a column, None for null."""
        if column.is_many:
            many = self.many.get(column.number)
            return None if many is None else many.value()
        cell = self.ones.get(column.number)
        return None if cell is None else cell.value

    @property
    def is_visible(self) -> bool:
        """Whether reads show the row: it has a living marker, or a column that is not null."""
        if self.marker is not None and self.marker.value is not None:
            return True
        return any(cell.value is not None for cell in self.ones.values()) or any(
            many.cells() for many in self.many.values()
        )

    def living(self) -> Iterable[Cell]:
        """Every living cell, the marker among them."""
        if self.marker is not None and self.marker.value is not None:
            yield self.marker
        for cell in self.ones.values():
            if cell.value is not None:
                yield cell
        for many in self.many.values():
            yield from many.cells()

    def _is_hidden(self, cell: Cell) -> bool:
        return self.hidden_us is not None and cell.time_us <= self.hidden_us
