"""Reading: SELECT, on the event loop where it is short, else on a reader's thread."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.batch import Batch
from cassette.cql.statements.explain import Explain, Explained
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Statement
from cassette.engines.contract import Page
from cassette.engines.embedded.builder import Builder
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.expiry import Expiry
from cassette.engines.embedded.faults import readable, translated, unreadable
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plans import Plans
from cassette.engines.embedded.readers import Readers
from cassette.engines.embedded.statements.explain import Step, answer, explain_select, explain_write
from cassette.engines.embedded.statements.select import SelectPlan
from cassette.engines.embedded.statements.select_reading import prepare, read
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.engines.embedded.watch import Watch
from cassette.errors import EngineError, InvalidRequest, StaleSchema

if TYPE_CHECKING:
    from cassette.engines.embedded.system.tables import SystemTables


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
        self._clock = clock
        self._system_tables: SystemTables | None = None

    def close(self) -> None:
        """Let go of the system's tables."""
        if self._system_tables is not None:
            self._system_tables.close()

    async def execute(self, statement: Statement, values: tuple[Any, ...], page: Page | None) -> Rows:
        """Carry one read out. Raises EngineErrors."""
        if not isinstance(statement, Select):
            with readable():
                return self._rare(statement, values, page)
        if statement.table.keyspace in SYSTEM_KEYSPACES:
            with readable():
                self._catch_up()
                return await self._system().read(statement, values, page)
        while True:
            plan = self._planned(statement)
            try:
                if plan.point is None or plan.expires or (page is not None and page.state is not None):
                    rows = await self._read(plan, values, page)
                else:
                    rows = plan.point(self._connection, values)
            except StaleSchema:
                # another process has dropped a column that the plan reads
                if not self._catalog.refresh():
                    raise
                continue
            except EngineError:
                raise
            except Exception as fault:
                raise unreadable(fault) from fault
            # when another process has changed the table meanwhile, what was read is of a table that is no more
            if not self._watch.changed_elsewhere() or self._catalog.layouts.get(plan.layout.table.id) is plan.layout:
                return rows

    def _planned(self, statement: Select) -> SelectPlan:
        """Plan a SELECT; what does not fit the schema may fit the one that another process has made."""
        try:
            _, plan = self._plans.find(statement)
        except (InvalidRequest, StaleSchema):
            if not self._catalog.refresh():
                raise
            _, plan = self._plans.find(statement)
        assert isinstance(plan, SelectPlan)
        return plan

    async def _read(self, plan: SelectPlan, values: tuple[Any, ...], page: Page | None) -> Rows:
        if plan.expires:
            await self._expiry.before_read(plan.layout)
        if plan.point is not None and (page is None or page.state is None):
            return plan.point(self._connection, values)
        reading = prepare(plan, self._connection, values, page)
        if reading.heavy and self._readers is not None:
            rows = await self._readers.run(lambda connection: read(reading, connection))
        else:
            rows = read(reading, self._connection)
        for index in plan.wanted:
            self._builder.want(plan.layout.table.id, index)
        return rows

    def _rare(self, statement: Statement, values: tuple[Any, ...], page: Page | None) -> Rows:
        """Answer what is no SELECT: EXPLAIN, DESCRIBE, LIST. What these need is loaded when they come."""
        if isinstance(statement, Explain):
            return answer(self._explained(statement.statement, values))
        from cassette.cql.statements.describe import Describe
        from cassette.engines.embedded.definitions import refuse_planned
        from cassette.engines.embedded.statements.describe import describe

        refuse_planned(statement)
        assert isinstance(statement, Describe)
        self._catch_up()
        return describe(statement, values, self._catalog.schema, page)

    def _explained(self, statement: Explained, values: tuple[Any, ...]) -> Iterator[Step]:
        if isinstance(statement, Batch):
            yield "batch", f"writes that happen together or not at all: {len(statement.statements)}"
            for write in statement.statements:
                yield from self._explained(write, values)
            return
        if isinstance(statement, Select) and statement.table.keyspace in SYSTEM_KEYSPACES:
            yield from explain_select(*self._system().find(statement), values)
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

    def _system(self) -> "SystemTables":
        """Give the system's tables; who asks for them waits until they are loaded."""
        if self._system_tables is None:
            from cassette.engines.embedded.system.tables import SystemTables

            self._system_tables = SystemTables(self._connection, self._catalog, self._clock, self.count)
        return self._system_tables

    def _catch_up(self) -> None:
        """See what another process has changed in the schema."""
        self._catalog.refresh()
