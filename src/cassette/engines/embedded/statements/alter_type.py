"""ALTER TYPE: one more field, or other names for the fields."""

import apsw

from cassette.cql.schema import Keyspace
from cassette.cql.statements.alter_type import AddField, AlterType
from cassette.cql.statements.renames import Rename
from cassette.cql.types import CqlType, UserType
from cassette.cql.types.user import uses
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.create_type import check_names, field_type
from cassette.engines.embedded.statements.target import own_keyspace
from cassette.errors import InvalidRequest

Fields = tuple[tuple[str, CqlType], ...]


def alter_type(statement: AlterType, catalog: Catalog, connection: apsw.Connection) -> None:
    """Change the user type. Raises InvalidRequest, Unauthorized."""
    name = statement.type.name
    keyspace = catalog.schema.keyspaces.get(own_keyspace(statement.type.keyspace, name))
    type_ = keyspace.types.get(name) if keyspace is not None else None
    if keyspace is None or type_ is None:
        if statement.if_exists:
            return
        raise InvalidRequest(f"there is no type {statement.type.text()}")
    match statement.change:
        case AddField() as change:
            fields = _with(change, type_, keyspace)
        case Rename() as change:
            fields = _renamed(change, type_)
        case _:
            raise InvalidRequest("the types of fields do not change")
    if fields != type_.fields:
        catalog.set_type(keyspace.name, name, fields)


def _with(change: AddField, type_: UserType, keyspace: Keyspace) -> Fields:
    found = field_type(change.type, keyspace)
    if uses(found, type_.name):
        raise InvalidRequest(f"the type {type_.name} cannot be within itself")
    for table in keyspace.tables.values():
        if any(uses(column.type, type_.name) for column in table.partition_key):
            # equal keys would no longer be equal
            raise InvalidRequest(f"the type {type_.name} is in the partition key of {table.name.text()}")
    if change.name in dict(type_.fields):
        if change.if_not_exists:
            return type_.fields
        raise InvalidRequest(f"the type {type_.name} has a field {change.name} already")
    return (*type_.fields, (change.name, found))


def _renamed(change: Rename, type_: UserType) -> Fields:
    names = [name for name, _ in type_.fields]
    for old, new in change.names:
        if old in names:
            names[names.index(old)] = new
        elif not change.if_exists:
            raise InvalidRequest(f"the type {type_.name} has no field {old}")
    check_names(type_.name, names)
    return tuple((name, inner) for name, (_, inner) in zip(names, type_.fields, strict=True))
