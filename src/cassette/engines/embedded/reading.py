"""Reading: SELECT, on the event loop where it is short, else on a reader's thread."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import apsw

from cassette.cql.names import TableName
from cassette.cql.rows import Rows
from cassette.cql.schema import View
from cassette.cql.statements.batch import Batch
from cassette.cql.statements.describe import Describe
from cassette.cql.statements.explain import Explain, Explained
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Statement
from cassette.engines.contract import Page
from cassette.engines.embedded.builder import Builder
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.definitions import refuse_planned
from cassette.engines.embedded.expiry import Expiry
from cassette.engines.embedded.faults import translated
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plans import Plans
from cassette.engines.embedded.readers import Readers
from cassette.engines.embedded.statements.describe import describe
from cassette.engines.embedded.statements.explain import Step, answer, explain_select, explain_write
from cassette.engines.embedded.statements.select import SelectPlan
from cassette.engines.embedded.statements.select_reading import prepare, read, read_point
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.engines.embedded.system.content import ESTIMATES
from cassette.engines.embedded.system.facts import Facts
from cassette.engines.embedded.system.tables import SystemTables, asked_tables
from cassette.engines.embedded.watch import Watch
from cassette.errors import StaleSchema


class Reading:
    """Carries reads out. A database in memory has one connection and no readers: it reads everything there."""

    def __init__(
        self,
        connection: apsw.Connection,
        readers: Readers | None,
        catalog: Catalog,
        plans: Plans,
        builder: Builder,
        watch: Watch,
        expiry: Expiry,
        clock: Clock,
    ) -> None:
        self._connection = connection
        self._readers = readers
        self._catalog = catalog
        self._plans = plans
        self._builder = builder
        self._watch = watch
        self._expiry = expiry
        self._host = UUID(bytes=connection.execute("SELECT host FROM cassette_schema").get, version=4)
        self._started_s = clock.now_s()
        self._system_tables = SystemTables(clock)

    def close(self) -> None:
        """Let go of the system's tables."""
        self._system_tables.close()

    async def execute(self, statement: Statement, values: tuple[Any, ...], page: Page | None) -> Rows:
        """Carry one read out. Raises EngineErrors."""
        if isinstance(statement, Explain):
            return answer(self._explained(statement.statement, values))
        if isinstance(statement, Describe):
            return describe(statement, values, self._catalog.schema, page)
        refuse_planned(statement)
        assert isinstance(statement, Select)
        if statement.table.keyspace in SYSTEM_KEYSPACES:
            return await self._system(statement, values, page)
        _, plan = self._plans.find(statement)
        assert isinstance(plan, SelectPlan)
        if plan.layout.timed or isinstance(plan.layout.table, View):
            await self._expiry.before_read(plan.layout)
        if plan.point is not None and (page is None or page.state is None):
            rows = read_point(plan, self._connection, values)
        else:
            reading = prepare(plan, self._connection, values, page)
            if reading.heavy and self._readers is not None:
                rows = await self._readers.run(lambda connection: read(reading, connection))
            else:
                rows = read(reading, self._connection)
        for index in plan.wanted:
            self._builder.want(plan.layout.table.id, index)
        if self._watch.changed_elsewhere() and plan.layout.table.id not in self._catalog.layouts:
            raise StaleSchema(f"{statement.table.text()} was dropped by another process")
        return rows

    def _explained(self, statement: Explained, values: tuple[Any, ...]) -> Iterator[Step]:
        if isinstance(statement, Batch):
            yield "batch", f"{len(statement.statements)} writes, together or not at all"
            for write in statement.statements:
                yield from self._explained(write, values)
            return
        _, plan = self._plans.find(statement)
        if isinstance(plan, SelectPlan):
            yield from explain_select(plan, self._connection, values)
        else:
            yield from explain_write(plan)

    async def count(self, layout: Layout) -> int:
        """Count the partitions of a table."""
        what = "DISTINCT token" if layout.table.clustering else "*"

        def count(connection: apsw.Connection) -> int:
            with translated():
                counted: int = connection.execute(f"SELECT count({what}) FROM {layout.sql}").get
            return counted

        return count(self._connection) if self._readers is None else await self._readers.run(count)

    async def _system(self, statement: Select, values: tuple[Any, ...], page: Page | None) -> Rows:
        """Read one of the system's tables, counting partitions first where it says how many there are."""
        partitions: dict[TableName, int] = {}
        if statement.table in ESTIMATES:
            for table in list(asked_tables(statement, values, self._catalog.schema)):
                layout = self._catalog.layouts.get(table)
                if layout is not None:
                    partitions[layout.table.name] = await self.count(layout)
        facts = Facts(self._catalog.schema, self._host, self._started_s, partitions)
        return self._system_tables.read(statement, values, page, facts)
