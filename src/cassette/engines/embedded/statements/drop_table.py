"""DROP TABLE."""

import apsw

from cassette.cql.statements.drop_table import DropTable
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import keyspace_of, table_of


def drop_table(statement: DropTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the table, its rows and its indexes. Raises InvalidRequest."""
    if statement.if_exists and statement.table.table not in keyspace_of(statement.table, catalog.schema).tables:
        return
    catalog.drop_table(table_of(statement.table, catalog.schema))
