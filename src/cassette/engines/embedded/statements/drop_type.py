"""DROP TYPE."""

import apsw

from cassette.cql.schema import Keyspace
from cassette.cql.statements.drop_type import DropType
from cassette.cql.types.user import uses
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import own_keyspace
from cassette.errors import InvalidRequest


def drop_type(statement: DropType, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the user type. Raises InvalidRequest, also while something uses it; Unauthorized."""
    name = statement.type.name
    keyspace = catalog.schema.keyspaces.get(own_keyspace(statement.type.keyspace, name))
    if keyspace is None or name not in keyspace.types:
        if statement.if_exists:
            return
        raise InvalidRequest(f"there is no type {statement.type.text()}")
    users = _users(keyspace, name)
    if users:
        raise InvalidRequest(f"the type {name} is in use: {', '.join(users)}")
    catalog.drop_type(keyspace.name, name)


def _users(keyspace: Keyspace, name: str) -> list[str]:
    """What a user type is used by."""
    types = [other.name for other in keyspace.types.values() if any(uses(inner, name) for _, inner in other.fields)]
    tables = [
        table.name.table
        for table in keyspace.tables.values()
        if any(uses(column.type, name) for column in table.columns.values())
    ]
    return types + tables
