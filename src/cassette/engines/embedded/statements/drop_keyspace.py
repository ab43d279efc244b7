"""DROP KEYSPACE."""

import apsw

from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import InvalidRequest


def drop_keyspace(statement: DropKeyspace, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the keyspace and all that is in it. Raises InvalidRequest."""
    if statement.keyspace in SYSTEM_KEYSPACES:
        raise InvalidRequest(f"keyspace {statement.keyspace} belongs to the system: it cannot be dropped")
    if statement.keyspace in catalog.schema.keyspaces:
        catalog.drop_keyspace(statement.keyspace)
    elif not statement.if_exists:
        raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
