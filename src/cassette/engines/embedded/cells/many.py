"""The cells of one column that is kept element by element."""

from collections.abc import Iterable
from typing import Any

from cassette.cql.types import CqlType
from cassette.engines.embedded.cells.cell import Cell, Moment, ended, newer
from cassette.engines.embedded.cells.shapes import Shape, shape_of
from cassette.errors import InvalidRequest


class Item:
    """An item of a list; what tells it from others is that it is this one."""

    __slots__ = ("cell",)

    def __init__(self, cell: Cell) -> None:
        self.cell = cell


class Many:
    """The elements of a set, a map or a user type, by key; `deleted` shadows what was written until then."""

    __slots__ = ("deleted", "elements", "shape")

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.deleted: int | None = None
        self.elements: dict[Any, tuple[Any, Cell]] = {}

    def put(self, member: Any, cell: Cell) -> None:
        """Write one element, or delete it."""
        if self.deleted is not None and cell.time_us <= self.deleted:
            return
        key = self.shape.key(member)
        known = self.elements.get(key)
        old = None if known is None else known[1]
        self.elements[key] = member, newer(old, cell, lambda value: self.shape.value_bytes(key, value))

    def write(self, value: Any, at: Moment) -> None:
        """Put a whole value in the place of all older elements; None only deletes these."""
        self.shadow(at.time_us - 1)
        self.add(value, at)

    def add(self, value: Any, at: Moment) -> None:
        """Write the elements of a value beside those that are there."""
        for member, one in () if value is None else self.shape.apart(value):
            self.put(member, at.cell(one))

    def remove(self, members: Iterable[Any], at: Moment) -> None:
        """Delete single elements."""
        for member in members:
            self.put(member, Cell(None, at.time_us))

    def shadow(self, until_us: int) -> None:
        """Delete what was written until a time: a deletion of the column, the row, its range or its partition."""
        if self.deleted is None or until_us > self.deleted:
            self.deleted = until_us
        gone = [key for key, (_, cell) in self.elements.items() if cell.time_us <= until_us]
        for key in gone:
            del self.elements[key]

    def expire(self, now_s: int) -> None:
        """Let what has ended be dead."""
        for key, (member, cell) in self.elements.items():
            self.elements[key] = member, ended(cell, now_s)

    def living(self) -> list[tuple[Any, Cell]]:
        """The living elements, in order."""
        return [self.elements[key] for key in sorted(self.elements) if self.elements[key][1].value is not None]

    def cells(self) -> list[Cell]:
        """The cells of the living elements, in order."""
        return [cell for _, cell in self.living()]

    def value(self) -> Any:
        """The whole value, None for nothing."""
        return self.shape.together([(member, cell.value) for member, cell in self.living()])

    def dead(self) -> list[list[Any]]:
        """The details of the dead elements."""
        write = self.shape.member_bytes
        return [[write(member), cell.time_us] for member, cell in self.elements.values() if cell.value is None]

    def load(self, value: Any, stamps: Iterable[Cell]) -> None:
        """Take the living elements over: a value, and its elements' cells in order, their values left out."""
        apart = [] if value is None else self.shape.apart(value)
        apart.sort(key=lambda pair: self.shape.key(pair[0]))
        for (member, one), cell in zip(apart, stamps, strict=False):
            self.elements[self.shape.key(member)] = member, cell._replace(value=one)

    def load_dead(self, dead: Iterable[list[Any]]) -> None:
        """Take dead elements over."""
        for data, time_us in dead:
            self.put(self.shape.member_from(data), Cell(None, time_us))


class Listed:
    """The items of a list.

    Where an item stands is decided when it is written, whatever its write time. A statement that names an item by
    its index means the list as it was `before` the batch, and as its own earlier assignments have left it: `seen`.
    """

    __slots__ = ("before", "deleted", "items", "seen")

    def __init__(self) -> None:
        self.deleted: int | None = None
        self.items: list[Item] = []
        self.before: list[Item] = []
        self.seen: list[Item] = []

    def begin(self) -> None:
        """Begin with another statement."""
        self.seen = list(self.before)

    def write(self, value: Any, at: Moment) -> None:
        """Put a whole list in the place of all older items; None only deletes these."""
        self.shadow(at.time_us - 1)
        self.append(value, at)

    def append(self, value: Any, at: Moment) -> None:
        """Write items behind those that are there."""
        fresh = self._fresh(value, at)
        self.items += fresh
        self.seen += fresh

    def prepend(self, value: Any, at: Moment) -> None:
        """Write items before those that are there."""
        fresh = self._fresh(value, at)
        self.items[:0] = fresh
        self.seen[:0] = fresh

    def set(self, index: int, value: Any, at: Moment, type_: CqlType) -> None:
        """Write the item at an index, or delete it. Raises InvalidRequest where there is none."""
        if not 0 <= index < len(self.seen):
            raise InvalidRequest(f"the list has no item {index}: it has {len(self.seen)} items")
        self._write(self.seen[index], at.cell(value), type_)

    def remove(self, values: Iterable[Any], at: Moment, type_: CqlType) -> None:
        """Delete every item that equals one of the values."""
        gone = {type_.encode(value) for value in values}
        for item in list(self.seen):
            if item.cell.value is not None and type_.encode(item.cell.value) in gone:
                self._write(item, Cell(None, at.time_us), type_)

    def shadow(self, until_us: int) -> None:
        """Delete what was written until a time: a deletion of the column, the row, its range or its partition."""
        if self.deleted is None or until_us > self.deleted:
            self.deleted = until_us
        for item in self.items:
            if item.cell.time_us <= until_us:
                item.cell = Cell(None, item.cell.time_us)

    def expire(self, now_s: int) -> None:
        """Let what has ended be dead; indexes count what is alive from now on."""
        for item in self.items:
            item.cell = ended(item.cell, now_s)
        self.items = [item for item in self.items if item.cell.value is not None]
        self.before = list(self.items)
        self.begin()

    def cells(self) -> list[Cell]:
        """The cells of the living items, in order."""
        return [item.cell for item in self.items if item.cell.value is not None]

    def value(self) -> Any:
        """The whole list, None for nothing."""
        return [cell.value for cell in self.cells()] or None

    def dead(self) -> list[list[Any]]:
        """Nothing: nobody can write to an item of a list again once it is dead."""
        return []

    def load(self, value: Any, stamps: Iterable[Cell]) -> None:
        """Take the living items over: a list, and its items' cells in order, their values left out."""
        found = [] if value is None else value
        self.items = [Item(cell._replace(value=one)) for one, cell in zip(found, stamps, strict=False)]
        self.before = list(self.items)
        self.begin()

    def load_dead(self, dead: Iterable[list[Any]]) -> None:
        """Nothing is kept of dead items."""

    def _write(self, item: Item, cell: Cell, type_: CqlType) -> None:
        item.cell = newer(item.cell, cell, type_.encode)
        if item.cell.value is None:
            self.seen.remove(item)

    def _fresh(self, value: Any, at: Moment) -> list[Item]:
        if value is None or (self.deleted is not None and at.time_us <= self.deleted):
            return []
        return [Item(at.cell(one)) for one in value]


def many_of(cql_type: CqlType) -> Many | Listed:
    """Make the empty cells of a column that is kept element by element."""
    shape = shape_of(cql_type)
    return Listed() if shape is None else Many(shape)
