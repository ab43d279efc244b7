"""Reading: one page of a SELECT, and where the next one starts."""

import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

import apsw

from cassette.cql.rows import Row, Rows
from cassette.engines.contract import Page
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.paging import fingerprint, read_state, write_state
from cassette.engines.embedded.plan.access import HEAVY_ROWS, Way, choose
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.limits import limit_of
from cassette.engines.embedded.plan.order import Place
from cassette.engines.embedded.plan.predicate import Sql, SqlValues
from cassette.engines.embedded.search.candidates import Candidates
from cassette.engines.embedded.statements.select import SelectPlan
from cassette.engines.embedded.statements.select_sql import (
    count_queries,
    partition_query,
    source_query,
    walk_query,
)
from cassette.errors import InvalidRequest

MOST_SKIPPED = 32
"""After so many rows of a partition that are not wanted, a new query starts behind it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One execution.

    way            the way to the rows; None where partitions are named
    partitions     the partitions named, from the place on
    place          where the last page ended, and how many rows of that partition there were so far
    rows           how many rows the page has at most; None: all
    left           how many rows are still wanted of the LIMIT
    per_partition  how many rows of each partition are wanted
    """

    plan: SelectPlan
    values: Values
    way: Way | None
    partitions: list[SqlValues]
    checks: list[Sql]
    heavy: bool
    place: Place | None = None
    begun: int = 0
    rows: int | None = None
    left: int | None = None
    per_partition: int | None = None
    pages: bool = False

    def queries(self, place: Place | None, whole: bool = False, few: int | None = None) -> Iterator[Sql]:
        """Give the SQL queries from a place on, or from behind its partition."""
        select, placed = self.plan, self.pages or not self.plan.is_plain
        if self.way is None:
            width = len(select.layout.partition) + 1
            behind = place is not None
            for key in self.partitions:
                if behind and place is not None and key != tuple(place[:width]):
                    continue
                behind = False
                yield partition_query(select, key, self.checks, place, whole, placed)
        elif self.way.source is None:
            yield walk_query(select, self.way.checks, place, whole, placed)
        else:
            yield source_query(select, self.way, place, whole, placed, few)


def prepare(select: SelectPlan, connection: apsw.Connection, values: Values, page: Page | None) -> Reading:
    """Choose the way to the rows; nothing is read yet but a few counts. Raises InvalidRequest."""
    select.markers.check(values)
    left = limit_of(select.limit, values, "LIMIT")
    per_partition = limit_of(select.per_partition, values, "PER PARTITION LIMIT")
    if per_partition is None and select.per_partition is not None:
        # its marker was left unset: the statement goes the same way, without an end
        per_partition = sys.maxsize
    if select.statement.distinct:
        per_partition = 1
    place: Place | None = None
    begun = 0
    single = select.output.counts or select.ranking is not None or (select.groups and not select.statement.group_by)
    pages = page is not None and not single
    if page is not None and page.state is not None:
        state = read_state(page.state, fingerprint(select.statement, values), len(select.order.columns))
        place, left, begun = state.place, state.left, state.of_partition
    rows = left if page is None or not pages else page.rows if left is None else min(page.rows, left)
    if select.order.merges:
        if pages and rows != left:
            raise InvalidRequest("ORDER BY over an IN on the partition key gives no pages: ask for all rows at once")
        pages = False
    if select.where.partitions is not None:
        partitions = select.where.partitions(values)
        checks = [predicate.check(values) for predicate in select.where.predicates]
        with translated():
            heavy = _is_heavy(select, connection, partitions, rows)
        way = None
    else:
        few = rows if select.is_plain and not single else None
        with translated():
            way = choose(connection, select.layout, select.where.predicates, values, few)
        partitions, checks, heavy = [], way.checks, way.heavy
    heavy = heavy or select.ranking is not None
    return Reading(select, values, way, partitions, checks, heavy, place, begun, rows, left, per_partition, pages)


