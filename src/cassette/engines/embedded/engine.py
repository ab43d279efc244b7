"""EmbeddedEngine: the engine contract on one SQLite file."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Self

import apsw

from cassette.cql.names import TableName
from cassette.cql.rows import NO_ROWS, Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.delete import Delete
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Bound, Statement
from cassette.cql.statements.truncate import Truncate
from cassette.cql.statements.update import Update
from cassette.engines.contract import Features, Page
from cassette.engines.embedded import functions, system
from cassette.engines.embedded.builder import Builder
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.checkpoint import Checkpointer
from cassette.engines.embedded.connection import OPEN_PATIENCE_MS, open_connection
from cassette.engines.embedded.definer import Definer
from cassette.engines.embedded.definitions import definition_of
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.format import make_directory, make_tables, refuse_foreign
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.readers import Readers
from cassette.engines.embedded.statements import select as selecting
from cassette.engines.embedded.statements.delete import DeletePlan
from cassette.engines.embedded.statements.insert import InsertPlan, Prepared
from cassette.engines.embedded.statements.update import UpdatePlan
from cassette.engines.embedded.sweeper import Sweeper
from cassette.engines.embedded.writer import Work, Writer
from cassette.errors import InvalidRequest, NotSupported, StaleSchema, Unavailable

Durability = Literal["full", "relaxed"]
WritePlan = InsertPlan | UpdatePlan | DeletePlan
FEATURES = Features(disjunction=True, negation=True, entry_ranges=True)
CACHE_KIB = 131_072
MOST_PLANS = 2_000


class EmbeddedEngine:
    """Carries CQL out over one data directory, or in memory.

    Everything short runs on the event loop, on one connection; see `writer.py`, `readers.py` and
    `definer.py` for what does not.
    """

    def __init__(self, connection: apsw.Connection, file: Path | None, durability: Durability) -> None:
        """Use `open`."""
        self._connection = connection
        self._catalog = Catalog(connection, self._garbage_grown)
        self._catalog.catch_up()
        self._plans: dict[Statement, tuple[Layout, selecting.SelectPlan | WritePlan]] = {}
        log = Path(f"{file}-wal") if file is not None and durability == "full" else None
        self._writer = Writer(connection, log, self._catch_up)
        self._definer = Definer(file, self._catalog, connection, self._writer)
        self._readers = Readers(file) if file is not None else None
        self._checkpointer = Checkpointer(file, connection, self._writer) if file is not None else None
        self._sweeper = Sweeper(connection, self._writer.submit, self._layout_numbered, self._count)
        self._builder = Builder(connection, self._catalog, self._writer.submit)
        self._seen = connection.data_version()
        self._closed = False

    @classmethod
    async def open(cls, directory: Path | None, durability: Durability = "full") -> Self:
        """Open a data directory, making it where it is missing; None opens a fresh database in memory.

        Errors: StorageFault for a directory that cannot be used, or holds something else.
        """
        file = None if directory is None else make_directory(directory)
        where = str(file or "the database in memory")
        connection = open_connection(
            file, cache_kib=CACHE_KIB, create=True, admit=lambda opened: refuse_foreign(opened, where)
        )
        try:
            connection.set_busy_timeout(OPEN_PATIENCE_MS)
            make_tables(connection)
            connection.set_busy_timeout(0)
            functions.register(connection)
            return cls(connection, file, durability)
        except BaseException:
            connection.close()
            raise

    @property
    def schema(self) -> Schema:
        """The newest snapshot that this engine has seen."""
        return self._catalog.schema

    @property
    def features(self) -> Features:
        """What may be asked beyond the common core."""
        return FEATURES

    def execute(self, statement: Statement, values: tuple[Any, ...] = (), page: Page | None = None) -> Awaitable[Rows]:
        """Carry out one statement; without a page, all its rows come back."""
        if self._closed:
            raise Unavailable("the engine is closed")
        if statement.purpose == "read":
            return self._read(statement, values, page)
        if statement.purpose == "schema" or isinstance(statement, Truncate):
            return self._define(statement, values)
        return self._writer.submit(self._work(statement, values))

    def batch(self, bounds: Sequence[Bound]) -> Awaitable[Rows]:
        """Carry out writes together or not at all."""
        if self._closed:
            raise Unavailable("the engine is closed")
        for bound in bounds:
            if not isinstance(bound.statement, Insert | Update | Delete):
                raise InvalidRequest("a batch takes INSERT, UPDATE and DELETE only")
            if _has_condition(bound.statement):
                raise NotSupported("a batch with IF is not supported yet")
        works = [self._work(bound.statement, bound.values) for bound in bounds]

        def together() -> Rows:
            for work in works:
                work()
            return NO_ROWS

        return self._writer.submit(together)

    async def refresh(self) -> Schema:
        """Look whether the schema has changed elsewhere; give the newest snapshot."""
        self._catalog.catch_up()
        return self._catalog.schema

    async def built(self) -> None:
        """Wait until no index is being built in the background."""
        await self._builder.idle()

    async def close(self) -> None:
        """Finish what was accepted, then let go of every file and connection."""
        if self._closed:
            return
        self._closed = True
        await self._sweeper.close()
        await self._builder.close()
        await self._writer.close()
        if self._checkpointer is not None:
            await self._checkpointer.close()
        if self._readers is not None:
            await asyncio.to_thread(self._readers.close)
        await self._definer.close()
        self._connection.set_wal_hook(None)
        # the last connection moves the rest of the log into the file, and removes the log
        await asyncio.to_thread(self._connection.close)

    async def _read(self, statement: Statement, values: tuple[Any, ...], page: Page | None) -> Rows:
        assert isinstance(statement, Select)
        if statement.table.keyspace in system.SYSTEM_KEYSPACES:
            return await self._read_system(statement, values)
        plan = self._plan(statement)
        assert isinstance(plan, selecting.SelectPlan)
        reading = selecting.prepare(plan, self._connection, values, page)
        if reading.heavy and self._readers is not None:
            rows = await self._readers.run(lambda connection: selecting.read(reading, connection))
        else:
            rows = selecting.read(reading, self._connection)
        for index in plan.wanted:
            self._builder.want(plan.layout.table.id, index)
        if self._changed_elsewhere() and plan.layout.table.id not in self._catalog.layouts:
            raise StaleSchema(f"{statement.table.text()} was dropped by another process")
        return rows

    async def _read_system(self, statement: Select, values: tuple[Any, ...]) -> Rows:
        if statement.table != system.SIZE_ESTIMATES.name:
            raise InvalidRequest(f"there is no table {statement.table.text()}")
        asked = system.asked(statement, values)
        keyspace = self.schema.keyspaces.get(asked.keyspace)
        tables = keyspace.tables if keyspace is not None else {}
        chosen = {name: table for name, table in tables.items() if asked.table in (None, name)}
        counts = {name: await self._count(self._catalog.layouts[table.id]) for name, table in chosen.items()}
        return system.size_estimates(statement, asked.keyspace, counts)

    async def _count(self, layout: Layout) -> int:
        what = "DISTINCT token" if layout.table.clustering else "*"

        def count(connection: apsw.Connection) -> int:
            with translated():
                counted: int = connection.execute(f"SELECT count({what}) FROM {layout.sql}").get
            return counted

        return count(self._connection) if self._readers is None else await self._readers.run(count)

    async def _define(self, statement: Statement, values: tuple[Any, ...]) -> Rows:
        if values:
            raise InvalidRequest("this statement takes no values")
        await self._definer.run(definition_of(statement))
        return NO_ROWS

    def _work(self, statement: Statement, values: tuple[Any, ...]) -> Work:
        """Prepare a write. When its turn comes, the table may have changed, but must still be there."""
        plan = self._plan(statement)
        assert not isinstance(plan, selecting.SelectPlan)
        layout, _ = self._plans[statement]
        prepared: Prepared = plan.prepare(values)
        catalog, connection, table_id = self._catalog, self._connection, layout.table.id

        def work() -> Rows:
            current = catalog.layouts.get(table_id)
            if current is layout:
                return prepared(connection)
            if current is None:
                raise StaleSchema("the table was dropped while the statement was on its way")
            # an index came or went, or another changed its state: the same write, for the table as it is now
            again = self._plan(statement)
            assert not isinstance(again, selecting.SelectPlan)
            return again.prepare(values)(connection)

        return work

    def _plan(self, statement: Any) -> selecting.SelectPlan | WritePlan:
        """Look a statement's plan up, or work it out for the table as it is now."""
        known = self._plans.get(statement)
        if known is not None and self._catalog.layouts.get(known[0].table.id) is known[0]:
            return known[1]
        layout = self._layout(statement.table)
        plan = PLANNERS[type(statement)](statement, layout)
        if len(self._plans) >= MOST_PLANS:
            self._plans.clear()
        self._plans[statement] = layout, plan
        return plan

    def _layout(self, name: TableName) -> Layout:
        if name.keyspace is None:
            raise InvalidRequest(f"no keyspace is given for {name.table}")
        if name.keyspace in system.SYSTEM_KEYSPACES:
            raise InvalidRequest(f"keyspace {name.keyspace} belongs to the system: it cannot be written")
        table = self.schema.table(name.keyspace, name.table)
        if table is None:
            raise StaleSchema(f"there is no table {name.text()}")
        return self._catalog.layouts[table.id]

    def _garbage_grown(self, garbage: Garbage) -> None:
        self._sweeper.look(garbage)

    def _layout_numbered(self, number: int) -> Layout | None:
        return next((layout for layout in self._catalog.layouts.values() if layout.number == number), None)

    def _catch_up(self) -> None:
        """Notice a schema that another process changed, or that was changed and undone here."""
        self._changed_elsewhere()
        self._catalog.catch_up()

    def _changed_elsewhere(self) -> bool:
        """Whether another connection has changed the schema since this one looked last."""
        version = self._connection.data_version()
        if version == self._seen:
            return False
        self._seen = version
        return self._catalog.catch_up()


def _has_condition(statement: Insert | Update | Delete) -> bool:
    if isinstance(statement, Insert):
        return statement.if_not_exists
    return statement.condition is not None or statement.if_exists


PLANNERS: dict[type[Statement], Callable[[Any, Layout], selecting.SelectPlan | WritePlan]] = {
    Delete: DeletePlan,
    Insert: InsertPlan,
    Select: selecting.plan,
    Update: UpdatePlan,
}
"""Statements that read or write rows, and what works them out."""
