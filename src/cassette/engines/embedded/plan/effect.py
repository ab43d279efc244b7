"""Effect: what one write does, its values bound, before it is known which rows are there."""

from dataclasses import dataclass

from cassette.engines.embedded.cells.book import Book
from cassette.engines.embedded.cells.cell import Moment
from cassette.engines.embedded.cells.ranges import Range
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.operations import Do
from cassette.engines.embedded.plan.predicate import SqlValues


@dataclass(frozen=True, slots=True)
class Effect:
    """A write, ready to be applied.

    rows         (token, key…) of the rows that `does` changes; with `marks` they are there from now on, with
                 `deletes` no more
    statics      (token, partition key…) of the partitions whose static columns `does_static` changes
    ranges       partitions and the ranges of them that are deleted
    asked        (token, key…) of the row that its conditions ask about, None for the static row of its partition
    time_us      the write time, None for that of the moment
    """

    layout: Layout
    rows: list[SqlValues]
    does: list[Do]
    marks: bool = False
    deletes: bool = False
    statics: tuple[SqlValues, ...] = ()
    does_static: tuple[Do, ...] = ()
    ranges: tuple[tuple[SqlValues, Range], ...] = ()
    asked: SqlValues | None = None
    time_us: int | None = None
    ttl_s: int = 0

    @property
    def partitions(self) -> list[SqlValues]:
        """(token, partition key…) of every partition that it is about."""
        width = 1 + len(self.layout.partition)
        asked = [] if self.asked is None else [self.asked]
        named = [*(key[:width] for key in (*asked, *self.rows)), *self.statics, *(key for key, _ in self.ranges)]
        return list(dict.fromkeys(named))

    @property
    def partition(self) -> SqlValues:
        """(token, partition key…) of the one partition that a conditional write is about."""
        return self.partitions[0]

    def apply(self, book: Book, time_us: int, *, conditional: bool = False) -> None:
        """Change the cells of all that it is about, at its own write time or at this one.

        What a conditional write deletes of a range does not shadow what it writes, as Cassandra has it.
        """
        at = Moment(time_us if self.time_us is None else self.time_us, book.now_s, self.ttl_s)
        table = book.of(self.layout)
        for partition, deleted in self.ranges:
            table.delete_range(partition, deleted, at.time_us - conditional)
        for key in self.rows:
            cells = table.row(key)
            cells.begin()
            if self.deletes:
                cells.delete(at.time_us)
            for do in self.does:
                do(cells, at)
            if self.marks:
                cells.mark(at.cell(True))
        for partition in self.statics:
            cells = table.static(partition)
            cells.begin()
            for do in self.does_static:
                do(cells, at)