def _is_heavy(select: SelectPlan, connection: apsw.Connection, partitions: list[SqlValues], rows: int | None) -> bool:
    """Whether partitions are so large that reading them would hold the event loop up."""
    layout = select.layout
    if select.where.clustered == len(layout.table.clustering):
        return len(partitions) > HEAVY_ROWS
    if select.is_plain and not select.where.predicates and rows is not None and rows <= HEAVY_ROWS:
        return False
    left = HEAVY_ROWS + 1
    for token, *_ in partitions:
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {layout.sql} WHERE token = ? LIMIT ?)"
        left -= connection.execute(counted, (token, left)).get
        if left <= 0:
            return True
    return False


def read(reading: Reading, connection: apsw.Connection) -> Rows:
    """Read the rows. Raises EngineErrors."""
    select = reading.plan
    with translated():
        if select.output.counts:
            return _counted(reading, connection)
        if select.ranking is not None:
            return _ranked(reading, connection)
        if select.is_plain:
            return _plain(reading, connection)
        if select.order.merges:
            return _merged(reading, connection)
        return _streamed(reading, connection)


def _counted(reading: Reading, connection: apsw.Connection) -> Rows:
    select, way, checks = reading.plan, reading.way, reading.checks
    if way is not None and way.static:
        # the rows are counted by a walk: nothing has been answered by the index then
        checks = [predicate.check(reading.values) for predicate in select.where.predicates]
    queries = count_queries(select, way, reading.partitions, checks)
    counts = [connection.execute(query.text, query.values).get for query in queries]
    # DISTINCT needs the partitions to be named here, and counts each of them once
    total = sum(min(count, 1) for count in counts) if select.statement.distinct else sum(counts)
    return Rows(select.output.columns, [(total,)])


def _ranked(reading: Reading, connection: apsw.Connection) -> Rows:
    select = reading.plan
    assert select.ranking is not None
    way, checks = reading.way, list(reading.checks)
    if way is None:
        names = " AND ".join(["t.token = ?", *(f"t.{place.sql} = ?" for place in select.layout.partition)])
        checks = [Sql(names, reading.partitions[0]), *checks]
    else:
        checks = [predicate.check(reading.values) for predicate in select.where.predicates]
    candidates = Candidates(
        select.layout.sql,
        select.static_join,
        checks,
        # a source of static rows does not name the rows that are ranked
        None if way is None or way.static else way.source,
        () if way is None else way.checks,
        0 if way is None else way.visits,
    )
    rows = select.ranking.rows(connection, reading.values, select.columns, candidates, reading.rows)
    make_row = select.output.reader(reading.values)
    return Rows(select.output.columns, [make_row(row) for row in rows])


def _plain(reading: Reading, connection: apsw.Connection) -> Rows:
    """Read rows that are shown one by one."""
    select, make_row = reading.plan, reading.plan.output.reader(reading.values)
    # one more than the page, so that "there is more" shows without a second query
    ceiling = -1 if reading.rows is None else reading.rows + (1 if reading.pages else 0)
    found: list[Any] = []
    for query in reading.queries(reading.place, few=reading.rows):
        limit = -1 if ceiling < 0 else ceiling - len(found)
        found += connection.execute(query.text, (*query.values, limit)).fetchall()
        if len(found) == ceiling:
            break
    state = None
    if reading.pages and reading.rows is not None and len(found) == ceiling:
        state = _state(reading, found[reading.rows - 1], reading.rows, 0)
    if reading.rows is not None:
        del found[reading.rows :]
    return Rows(select.output.columns, _made(found, make_row), state)


def _made(found: list[Any], make_row: Any) -> list[Row]:
    return [make_row(row) for row in found]


