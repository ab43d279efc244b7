"""TRUNCATE: empty a table, its indexes and its views."""

import apsw

from cassette.cql.schema import View
from cassette.cql.statements.truncate import Truncate
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import find, views_of
from cassette.errors import InvalidRequest


def truncate(statement: Truncate, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget every row. Raises InvalidRequest, Unauthorized."""
    table = find(statement.table, catalog.schema)
    if table is None:
        raise InvalidRequest(f"there is no table {statement.table.text()}")
    if isinstance(table, View):
        raise InvalidRequest(f"{table.name.text()} is a materialized view: truncate {table.base.text()} instead")
    for emptied in (table, *views_of(table, catalog.schema)):
        layout = catalog.layouts[emptied.id]
        # without WHERE, SQLite drops a table's pages whole instead of visiting its rows
        for name in (*layout.tables, *(index.sql for index in layout.indexes)):
            connection.execute(f"DELETE FROM {name}")
