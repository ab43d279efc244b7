"""CREATE TYPE."""

from collections.abc import Iterable

import apsw

from cassette.cql.schema import Keyspace
from cassette.cql.statements.create_type import CreateType
from cassette.cql.types import CqlType, NamedType, ScalarType, UserType, check_column_type
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.columns import contains, resolved
from cassette.engines.embedded.statements.target import keyspace_named
from cassette.errors import InvalidRequest

COUNTER = ScalarType("counter")


def create_type(statement: CreateType, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the user type. Raises InvalidRequest, Unauthorized."""
    name = statement.type.name
    keyspace = keyspace_named(statement.type.keyspace, catalog.schema, name)
    if name in keyspace.types:
        if statement.if_not_exists:
            return
        raise InvalidRequest(f"there is a type {name} in keyspace {keyspace.name} already")
    check_names(name, [field for field, _ in statement.fields])
    fields = tuple((field, field_type(type_, keyspace)) for field, type_ in statement.fields)
    catalog.set_type(keyspace.name, name, fields)


def check_names(name: str, fields: Iterable[str]) -> None:
    """Refuse fields of one name. Raises InvalidRequest."""
    known: set[str] = set()
    for field in fields:
        if field in known:
            raise InvalidRequest(f"the type {name} has more than one field {field}")
        known.add(field)


def field_type(type_: CqlType, keyspace: Keyspace) -> CqlType:
    """Look up the type of a field. Raises InvalidRequest for one that no field can have."""
    if isinstance(type_, NamedType):
        raise InvalidRequest(f"a user type in another has to be frozen: frozen<{type_.text()}>")
    found = resolved(type_, keyspace)
    if isinstance(found, UserType) or contains(found, COUNTER):
        raise InvalidRequest(f"no field of a user type can be of type {type_.text()}")
    check_column_type(found)
    return found
