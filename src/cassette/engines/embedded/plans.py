"""Plans: what each statement has been worked out to, kept until its table changes."""

from collections.abc import Callable
from typing import Any

from cassette.cql.names import TableName
from cassette.cql.schema import View
from cassette.cql.statements.delete import Delete
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.insert_json import InsertJson
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.update import Update
from cassette.cql.type_hints import with_types
from cassette.cql.types import CqlType, NamedType
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.statements import select as selecting
from cassette.engines.embedded.statements.delete import DeletePlan
from cassette.engines.embedded.statements.insert import InsertPlan
from cassette.engines.embedded.statements.insert_json import InsertJsonPlan
from cassette.engines.embedded.statements.update import UpdatePlan
from cassette.engines.embedded.statements.write import WritePlan
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import InvalidRequest, StaleSchema, Unauthorized

Plan = selecting.SelectPlan | WritePlan

MOST_PLANS = 2_000


class Plans:
    """The plans of one engine, by statement."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._schema = catalog.schema
        self._known: dict[Statement, tuple[Layout, Plan]] = {}

    def find(self, statement: Any) -> tuple[Layout, Plan]:
        """Look a statement's plan up, or work it out, for the table as it is now. Raises EngineErrors."""
        if self._catalog.schema is not self._schema:
            self._forget_old()
        known = self._known.get(statement)
        if known is not None:
            return known
        layout = self._layout(statement.table, reads=isinstance(statement, Select))
        made = layout, PLANNERS[type(statement)](self._with_types(statement), layout)
        if len(self._known) >= MOST_PLANS:
            self._known.clear()
        self._known[statement] = made
        return made

    def _forget_old(self) -> None:
        """Forget the plans for tables that have changed: every reading of the catalog makes another schema."""
        layouts = self._catalog.layouts
        self._known = {
            statement: made for statement, made in self._known.items() if layouts.get(made[0].table.id) is made[0]
        }
        self._schema = self._catalog.schema

    def _with_types(self, statement: Any) -> Any:
        keyspace = self._catalog.schema.keyspaces.get(statement.table.keyspace)
        if keyspace is None or not keyspace.types:
            return statement

        def lookup(named: NamedType) -> CqlType:
            found = keyspace.types.get(named.name)
            if found is None or named.keyspace not in (None, keyspace.name):
                raise InvalidRequest(f"there is no type {named.text()} for a table of keyspace {keyspace.name}")
            return found

        return with_types(statement, lookup)

    def _layout(self, name: TableName, *, reads: bool) -> Layout:
        if name.keyspace is None:
            raise InvalidRequest(f"no keyspace is given for {name.table}")
        if not reads and name.keyspace in SYSTEM_KEYSPACES:
            raise Unauthorized(f"keyspace {name.keyspace} belongs to the system: it cannot be written")
        table = self._catalog.schema.table(name.keyspace, name.table)
        if table is None:
            raise StaleSchema(f"there is no table {name.text()}")
        if not reads and isinstance(table, View):
            raise InvalidRequest(f"{name.text()} is a materialized view: write {table.base.text()} instead")
        return self._catalog.layouts[table.id]


PLANNERS: dict[type[Statement], Callable[[Any, Layout], Plan]] = {
    Delete: DeletePlan,
    Insert: InsertPlan,
    InsertJson: InsertJsonPlan,
    Select: selecting.plan,
    Update: UpdatePlan,
}
"""Statements that read or write rows, and what works them out."""
