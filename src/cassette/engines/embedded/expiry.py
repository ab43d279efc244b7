"""Expiry: takes away what has reached its end, and in time forgets what was deleted.

Reads know nothing of TTLs: before a table that ever saw one is read, what is due in it is taken away by a write.
The same is done every now and then for tables that nobody reads; and deletions are remembered for late writes
only, for `gc_grace_seconds` but an hour at the most.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from typing import Any

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
STEP_DELETIONS = 1_000
EVERY_S = 60.0
FORGETS_EVERY = 10
"""In every so many rounds, deletions are forgotten."""
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
        for turn in count(1):
            await asyncio.sleep(EVERY_S)
            for layout in list(self._catalog.layouts.values()):
                try:
                    await self.before_read(layout)
                    if turn % FORGETS_EVERY == 0:
                        await self.forget(layout)
                except EngineError:
                    # the table is gone, or the disk is full: another time
                    continue

    async def forget(self, layout: Layout) -> None:
        """Forget deletions that are old enough. Raises EngineErrors."""
        until_s = self._clock.now_s() - _remembered_s(layout)
        for name in layout.tables_of_deletions:
            deletions = Deletions(layout, name)
            place: SqlValues | None = ()
            while place is not None and self._catalog.layouts.get(layout.table.id) is layout:
                end, is_old = deletions.look(self._connection, place, until_s)
                if is_old:
                    await self._submit(self._forgetting(layout, deletions, place, end, until_s))
                await asyncio.sleep(PAUSE_S)
                place = end

    def _forgetting(
        self, layout: Layout, deletions: "Deletions", place: SqlValues, end: SqlValues | None, until_s: int
    ) -> Work:
        def work() -> Rows:
            if self._catalog.layouts.get(layout.table.id) is layout:
                deletions.forget(self._connection, place, end, until_s)
            return NO_ROWS

        return work


class Deletions:
    """The deletions that one of a table's SQLite tables remembers, gone through in the order of their keys."""

    def __init__(self, layout: Layout, name: str) -> None:
        key = layout.key if name == layout.dead_sql else layout.partition
        more = ["range"] if name == layout.ranges_sql else []
        names = ["token", *(place.sql for place in key), *more]
        self._columns = ", ".join(names)
        self._markers = ", ".join("?" * len(names))
        self._name = name

    def look(self, connection: apsw.Connection, place: SqlValues, until_s: int) -> tuple[SqlValues | None, bool]:
        """Look at the next deletions behind a place: where they end (None: at the end), and whether one is old."""
        with translated():
            found: list[Any] = connection.execute(
                f"SELECT {self._columns}, gone FROM {self._name} WHERE {self._behind(place)} "
                f"ORDER BY {self._columns} LIMIT {STEP_DELETIONS}",
                place,
            ).fetchall()
        end = found[-1][:-1] if len(found) == STEP_DELETIONS else None
        return end, any(one[-1] <= until_s for one in found)

    def forget(self, connection: apsw.Connection, place: SqlValues, end: SqlValues | None, until_s: int) -> None:
        """Forget what was deleted until a second, of what stands between two places."""
        until = f"({self._columns}) <= ({self._markers})" if end else "1"
        connection.execute(
            f"DELETE FROM {self._name} WHERE {self._behind(place)} AND {until} AND gone <= ?",
            (*place, *(end or ()), until_s),
        )

    def _behind(self, place: SqlValues) -> str:
        return f"({self._columns}) > ({self._markers})" if place else "1"


def _remembered_s(layout: Layout) -> int:
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
