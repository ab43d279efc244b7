"""Reading the system's tables: they are ordinary tables of a small database in memory, filled when they are read.

So every SELECT works on them, with all that may stand in one. A table is filled again when the schema has
changed since; the tables that count partitions, each time.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import apsw

from cassette.cql.conditions import Compare, parts_of
from cassette.cql.names import TableName
from cassette.cql.rows import Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.select import Select
from cassette.cql.terms import BIND, Bind, Constant
from cassette.engines.contract import Page
from cassette.engines.embedded import functions
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.connection import open_connection
from cassette.engines.embedded.format import make_tables
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plans import Plans
from cassette.engines.embedded.statements.insert import InsertPlan
from cassette.engines.embedded.statements.select import SelectPlan
from cassette.engines.embedded.statements.select_reading import prepare, read
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.engines.embedded.system.content import CONTENT, ESTIMATES
from cassette.engines.embedded.system.facts import Facts
from cassette.errors import InvalidRequest

CACHE_KIB = 1_024


class SystemTables:
    """The system's tables of one engine."""

    def __init__(
        self,
        connection: apsw.Connection,
        catalog: Catalog,
        clock: Clock,
        count: Callable[[Layout], Awaitable[int]],
    ) -> None:
        """Tell of the database behind this connection; `count` counts the partitions of a table."""
        self._catalog = catalog
        self._clock = clock
        self._count = count
        self._host = UUID(bytes=connection.execute("SELECT host FROM cassette_schema").get, version=4)
        self._started_s = clock.now_s()
        self._opened: tuple[apsw.Connection, Catalog, Plans] | None = None
        self._filled: dict[TableName, int] = {}

    async def read(self, statement: Select, values: tuple[Any, ...], page: Page | None) -> Rows:
        """Carry a SELECT out. Raises EngineErrors."""
        partitions: dict[TableName, int] = {}
        if statement.table in ESTIMATES:
            for table in list(_asked_tables(statement, values, self._catalog.schema)):
                layout = self._catalog.layouts.get(table)
                if layout is not None:
                    partitions[layout.table.name] = await self._count(layout)
        plan, connection = self.find(statement, partitions)
        return read(prepare(plan, connection, values, page), connection)

    def find(
        self, statement: Select, partitions: Mapping[TableName, int] = MappingProxyType({})
    ) -> tuple[SelectPlan, apsw.Connection]:
        """Work a SELECT out, and give the connection on which its table is filled. Raises EngineErrors."""
        connection, catalog, plans = self._open()
        facts = Facts(self._catalog.schema, self._host, self._started_s, partitions)
        self._fill(statement.table, facts, connection, catalog)
        _, plan = plans.find(statement)
        assert isinstance(plan, SelectPlan)
        return plan, connection

    def close(self) -> None:
        """Let go of what was opened."""
        if self._opened is not None:
            self._opened[0].close()

    def _open(self) -> tuple[apsw.Connection, Catalog, Plans]:
        if self._opened is None:
            connection = open_connection(None, cache_kib=CACHE_KIB, create=True)
            make_tables(connection)
            functions.register(connection)
            catalog = Catalog(connection)
            catalog.catch_up()
            for keyspace in SYSTEM_KEYSPACES.values():
                catalog.create_keyspace(keyspace.name, keyspace.replication, keyspace.durable_writes)
            self._opened = connection, catalog, Plans(catalog)
        return self._opened

    def _fill(self, name: TableName, facts: Facts, connection: apsw.Connection, catalog: Catalog) -> None:
        """Bring the rows of a table up to date, making it where this is the first look at it."""
        table = SYSTEM_KEYSPACES[name.keyspace or ""].tables.get(name.table)
        if table is None:
            raise InvalidRequest(f"there is no table {name.text()}")
        if table.id not in catalog.layouts:
            catalog.create_table(table)
        elif name not in ESTIMATES and self._filled.get(name) == facts.schema.version:
            return
        layout = catalog.layouts[table.id]
        with connection:
            for sql in layout.tables:
                connection.execute(f"DELETE FROM {sql}")
            self._insert(layout, facts, connection)
        self._filled[name] = facts.schema.version

    def _insert(self, layout: Layout, facts: Facts, connection: apsw.Connection) -> None:
        rows = CONTENT.get(layout.table.name)
        if rows is None:
            return
        names = tuple(layout.table.columns)
        plan = InsertPlan(Insert(layout.table.name, names, (BIND,) * len(names)), layout)
        for row in rows(facts):
            plan.prepare(tuple(row.get(name) for name in names))(connection, self._clock)


def _asked_tables(statement: Select, values: tuple[Any, ...], schema: Schema) -> Iterator[UUID]:
    """Give the tables whose partitions have to be counted for a SELECT on estimates."""
    given = _given(statement, values)
    for keyspace in schema.keyspaces.values():
        if keyspace.name in SYSTEM_KEYSPACES or given.get("keyspace_name") not in (None, keyspace.name):
            continue
        for table in (*keyspace.tables.values(), *keyspace.views.values()):
            if given.get("table_name") in (None, table.name.table):
                yield table.id


def _given(statement: Select, values: tuple[Any, ...]) -> dict[str, Any]:
    """The columns that a WHERE says to be equal to something, as far as it begins with such conditions."""
    given: dict[str, Any] = {}
    if any("?" in selection.text() or ":" in selection.text() for selection in statement.selections):
        return given
    markers = 0
    for part in parts_of(statement.where):
        if not isinstance(part, Compare) or part.operator != "=":
            break
        if isinstance(part.term, Bind):
            given[part.column] = values[markers] if markers < len(values) else None
            markers += 1
        elif isinstance(part.term, Constant):
            given[part.column] = part.term.value
        else:
            break
    return given
