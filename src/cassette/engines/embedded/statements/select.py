"""SELECT: find a way to the rows, read one page of them, say where the next one starts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from cassette.cql.rows import Row, Rows
from cassette.cql.statements.select import Select
from cassette.cql.types import ScalarType
from cassette.engines.contract import Page
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.layout import IndexPlace, Layout
from cassette.engines.embedded.paging import fingerprint, read_state, write_state
from cassette.engines.embedded.plan.access import Way, choose
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.key import Where, after, order, where
from cassette.engines.embedded.plan.output import Output, output
from cassette.engines.embedded.plan.predicate import Sql, SqlValues
from cassette.engines.embedded.plan.where import wanted
from cassette.errors import InvalidRequest

INT = ScalarType("int")


@dataclass(frozen=True, slots=True)
class SelectPlan:
    """A SELECT, worked out for the table as it is now."""

    statement: Select
    layout: Layout
    markers: Markers
    output: Output
    where: Where
    limit: Argument | None
    columns: str
    place_columns: str
    order: str
    point: str | None
    """The SQL that reads one row by its key, where the WHERE says no more than that."""
    wanted: tuple[IndexPlace, ...]
    """Indexes that it could read if they were built."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One execution: the SQL queries that give its rows in order, and how many are wanted at most."""

    plan: SelectPlan
    values: Values
    queries: list[Sql]
    heavy: bool
    rows: int | None
    left: int | None
    pages: bool


def plan(statement: Select, layout: Layout) -> SelectPlan:
    """Work a SELECT out. Raises InvalidRequest and NotSupported for what it cannot mean."""
    markers = Markers()
    out = output(statement.selections, layout, markers)
    conditions = where(statement.where, layout, markers)
    limit = None if statement.limit is None else markers.argument(statement.limit, INT)
    place = ", ".join(["t.token", *(f"t.{p.sql}" for p in layout.key)])
    return SelectPlan(
        statement,
        layout,
        markers,
        out,
        conditions,
        limit,
        ", ".join(out.sql),
        place,
        order(layout),
        _point(out, conditions, layout),
        tuple(wanted(statement.where, layout)) if conditions.partitions is None else (),
    )


def _point(out: Output, conditions: Where, layout: Layout) -> str | None:
    if out.counts or conditions.partitions is None or conditions.predicates or layout.table.clustering:
        return None
    names = " AND ".join(["t.token = ?", *(f"t.{place.sql} = ?" for place in layout.partition)])
    return f"SELECT {', '.join(out.sql)} FROM {layout.sql} t WHERE {names} LIMIT ?"


def prepare(select: SelectPlan, connection: apsw.Connection, values: Values, page: Page | None) -> Reading:
    """Choose the way to the rows; nothing is read yet but a few counts. Raises InvalidRequest."""
    select.markers.check(values)
    left = _limit(select, values)
    if select.point is not None and (page is None or page.state is None):
        assert select.where.partitions is not None
        keys = select.where.partitions(values)
        if len(keys) == 1:
            return Reading(select, values, [Sql(select.point, keys[0])], False, None, None, False)
    place: Sequence[Any] | None = None
    pages = page is not None and not select.output.counts
    if page is not None and page.state is not None:
        state = read_state(page.state, fingerprint(select.statement, values), 1 + len(select.layout.key))
        place, left = state.place, state.left
    rows = left if page is None else page.rows if left is None else min(page.rows, left)
    if select.where.partitions is not None:
        queries, heavy = _partition_queries(select, values, place, pages), False
    else:
        wanted = None if select.output.counts else rows
        with translated():
            way = choose(connection, select.layout, select.where.predicates, values, wanted)
        queries, heavy = [_query(select, way, place, rows, pages)], way.heavy
    return Reading(select, values, queries, heavy, rows, left, pages)


def read(reading: Reading, connection: apsw.Connection) -> Rows:
    """Read the rows."""
    select = reading.plan
    make_row = select.output.reader(reading.values)
    with translated():
        if select.output.counts:
            total = sum(connection.execute(query.text, query.values).get for query in reading.queries)
            return Rows(select.output.columns, [(total,)])
        # one more than the page, so that "there is more" shows without a second query
        ceiling = -1 if reading.rows is None else reading.rows + (1 if reading.pages else 0)
        found = _fetch(connection, reading.queries, ceiling)
    state = _next_state(reading, found) if reading.pages and len(found) == ceiling else None
    if state is not None or (reading.rows is not None and len(found) > reading.rows):
        del found[reading.rows :]
    return Rows(select.output.columns, _made(found, make_row), state)


