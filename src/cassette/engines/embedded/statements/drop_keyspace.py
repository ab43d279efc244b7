"""DROP KEYSPACE."""

import apsw

from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import own_keyspace
from cassette.errors import InvalidRequest


def drop_keyspace(statement: DropKeyspace, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the keyspace and all that is in it. Raises InvalidRequest, Unauthorized."""
    if own_keyspace(statement.keyspace, statement.keyspace) in catalog.schema.keyspaces:
        catalog.drop_keyspace(statement.keyspace)
    elif not statement.if_exists:
        raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
