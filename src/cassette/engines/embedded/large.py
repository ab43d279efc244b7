"""Large writes: a DELETE of a long partition, an UPDATE of many rows, a long batch.

The writer runs each write whole, on the event loop, so that one about many thousand rows would hold everything else
up for seconds. Such a write is carried out as a definition is: on the definer's connection, in its thread, while the
writes that come after it wait in their queue and reads go on.
"""

from collections.abc import Callable

import apsw

from cassette.cql.rows import Rows
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.cells.ranges import Range, condition
from cassette.engines.embedded.definer import Definer
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.statements.write import WritePlan
from cassette.engines.embedded.writer import Work

MANY_ROWS = 300
"""From so many rows on, a write is large: a row with views and indexes takes 0.1 ms."""

Remake = Callable[[Catalog, apsw.Connection], Work]
"""Prepares a write once more, on another connection."""


def is_large(plan: WritePlan, values: Values, connection: apsw.Connection) -> bool:
    """Whether a write is about many rows. Raises EngineErrors."""
    if not plan.may_be_large:
        return False
    plan.markers.check(values)
    effect = plan.effect(values)
    rows = len(effect.rows) + len(effect.statics) + len(effect.ranges)
    with translated():
        for partition, deleted in effect.ranges:
            if rows >= MANY_ROWS:
                break
            rows += _count(plan.layout, partition, deleted, connection)
    return rows >= MANY_ROWS


async def run_apart(remake: Remake, layouts: list[Layout], definer: Definer) -> Rows:
    """Carry a large write out; it is durable when this returns. Raises EngineErrors."""
    answers: list[Rows] = []

    def definition(catalog: Catalog, connection: apsw.Connection) -> None:
        # the count of what the indexes have left behind is kept in memory, by each catalog
        for layout in layouts:
            current = catalog.layouts.get(layout.table.id)
            if current is not None:
                current.garbage.rows = layout.garbage.rows
        answers.append(remake(catalog, connection)())
        for layout in layouts:
            current = catalog.layouts.get(layout.table.id)
            if current is not None:
                left[layout.number] = current.garbage.rows

    left: dict[int, int] = {}
    await definer.run(definition)
    for layout in layouts:
        layout.garbage.grow_to(left.get(layout.number, 0))
    return answers[0]


def _count(layout: Layout, partition: SqlValues, deleted: Range, connection: apsw.Connection) -> int:
    """Count the rows in a range, as far as it matters."""
    where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.partition)])
    text, values = condition(deleted, layout.key[len(layout.partition) :])
    counted: int = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {layout.sql} WHERE {where}{text} LIMIT {MANY_ROWS})",
        (*partition, *values),
    ).get
    return counted
