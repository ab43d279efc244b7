"""The builder: fills an index that a query wants, in the background.

It goes through the table in small steps, each a piece of work in the writer's queue. From its first step
on, writers keep the index up; when it has come to the end, queries may read it. Two fillings of one index,
one that was broken off or another process's, do no harm: an entry is there once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import apsw

from cassette.cql.rows import NO_ROWS, Rows
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout
from cassette.engines.embedded.writer import Work
from cassette.errors import EngineError

STEP_ROWS = 200
PAUSE_S = 0.004


class Builder:
    """Builds the indexes that queries ask for."""

    def __init__(
        self, connection: apsw.Connection, catalog: Catalog, submit: Callable[[Work], Awaitable[Rows]]
    ) -> None:
        self._connection = connection
        self._catalog = catalog
        self._submit = submit
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._closed = False

    def want(self, table: UUID, index: IndexPlace) -> None:
        """Build an index, unless that is under way."""
        if index.number not in self._tasks and not self._closed:
            task = asyncio.get_running_loop().create_task(self._build(table, index))
            self._tasks[index.number] = task

    async def idle(self) -> None:
        """Wait until nothing is being built."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop where it is, for good; after the next start, a query that wants the index begins again."""
        self._closed = True
        for task in self._tasks.values():
            task.cancel()
        await self.idle()

    async def _build(self, table: UUID, wanted: IndexPlace) -> None:
        try:
            await self._submit(lambda: self._set_state(table, wanted, IndexState.BUILDING))
            row: int | None = 0
            while row is not None:
                row = await self._step(table, wanted, row)
                await asyncio.sleep(PAUSE_S)
        except EngineError:
            # the disk is full, say: the next query that wants the index starts again
            return
        finally:
            del self._tasks[wanted.number]

    async def _step(self, table: UUID, wanted: IndexPlace, row: int) -> int | None:
        """Fill in the next rows; gives the last one, None when it was the table's last."""
        last: list[int] = []

        def work() -> Rows:
            found = self._find(table, wanted)
            if found is not None:
                last.extend(fill(self._connection, *found, after=row, rows=STEP_ROWS))
                if not last:
                    self._set_state(table, wanted, IndexState.READY)
            return NO_ROWS

        await self._submit(work)
        return last[0] if last else None

    def _set_state(self, table: UUID, wanted: IndexPlace, state: IndexState) -> Rows:
        found = self._find(table, wanted)
        if found is not None and found[1].state is not state:
            self._catalog.set_index_state(wanted.number, state)
        return NO_ROWS

    def _find(self, table: UUID, wanted: IndexPlace) -> tuple[Layout, IndexPlace] | None:
        """The index as it is now; None when it is gone, or another process has made it ready."""
        layout = self._catalog.layouts.get(table)
        index = next((i for i in layout.indexes if i.number == wanted.number), None) if layout else None
        if layout is None or index is None or index.state is IndexState.READY:
            return None
        return layout, index


def fill(connection: apsw.Connection, layout: Layout, index: IndexPlace, after: int = 0, rows: int = -1) -> list[int]:
    """Write the entries of the rows after a number, at most so many (-1: all); gives the last row's number, if any."""
    markers = ", ".join("?" * (len(index.entries.fields) + 1))
    add = f"INSERT OR IGNORE INTO {index.sql} VALUES ({markers})"
    table = layout.static_sql if index.place.column.kind == "static" else layout.sql
    found = connection.execute(
        f"SELECT row, {index.place.sql} FROM {table} WHERE row > ? ORDER BY row LIMIT ?", (after, rows)
    )
    last: list[int] = []
    for row, value in found:
        last = [row]
        if value is None:
            continue
        if index.keeper is not None:
            index.keeper.change(connection, row, None, value)
        else:
            connection.executemany(add, index.entries.of_row(index.entries.items(value), row))
    return last
