"""ALTER KEYSPACE."""

import apsw

from cassette.cql.keyspace_options import KeyspaceOptions, keyspace_options
from cassette.cql.statements.alter_keyspace import AlterKeyspace
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import own_keyspace
from cassette.errors import InvalidRequest


def alter_keyspace(statement: AlterKeyspace, catalog: Catalog, connection: apsw.Connection) -> None:
    """Give the keyspace other options. Raises ConfigurationFault, InvalidRequest, SyntaxFault, Unauthorized."""
    keyspace = catalog.schema.keyspaces.get(own_keyspace(statement.keyspace, statement.keyspace))
    if keyspace is None:
        if statement.if_exists:
            return
        raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
    before = KeyspaceOptions(keyspace.replication, keyspace.durable_writes)
    after = keyspace_options(statement.options, before)
    catalog.alter_keyspace(keyspace.name, after.replication, after.durable_writes)
