"""What a schema statement is about, looked up, and the names that things may have."""

import re

from cassette.cql.names import TableName
from cassette.cql.schema import Keyspace, Schema, Table, View
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import ConfigurationFault, InvalidRequest, Unauthorized

PLAIN = re.compile(r"\w+", re.ASCII)
MOST_CHARS_OF_KEYSPACE, MOST_CHARS_OF_TABLE = 48, 222


def own_keyspace(name: str | None, what: str) -> str:
    """Give the keyspace of something that is to be changed. Raises InvalidRequest, Unauthorized."""
    if name is None:
        raise InvalidRequest(f"no keyspace is given for {what}")
    if name in SYSTEM_KEYSPACES:
        raise Unauthorized(f"keyspace {name} belongs to the system: it cannot be changed")
    return name


def keyspace_named(name: str | None, schema: Schema, what: str) -> Keyspace:
    """Find the keyspace of something that is to be changed. Raises InvalidRequest, Unauthorized."""
    found = schema.keyspaces.get(own_keyspace(name, what))
    if found is None:
        raise InvalidRequest(f"there is no keyspace {name}")
    return found


def keyspace_of(name: TableName, schema: Schema) -> Keyspace:
    """Find the keyspace of a table that is to be changed. Raises InvalidRequest, Unauthorized."""
    return keyspace_named(name.keyspace, schema, name.table)


def find(name: TableName, schema: Schema) -> Table | None:
    """Find a table or a view that is to be changed, None where it is not there. Raises Unauthorized."""
    return schema.table(own_keyspace(name.keyspace, name.table), name.table)


def table_of(name: TableName, schema: Schema) -> Table:
    """Find a table that is to be changed. Raises InvalidRequest, Unauthorized."""
    found = find(name, schema)
    if found is None:
        raise InvalidRequest(f"there is no table {name.text()}")
    if isinstance(found, View):
        raise InvalidRequest(f"{name.text()} is a materialized view: it follows {found.base.text()}")
    return found


def view_of(name: TableName, schema: Schema) -> View:
    """Find a view that is to be changed. Raises InvalidRequest, Unauthorized."""
    found = find(name, schema)
    if not isinstance(found, View):
        raise InvalidRequest(f"there is no materialized view {name.text()}")
    return found


def views_of(table: Table, schema: Schema) -> list[View]:
    """Give the views of a table."""
    views = schema.keyspaces[table.name.keyspace or ""].views.values()
    return [view for view in views if view.base == table.name]


def check_keyspace_name(name: str) -> None:
    """Refuse a name that no keyspace has. Raises InvalidRequest."""
    if PLAIN.fullmatch(name) is None:
        raise InvalidRequest(f"the name of a keyspace is made of letters, digits and underscores, not {name!r}")
    if len(name) > MOST_CHARS_OF_KEYSPACE:
        raise InvalidRequest(f"the name of a keyspace has {MOST_CHARS_OF_KEYSPACE} characters at most: {name}")


def check_table_name(name: TableName) -> None:
    """Refuse a name that no table and no view has. Raises ConfigurationFault."""
    if PLAIN.fullmatch(name.table) is None:
        raise ConfigurationFault(f"the name of a table is made of letters, digits and underscores, not {name.table!r}")
    if len(name.table) > MOST_CHARS_OF_TABLE:
        raise ConfigurationFault(f"the name of a table has {MOST_CHARS_OF_TABLE} characters at most: {name.table}")
