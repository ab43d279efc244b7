"""TRUNCATE: empty a table and its indexes."""

import apsw

from cassette.cql.statements.truncate import Truncate
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import table_of


def truncate(statement: Truncate, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget every row. Raises InvalidRequest."""
    layout = catalog.layouts[table_of(statement.table, catalog.schema).id]
    # without WHERE, SQLite drops a table's pages whole instead of visiting its rows
    for table in (layout.sql, *(index.sql for index in layout.indexes)):
        connection.execute(f"DELETE FROM {table}")
