"""DROP TABLE."""

import apsw

from cassette.cql.statements.drop_table import DropTable
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import find, table_of, views_of
from cassette.errors import InvalidRequest


def drop_table(statement: DropTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the table, its rows and its indexes. Raises InvalidRequest, Unauthorized."""
    if statement.if_exists and find(statement.table, catalog.schema) is None:
        return
    table = table_of(statement.table, catalog.schema)
    views = views_of(table, catalog.schema)
    if views:
        raise InvalidRequest(
            f"table {table.name.text()} has materialized views, which have to be dropped first: "
            f"{', '.join(view.name.table for view in views)}"
        )
    catalog.drop_table(table)
