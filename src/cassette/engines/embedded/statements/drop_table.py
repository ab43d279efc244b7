"""DROP TABLE."""

import apsw

from cassette.cql.statements.drop_table import DropTable
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import table_of


def drop_table(statement: DropTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the table, its rows and its indexes. Raises InvalidRequest."""
    if statement.if_exists and catalog.schema.table(statement.table.keyspace or "", statement.table.table) is None:
        return
    catalog.drop_table(table_of(statement.table, catalog.schema))
