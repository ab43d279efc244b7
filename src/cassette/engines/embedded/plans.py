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
        self._known: dict[Statement, tuple[Layout, Plan]] = {}

    def find(self, statement: Any) -> tuple[Layout, Plan]:
        """Look a statement's plan up, or work it out, for the table as it is now. Raises EngineErrors."""
        known = self._known.get(statement)
        if known is not None and self._catalog.layouts.get(known[0].table.id) is known[0]:
            return known
        layout = self._layout(statement.table, reads=isinstance(statement, Select))
        made = layout, PLANNERS[type(statement)](statement, layout)
        if len(self._known) >= MOST_PLANS:
            self._known.clear()
        self._known[statement] = made
        return made

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
