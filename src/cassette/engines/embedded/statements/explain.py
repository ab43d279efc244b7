"""EXPLAIN: the way of a statement in words, without taking it.

step    detail
------  --------------------------------------------------------------
read    index people_city: city = 'oslo', about 12 rows
check   age > 30, in SQL
order   by token, then day descending; sorted
where   on the event loop
"""

from collections.abc import Iterable, Iterator
from typing import Any

import apsw

from cassette.cql.conditions import Condition, parts_of
from cassette.cql.rows import ColumnOfRows, Rows
from cassette.cql.types import ScalarType
from cassette.engines.embedded.plan.indexes import serving
from cassette.engines.embedded.plan.predicate import Sql
from cassette.engines.embedded.statements.select import SelectPlan
from cassette.engines.embedded.statements.select_reading import Reading, prepare
from cassette.engines.embedded.statements.write import WritePlan

TEXT = ScalarType("text")
COLUMNS = (ColumnOfRows("step", TEXT), ColumnOfRows("detail", TEXT))
BY_PYTHON = ("passes(", "entry_")
"""What the SQL of a condition has in it where Python looks at each row."""

Step = tuple[str, str]


def answer(steps: Iterator[Step]) -> Rows:
    """Make Rows of steps."""
    return Rows(COLUMNS, list(steps))


def explain_select(select: SelectPlan, connection: apsw.Connection, values: tuple[Any, ...]) -> Iterator[Step]:
    """Tell how a SELECT finds its rows. Raises InvalidRequest, for values too."""
    if select.point is not None:
        yield "read", f"one row of {select.layout.table.name.text()} by its whole primary key"
        return
    reading = prepare(select, connection, values, None)
    yield from _source(select, reading)
    yield from _order(select, reading)
    yield from _limits(select, reading)
    yield "where", "in a reader's thread" if reading.heavy else "on the event loop"


def explain_write(write: WritePlan) -> Iterator[Step]:
    """Tell what a write reads first, and what it keeps up."""
    layout = write.layout
    yield "write", f"rows of {layout.table.name.text()}"
    if write.conditions:
        yield "condition", "the row is read first, and the write happens only if the condition holds"
    if layout.timed or write.makes_timed:
        yield "merge", "the table has write times or TTLs of its own: cells and tombstones are read and merged"
    else:
        yield "merge", "nothing: every write is newer than all before it"
    for index in layout.kept_up:
        yield "index", f"{index.index.name} is kept up"
    if layout.views:
        yield "view", "materialized views of the table are kept in step"


def _source(select: SelectPlan, reading: Reading) -> Iterator[Step]:
    conditions = _left(select)
    way, table = reading.way, select.layout.table.name.text()
    if way is None:
        count = len(reading.partitions)
        yield "read", f"{count} partition{'' if count == 1 else 's'} of {table} by the partition key"
        answered: frozenset[int] = frozenset()
    elif way.source is None:
        yield "read", f"the whole of {table} in its order, about {way.visits} rows"
        answered = frozenset()
    else:
        answered = way.answered
        shown = " AND ".join(part.text() for at, part in enumerate(conditions) if at in answered)
        yield "read", f"an index: {shown or 'one of the conditions'}, about {way.visits} rows"
    if select.ranking is not None:
        yield "rank", f"by index {select.ranking.index.index.name}"
    checks = [predicate.check(reading.values) for predicate in select.where.predicates]
    for at, (part, check) in enumerate(zip(conditions, checks, strict=True)):
        if at not in answered:
            yield "check", f"{part.text()}: {_how(part, check, select)}"
    if select.joins_static:
        yield "join", "the static row of each partition"


def _left(select: SelectPlan) -> list[Condition]:
    """The conditions that do not name partitions, as `where` compiles them."""
    partition = {place.column.name for place in select.layout.partition}
    names = select.where.partitions is not None
    return [
        part for part in parts_of(select.statement.where) if not (names and getattr(part, "column", None) in partition)
    ]


def _how(part: Condition, check: Sql, select: SelectPlan) -> str:
    if any(name in check.text for name in BY_PYTHON):
        return "row by row"
    index = serving(select.layout, part)
    return f"by index {index.index.name}" if index is not None and index.sql in check.text else "in SQL"


def _order(select: SelectPlan, reading: Reading) -> Iterator[Step]:
    if select.ranking is not None:
        return
    order = select.order
    if order.merges:
        yield "order", f"by {_clustering(select, order.merged)} over all partitions, sorted"
        return
    first = "by the order of the keys" if reading.way is None else "by token"
    clustering = _clustering(select, range(order.partition, len(order.columns)))
    then = f", then {clustering}" if clustering else ""
    sorts = reading.way is not None and reading.way.source is not None
    yield "order", f"{first}{then}{', sorted' if sorts else ', as the table stands'}"


def _clustering(select: SelectPlan, positions: Iterable[int]) -> str:
    """Name clustering columns by where they stand in a place, each with its direction."""
    found = [(select.layout.key[at - 1].column.name, select.order.columns[at][1]) for at in positions]
    return ", ".join(f"{name} descending" if descending else name for name, descending in found)


def _limits(select: SelectPlan, reading: Reading) -> Iterator[Step]:
    if select.output.counts:
        yield "count", "in SQL"
    if select.groups:
        yield "group", "row by row, in the order of the primary key"
    if select.statement.distinct:
        yield "limit", "one row for each partition"
    elif reading.per_partition is not None:
        yield "limit", f"{reading.per_partition} of each partition"
    if reading.left is not None:
        yield "limit", f"{reading.left} in all"
