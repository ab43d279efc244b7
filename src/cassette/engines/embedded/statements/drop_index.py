"""DROP INDEX."""

import apsw

from cassette.cql.statements.drop_index import DropIndex
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import own_keyspace
from cassette.errors import InvalidRequest


def drop_index(statement: DropIndex, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the index. Raises InvalidRequest, Unauthorized."""
    keyspace = catalog.schema.keyspaces.get(own_keyspace(statement.keyspace, statement.name))
    for table in keyspace.tables.values() if keyspace is not None else ():
        if statement.name in table.indexes:
            catalog.drop_index(table, statement.name)
            return
    if not statement.if_exists:
        raise InvalidRequest(f"there is no index {statement.keyspace}.{statement.name}")
