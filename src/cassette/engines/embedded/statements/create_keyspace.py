"""CREATE KEYSPACE."""

import apsw

from cassette.cql.keyspace_options import keyspace_options
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import check_keyspace_name
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import AlreadyExists, InvalidRequest


def create_keyspace(statement: CreateKeyspace, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the keyspace. Raises AlreadyExists, ConfigurationFault, InvalidRequest, SyntaxFault."""
    if statement.keyspace in SYSTEM_KEYSPACES:
        raise InvalidRequest(f"keyspace {statement.keyspace} belongs to the system: it cannot be changed")
    if statement.keyspace in catalog.schema.keyspaces:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"keyspace {statement.keyspace} is there already")
    check_keyspace_name(statement.keyspace)
    options = keyspace_options(statement.options)
    catalog.create_keyspace(statement.keyspace, options.replication, options.durable_writes)
