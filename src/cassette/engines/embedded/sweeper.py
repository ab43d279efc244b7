"""The sweeper: takes away the index entries that deleted and replaced rows have left behind.

It goes through a table's indexes in small steps, each a piece of work in the writer's queue like any
other, with a pause after it, so that nobody waits for it.
"""

import asyncio
from collections.abc import Awaitable, Callable

import apsw

from cassette.cql.rows import NO_ROWS, Rows
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import IndexPlace, Layout
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.writer import Work
from cassette.errors import EngineError

FEWEST = 5_000
"""Fewer left rows than this are left alone."""
SHARE = 0.5
"""How many rows may be left behind for each row that is there."""
STEP_ENTRIES = 1_000
PAUSE_S = 0.02


class Sweeper:
    """Sweeps one table at a time, when it has gathered enough."""

    def __init__(
        self,
        connection: apsw.Connection,
        submit: Callable[[Work], Awaitable[Rows]],
        layout_of: Callable[[int], Layout | None],
        count: Callable[[Layout], Awaitable[int]],
    ) -> None:
        self._connection = connection
        self._submit = submit
        self._layout_of = layout_of
        self._count = count
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def look(self, garbage: Garbage) -> None:
        """Think about sweeping a table that has gathered more."""
        if self._task is None and not self._closed and garbage.rows >= FEWEST:
            self._task = asyncio.get_running_loop().create_task(self._run(garbage))

    async def close(self) -> None:
        """Stop where it is, for good; the rest is swept another time."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, garbage: Garbage) -> None:
        try:
            layout = self._layout_of(garbage.table_number)
            if layout is not None and garbage.rows >= SHARE * await self._count(layout):
                await self.sweep(layout, garbage)
        except EngineError:
            # the table is gone, or the disk is full: it comes up again by itself
            return
        finally:
            self._task = None

    async def sweep(self, layout: Layout, garbage: Garbage) -> None:
        """Go through all indexes of a table. Raises EngineErrors."""
        before = garbage.rows
        for index in layout.indexes:
            if not index.fields:
                continue
            place: SqlValues | None = ()
            while place is not None:
                place = await self._step(layout, index, place)
                await asyncio.sleep(PAUSE_S)

        def noted() -> Rows:
            garbage.rows -= before
            garbage.note(self._connection)
            return NO_ROWS

        await self._submit(noted)

    async def _step(self, layout: Layout, index: IndexPlace, place: SqlValues) -> SqlValues | None:
        """Sweep the next entries behind a place; gives where they end, None at the end of the index."""
        ends: list[SqlValues] = []

        def work() -> Rows:
            if self._layout_of(layout.number) is layout:
                ends.extend(_sweep_step(self._connection, layout, index, place))
            return NO_ROWS

        await self._submit(work)
        return ends[0] if ends else None


def _sweep_step(connection: apsw.Connection, layout: Layout, index: IndexPlace, place: SqlValues) -> list[SqlValues]:
    columns = ", ".join((*index.fields, "row"))
    markers = ", ".join("?" * (len(index.fields) + 1))
    table = layout.static_sql if index.place.column.kind == "static" else layout.sql
    behind = f"({columns}) > ({markers})" if place else "1"
    end = connection.execute(
        f"SELECT {columns} FROM {index.sql} WHERE {behind} ORDER BY {columns} LIMIT 1 OFFSET {STEP_ENTRIES - 1}", place
    ).fetchall()
    until = f"({columns}) <= ({markers})" if end else "1"
    connection.execute(
        f"DELETE FROM {index.sql} WHERE {behind} AND {until} "
        f"AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.row = {index.sql}.row)",
        (*place, *(end[0] if end else ())),
    )
    return end
