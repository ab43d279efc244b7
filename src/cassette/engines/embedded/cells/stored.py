"""A row as SQLite has it: its columns and `live, w, x, e`, out of cells and back."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from cassette.engines.embedded.cells import details
from cassette.engines.embedded.cells.cell import Cell
from cassette.engines.embedded.cells.cells import Cells, Column
from cassette.engines.embedded.cells.details import MARKER, MOST_BITS, Details
from cassette.engines.embedded.cells.many import Listed, Many
from cassette.engines.embedded.values import SqliteValue


class StoredRow(NamedTuple):
    """The columns outside the primary key as they are numbered, each as it is kept, and what goes with them."""

    values: tuple[SqliteValue, ...]
    live: int | None
    w: int | None
    x: int | bytes | None
    e: int | None


def load(cells: Cells, row: StoredRow) -> None:
    """Take a row over, as it is stored, into fresh cells."""
    found: Details = details.decode(row.x) if isinstance(row.x, bytes) else {}
    bits = row.x if isinstance(row.x, int) else 0
    for column, kept_value in zip(cells.columns, row.values, strict=True):
        detail = found.get(column.number)
        value = column.place.kept.read(kept_value)
        if column.is_many:
            _load_many(cells, column, value, detail, row.w, nulled=details.has_bit(bits, column.number))
        elif detail is not None:
            cells.ones[column.number] = _cell(value, detail)
        elif value is not None or details.has_bit(bits, column.number):
            assert row.w is not None
            cells.ones[column.number] = Cell(value, row.w)
    marker = found.get(MARKER)
    if row.live is not None:
        cells.marker = Cell(True, row.live, *(marker or ()))
    elif marker is not None:
        cells.marker = Cell(None, marker[0])


def load_dead(cells: Cells, x: bytes) -> None:
    """Take over what is kept of dead cells, beside those that are there."""
    found: Details = details.decode(x)
    for column in cells.columns:
        detail = found.get(column.number)
        if detail is None:
            continue
        if column.is_many:
            many = cells.elements(column)
            if detail[0] is not None:
                many.shadow(detail[0])
            many.load_dead(detail[2])
        else:
            cells.put(column, Cell(None, detail[0]))
    if MARKER in found:
        cells.mark(Cell(None, found[MARKER][0]))


def _load_many(cells: Cells, column: Column, value: Any, detail: Any, w: int | None, *, nulled: bool) -> None:
    if detail is not None:
        many = cells.elements(column)
        many.deleted = detail[0]
        many.load(value, _stamps(detail[1], value))
        many.load_dead(detail[2])
    elif value is not None or nulled:
        assert w is not None
        many = cells.elements(column)
        many.deleted = w - 1
        many.load(value, [Cell(None, w)] * _count(value))


def _stamps(found: Any, value: Any) -> list[Cell]:
    """The cells of a column's elements, their values left out."""
    if isinstance(found, int):
        return [Cell(None, found)] * _count(value)
    return [_cell(None, stamp) for stamp in found]


def _count(value: Any) -> int:
    """How many elements a value has at most."""
    return 0 if value is None else len(value)


def _cell(value: Any, detail: Any) -> Cell:
    if isinstance(detail, int):
        return Cell(value, detail)
    return Cell(value, *detail) if len(detail) > 1 else Cell(None, detail[0])


def stored(cells: Cells) -> StoredRow:
    """Write visible cells as a row."""
    w = _usual_time(cells)
    found: Details = {}
    nulled: list[int] = []
    values = []
    for column in cells.columns:
        value = cells.value(column)
        values.append(column.place.kept.to_row(value))
        detail = _detail(cells, column, w)
        if detail == NULLED:
            nulled.append(column.number)
        elif detail is not None:
            found[column.number] = detail
    marker = cells.marker
    if marker is not None and marker.value is None:
        found[MARKER] = [marker.time_us]
    elif marker is not None and marker.ends:
        found[MARKER] = [marker.ttl_s, marker.ends]
    live = marker.time_us if marker is not None and marker.value is not None else None
    e = min((cell.ends for cell in cells.living() if cell.ends), default=None)
    return StoredRow(tuple(values), live, w, _x(cells, found, nulled, w), e)


def dead(cells: Cells) -> bytes | None:
    """Write what has to be remembered of the dead cells of a row that is not visible."""
    found: Details = {number: [cell.time_us] for number, cell in cells.ones.items()}
    for number, many in cells.many.items():
        if (many.deleted is not None and many.deleted != cells.hidden_us) or many.dead():
            found[number] = [many.deleted, [], many.dead()]
    if cells.marker is not None:
        found[MARKER] = [cells.marker.time_us]
    return details.encode(found) if found else None


NULLED = "nulled"
"""What stands for a column that is null because it was deleted at w, until it is a bit or a detail."""


def _usual_time(cells: Cells) -> int | None:
    """Choose w: the write time of most columns."""
    times: Counter[int] = Counter()
    for cell in cells.ones.values():
        if not cell.ends:
            times[cell.time_us] += 1
    for many in cells.many.values():
        if many.deleted is not None:
            times[many.deleted + 1] += 1
    if times:
        return max(times, key=lambda time: (times[time], time))
    return None


def _detail(cells: Cells, column: Column, w: int | None) -> Any:
    """The detail of a column; None where there is nothing to say, NULLED where one bit is enough."""
    if column.is_many:
        many = cells.many.get(column.number)
        return None if many is None else _many_detail(many, w)
    cell = cells.ones.get(column.number)
    if cell is None:
        return None
    if cell.value is None:
        return NULLED if cell.time_us == w else [cell.time_us]
    return None if cell.time_us == w and not cell.ends else _stamp(cell)


def _many_detail(many: Many | Listed, w: int | None) -> Any:
    alive, gone = many.cells(), many.dead()
    if not gone and w is not None and many.deleted == w - 1 and all(c.time_us == w and not c.ends for c in alive):
        return None if alive else NULLED
    if not alive and not gone and many.deleted is None:
        return None
    return [many.deleted, [_stamp(cell) for cell in alive], gone]


def _stamp(cell: Cell) -> Any:
    return [cell.time_us, cell.ttl_s, cell.ends] if cell.ends else cell.time_us


def _x(cells: Cells, found: Details, nulled: Sequence[int], w: int | None) -> int | bytes | None:
    if not found and all(number < MOST_BITS for number in nulled):
        return details.bits(list(nulled))
    assert w is not None or not nulled
    for column in cells.columns:
        if column.number in nulled and w is not None:
            found[column.number] = [w - 1, [], []] if column.is_many else [w]
    return details.encode(found)