def _merged(reading: Reading, connection: apsw.Connection) -> Rows:
    """Read partitions whose rows are mixed by an ORDER BY: the first rows of each, then sorted."""
    select, make_row = reading.plan, reading.plan.output.reader(reading.values)
    found: list[Any] = []
    if select.groups:
        raise InvalidRequest("GROUP BY cannot go together with ORDER BY over an IN on the partition key")
    limit = -1 if reading.rows is None else reading.rows
    if reading.per_partition is not None:
        limit = reading.per_partition if limit < 0 else min(limit, reading.per_partition)
    for query in reading.queries(None):
        found += connection.execute(query.text, (*query.values, limit)).fetchall()
    return Rows(select.output.columns, _made(select.order.mixed(found)[: reading.rows], make_row))


def _streamed(reading: Reading, connection: apsw.Connection) -> Rows:
    """Read rows that are gathered into groups, or limited by partition."""
    select = reading.plan
    results = _results(reading, connection)
    with closing(results):
        found = list(islice(results, reading.rows))
        more = reading.pages and len(found) == reading.rows and next(results, None) is not None
    state = None
    if more and reading.rows is not None:
        state = _state(reading, found[-1][1], reading.rows, found[-1][2])
    return Rows(select.output.columns, [row for row, _, _ in found], state)


Result = tuple[Row, Any, int]
"""A row, the SQL row that it was made from last, and how many results its partition has had so far."""


def _results(reading: Reading, connection: apsw.Connection) -> Generator[Result, None, None]:
    select = reading.plan
    if select.output.groups is None:
        make_row = select.output.reader(reading.values)
        for row, count in _few_of_each(reading, connection):
            yield make_row(row), row, count
        return
    partition, count = _begun(reading)
    with closing(_rows_of_groups(reading, connection)) as rows:
        for row, last in select.output.groups(reading.values, rows):
            of = None if last is None else _partition(reading, last)
            partition, count = of, count + 1 if of == partition else 1
            if reading.per_partition is None or count <= reading.per_partition:
                yield row, last, count


def _rows_of_groups(reading: Reading, connection: apsw.Connection) -> Generator[Any, None, None]:
    if reading.plan.statement.distinct:
        yield from (row for row, _ in _few_of_each(reading, connection))
    else:
        yield from _from(connection, reading.queries(reading.place))


def _few_of_each(reading: Reading, connection: apsw.Connection) -> Iterator[tuple[Any, int]]:
    """Give so many rows of each partition, with how many there were of it; the rest is jumped over."""
    most = reading.per_partition
    assert most is not None
    partition, count = _begun(reading)
    place, whole = reading.place, reading.place is not None and count >= most
    while True:
        behind: Place | None = None
        rows = _from(connection, reading.queries(place, whole))
        with closing(rows):
            for row in rows:
                of = _partition(reading, row)
                partition, count = of, count + 1 if of == partition else 1
                if count <= most:
                    yield row, count
                elif count - most > MOST_SKIPPED:
                    behind = _place(reading, row)
                    break
        if behind is None:
            return
        place, whole = behind, True


def _from(connection: apsw.Connection, queries: Iterator[Sql]) -> Generator[Any, None, None]:
    for query in queries:
        with closing(connection.execute(query.text, (*query.values, -1))) as cursor:
            yield from cursor


def _begun(reading: Reading) -> tuple[Any, int]:
    """The partition in which the last page ended, and how many results it has had."""
    if reading.place is None:
        return None, 0
    return tuple(reading.place[: reading.plan.order.partition]), reading.begun


def _place(reading: Reading, row: Any) -> Place:
    found: Place = row[-len(reading.plan.order.columns) :]
    return found


def _partition(reading: Reading, row: Any) -> Any:
    return tuple(_place(reading, row)[: reading.plan.order.partition])


def _state(reading: Reading, row: Any, rows: int, of_partition: int) -> bytes | None:
    """Where the next page starts: behind the last row of this one. None when the LIMIT ends here."""
    left = None if reading.left is None else reading.left - rows
    if left == 0:
        return None
    mark = fingerprint(reading.plan.statement, reading.values)
    return write_state(mark, _place(reading, row), left, of_partition)