def _made(found: list[Any], make_row: Any) -> list[Row]:
    return [make_row(row) for row in found]


def _fetch(connection: apsw.Connection, queries: Iterable[Sql], ceiling: int) -> list[Any]:
    found: list[Any] = []
    for query in queries:
        limit = -1 if ceiling < 0 else ceiling - len(found)
        found += connection.execute(query.text, (*query.values, limit)).fetchall()
        if len(found) == ceiling:
            break
    return found


def _limit(select: SelectPlan, values: Values) -> int | None:
    if select.limit is None:
        return None
    limit: Any = select.limit(values)
    if INT.check(limit) <= 0:
        raise InvalidRequest(f"LIMIT takes a whole number greater than 0, not {limit!r}")
    return int(limit)


def _next_state(reading: Reading, found: list[Any]) -> bytes | None:
    """Where the next page starts: behind the last row of this one. None when the LIMIT ends here."""
    assert reading.rows is not None
    left = None if reading.left is None else reading.left - reading.rows
    if left == 0:
        return None
    width = 1 + len(reading.plan.layout.key)
    mark = fingerprint(reading.plan.statement, reading.values)
    return write_state(mark, found[reading.rows - 1][-width:], left)


def _selected(select: SelectPlan, pages: bool) -> str:
    """The SQL columns; a page also reads where its rows stand, last."""
    return f"{select.columns}, {select.place_columns}" if pages else select.columns


def _partition_queries(select: SelectPlan, values: Values, place: Sequence[Any] | None, pages: bool) -> list[Sql]:
    """One query for each partition; those before the place are left out."""
    assert select.where.partitions is not None
    partitions = select.where.partitions(values)
    checks = [predicate.check(values) for predicate in select.where.predicates]
    if place is not None:
        partitions = _from_place(partitions, tuple(place))
    return [_partition_query(select, key, checks, place, pages) for key in partitions]


def _from_place(partitions: list[SqlValues], place: SqlValues) -> list[SqlValues]:
    for at, key in enumerate(partitions):
        if place[: len(key)] == key:
            return partitions[at:]
    return []


def _partition_query(
    select: SelectPlan, key: SqlValues, checks: list[Sql], place: Sequence[Any] | None, pages: bool
) -> Sql:
    layout = select.layout
    names = " AND ".join(["t.token = ?", *(f"t.{p.sql} = ?" for p in layout.partition)])
    conditions = [Sql(names, key), *checks]
    if place is not None and tuple(place[: len(key)]) == key:
        conditions.append(Sql(*after(layout, place)))
    ordered = "" if select.output.counts or len(layout.key) == len(layout.partition) else f" ORDER BY {select.order}"
    return _finished(f"SELECT {_selected(select, pages)} FROM {layout.sql} t", conditions, ordered, select.output)


def _query(select: SelectPlan, way: Way, place: Sequence[Any] | None, rows: int | None, pages: bool) -> Sql:
    """The query of a source or a walk."""
    layout = select.layout
    conditions = list(way.checks)
    if place is not None:
        conditions.append(Sql(*after(layout, place)))
    selected = _selected(select, pages)
    ordered = "" if select.output.counts else f" ORDER BY {select.order}"
    if way.source is None:
        hint = "" if select.output.counts else f" INDEXED BY {layout.sql}_key"
        return _finished(f"SELECT {selected} FROM {layout.sql} t{hint}", conditions, ordered, select.output)
    joined = f"FROM ({way.source.text}) s CROSS JOIN {layout.sql} t ON t.row = s.row"
    if select.output.counts or rows is None or way.visits <= rows:
        first = Sql(f"SELECT {selected} {joined}", way.source.values)
        return _finished(first.text, conditions, ordered, select.output, first.values)
    # sort places only, then read the columns of the rows that made it onto the page
    inner = _finished(f"SELECT t.row {joined}", conditions, ordered, select.output, way.source.values)
    return Sql(f"SELECT {selected} FROM {layout.sql} t WHERE t.row IN ({inner.text}){ordered}", inner.values)


def _finished(text: str, conditions: list[Sql], ordered: str, out: Output, before: SqlValues = ()) -> Sql:
    """Add WHERE, ORDER BY and, unless rows are counted, LIMIT; the limit's value is added when it is run."""
    if conditions:
        text += " WHERE " + " AND ".join(condition.text for condition in conditions)
    values = (*before, *(value for condition in conditions for value in condition.values))
    return Sql(text + ordered + ("" if out.counts else " LIMIT ?"), values)
