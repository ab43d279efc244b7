"""DROP INDEX."""

import apsw

from cassette.cql.statements.drop_index import DropIndex
from cassette.engines.embedded.catalog import Catalog
from cassette.errors import InvalidRequest


def drop_index(statement: DropIndex, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the index. Raises InvalidRequest."""
    keyspace = catalog.schema.keyspaces.get(statement.keyspace or "")
    if keyspace is None:
        if statement.if_exists:
            return
        raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
    for table in keyspace.tables.values():
        if statement.name in table.indexes:
            catalog.drop_index(table, statement.name)
            return
    if not statement.if_exists:
        raise InvalidRequest(f"there is no index {statement.keyspace}.{statement.name}")
