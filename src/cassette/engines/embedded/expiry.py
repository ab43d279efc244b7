"""Expiry: takes away what has reached its end, and in time forgets what was deleted.

Reads know nothing of TTLs: before a table that ever saw one is read, what is due in it is taken away by a write.
The same is done every now and then for tables that nobody reads; and deletions are remembered for late writes
only, for `gc_grace_seconds` but an hour at the most.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import apsw

from cassette.cql.rows import NO_ROWS, Rows
from cassette.cql.schema import View
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.cells.book import Book
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.writer import Work
from cassette.errors import EngineError

STEP_ROWS = 100
EVERY_S = 60.0
PAUSE_S = 0.02
MOST_REMEMBERED_S = 3_600
"""How long a deletion is remembered at most."""


class Expiry:
    """Takes away what is due, each step a piece of work in the writer's queue."""

    def __init__(
        self,
        connection: apsw.Connection,
        submit: Callable[[Work], Awaitable[Rows]],
        catalog: Catalog,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._submit = submit
        self._catalog = catalog
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look at every table now and then, until `close`."""
        self._task = asyncio.get_running_loop().create_task(self._look_around())

    async def close(self) -> None:
        """Stop where it is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def before_read(self, layout: Layout) -> None:
        """Take away what is due in a table that is about to be read. Raises EngineErrors."""
        for table in self._sources(layout):
            while table.timed and is_due(self._connection, table, self._clock.now_s()):
                await self._submit(self._step(table))

    def _sources(self, layout: Layout) -> Iterator[Layout]:
        """The table itself; of a view, the table that it is made from."""
        if isinstance(layout.table, View):
            base = layout.table.base
            found = self._catalog.schema.table(base.keyspace or "", base.table)
            if found is not None:
                yield self._catalog.layouts[found.id]
        else:
            yield layout

    def _step(self, layout: Layout) -> Work:
        def work() -> Rows:
            current = self._catalog.layouts.get(layout.table.id)
            if current is not None:
                expire(self._connection, current, self._clock.now_s())
            return NO_ROWS

        return work

    async def _look_around(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            for layout in list(self._catalog.layouts.values()):
                try:
                    await self.before_read(layout)
                    await self.forget(layout)
                except EngineError:
                    # the table is gone, or the disk is full: another time
                    continue

    async def forget(self, layout: Layout) -> None:
        """Forget deletions that are old enough. Raises EngineErrors."""
        for name in layout.tables_of_deletions:
            count = STEP_ROWS
            while count == STEP_ROWS:
                counted: list[int] = []
                await self._submit(self._forget_step(layout, name, counted))
                count = counted[0] if counted else 0
                await asyncio.sleep(PAUSE_S)

    def _forget_step(self, layout: Layout, name: str, counted: list[int]) -> Work:
        def work() -> Rows:
            if layout.table.id in self._catalog.layouts:
                until_s = self._clock.now_s() - remembered_s(layout)
                counted.append(forget(self._connection, layout, name, until_s))
            return NO_ROWS

        return work


def remembered_s(layout: Layout) -> int:
    """How long the deletions of a table are remembered."""
    grace = layout.table.options.get("gc_grace_seconds", MOST_REMEMBERED_S)
    return min(int(str(grace)), MOST_REMEMBERED_S)


def is_due(connection: apsw.Connection, layout: Layout, now_s: int) -> bool:
    """Whether anything in a table has reached its end."""
    tables = (layout.sql, layout.static_sql) if layout.has_static else (layout.sql,)
    with translated():
        return any(
            connection.execute(f"SELECT 1 FROM {name} WHERE e <= ? LIMIT 1", (now_s,)).fetchall() for name in tables
        )


def expire(connection: apsw.Connection, layout: Layout, now_s: int) -> None:
    """Take away what has reached its end, of so many rows at most."""
    book = Book(connection, now_s)
    table = book.of(layout)
    for key in _due(connection, layout.sql, [place.sql for place in layout.key], now_s):
        table.row(key)
    if layout.has_static:
        for key in _due(connection, layout.static_sql, [place.sql for place in layout.partition], now_s):
            table.static(key)
    book.write()


def _due(connection: apsw.Connection, name: str, key: list[str], now_s: int) -> list[SqlValues]:
    columns = ", ".join(["token", *key])
    return connection.execute(f"SELECT {columns} FROM {name} WHERE e <= ? LIMIT {STEP_ROWS}", (now_s,)).fetchall()


def forget(connection: apsw.Connection, layout: Layout, name: str, until_s: int) -> int:
    """Forget some deletions that were made until a second; gives how many."""
    key = layout.key if name == layout.dead_sql else layout.partition
    more = ", range" if name == layout.ranges_sql else ""
    columns = ", ".join(["token", *(place.sql for place in key)]) + more
    connection.execute(
        f"DELETE FROM {name} WHERE ({columns}) IN (SELECT {columns} FROM {name} WHERE gone <= ? LIMIT {STEP_ROWS})",
        (until_s,),
    )
    return connection.changes()
