"""Grouping: rows of SQL, in order, become one row for each group, with its aggregates behind it.

Neighbours are one group while their keys are equal: what GROUP BY may name is what rows are ordered by.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cassette.cql.rows import Row
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.expression import Bind, Reader
from cassette.engines.embedded.plan.selecting import Total

Grouped = Callable[[Values, Iterable[Any]], Iterator[tuple[Row, Any]]]
"""From the statement's values and rows of SQL to each group's row, with the last row of SQL that is in it."""


class Group:
    """One group of rows, while it is gathered."""

    def __init__(self, first: Sequence[Any], totals: Sequence[Total], readers: Sequence[Reader | None]) -> None:
        self.first = self.last = first
        self._parts = [(total.fold(), read) for total, read in zip(totals, readers, strict=True)]

    def add(self, row: Sequence[Any]) -> None:
        """Take a row in; null counts nowhere."""
        self.last = row
        for fold, read in self._parts:
            value = 1 if read is None else read(row)
            if value is not None:
                fold.add(value)

    def row(self) -> tuple[Any, ...]:
        """Give the first row with the totals behind it."""
        return (*self.first, *(fold.total() for fold, _ in self._parts))


def grouped(
    reader: Callable[[Values], Callable[[Sequence[Any]], Row]],
    totals: Sequence[Total],
    keys: Sequence[Bind] | None,
    width: int,
) -> Grouped:
    """Make the function that groups rows by keys; without keys all are one group, which is there without rows too."""

    def groups(values: Values, rows: Iterable[Any]) -> Iterator[tuple[Row, Any]]:
        make_row = reader(values)
        readers = [None if total.of is None else total.of.bind(values) for total in totals]
        key_readers = [key(values) for key in keys or ()]
        group, known = None, None
        for row in rows:
            key = [read(row) for read in key_readers]
            if group is None or key != known:
                if group is not None:
                    yield make_row(group.row()), group.last
                group, known = Group(row, totals, readers), key
            group.add(row)
        if group is not None:
            yield make_row(group.row()), group.last
        elif keys is None:
            yield make_row(Group((None,) * width, totals, readers).row()), None

    return groups
