"""What a schema statement is about, looked up."""

from cassette.cql.names import TableName
from cassette.cql.schema import Keyspace, Schema, Table
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import InvalidRequest


def keyspace_of(name: TableName, schema: Schema) -> Keyspace:
    """Find the keyspace of a table that is to be changed. Raises InvalidRequest."""
    if name.keyspace is None:
        raise InvalidRequest(f"no keyspace is given for {name.table}")
    found = schema.keyspaces.get(name.keyspace)
    if found is None:
        raise InvalidRequest(f"there is no keyspace {name.keyspace}")
    if name.keyspace in SYSTEM_KEYSPACES:
        raise InvalidRequest(f"keyspace {name.keyspace} belongs to the system: it cannot be changed")
    return found


def table_of(name: TableName, schema: Schema) -> Table:
    """Find a table that is to be changed. Raises InvalidRequest."""
    found = keyspace_of(name, schema).tables.get(name.table)
    if found is None:
        raise InvalidRequest(f"there is no table {name.text()}")
    return found
