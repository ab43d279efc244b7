"""CREATE TABLE."""

from types import MappingProxyType
from uuid import uuid4

import apsw

from cassette.cql.schema import ColumnKind, ColumnSchema, Table
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.statements.options import option_value
from cassette.cql.types import CqlType, ScalarType, check_column_type
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import keyspace_of
from cassette.engines.embedded.values import kept
from cassette.errors import AlreadyExists, InvalidRequest, NotSupported

MOST_COLUMNS = 8_192
ORDERED = frozenset(
    ["ascii", "bigint", "blob", "boolean", "int", "smallint", "text", "timestamp", "timeuuid", "tinyint"]
)
"""The types whose kept form SQLite compares as CQL does, so that rows can be kept in their order."""


def create_table(statement: CreateTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the table. Raises AlreadyExists, InvalidRequest, NotSupported."""
    keyspace = keyspace_of(statement.table, catalog.schema)
    if statement.table.table in keyspace.tables:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"table {statement.table.text()} is there already")
    columns = _columns(statement)
    for column in columns.values():
        _check_type(column)
    table = Table(
        statement.table, uuid4(), MappingProxyType(columns), {o.name: option_value(o.term) for o in statement.options}
    )
    catalog.create_table(table)


def _columns(statement: CreateTable) -> dict[str, ColumnSchema]:
    definitions = {definition.name: definition for definition in statement.columns}
    if len(definitions) < len(statement.columns):
        raise InvalidRequest("a column is defined more than once")
    if len(definitions) > MOST_COLUMNS:
        raise InvalidRequest(f"a table has {MOST_COLUMNS:,} columns at most")
    key = [*statement.partition_key, *(column.name for column in statement.clustering)]
    if not statement.partition_key:
        raise InvalidRequest("a table needs a PRIMARY KEY")
    if len(set(key)) < len(key):
        raise InvalidRequest("the primary key names a column more than once")
    kinds: dict[str, tuple[ColumnKind, int, bool]] = {}
    for at, name in enumerate(statement.partition_key):
        kinds[name] = ("partition_key", at, False)
    for at, clustering in enumerate(statement.clustering):
        kinds[clustering.name] = ("clustering", at, clustering.descending)
    missing = [name for name in kinds if name not in definitions]
    if missing:
        raise InvalidRequest(f"the primary key names {missing[0]}, which is no column of the table")
    columns = {}
    for name, definition in definitions.items():
        kind, position, descending = kinds.get(name, ("static" if definition.static else "regular", 0, False))
        columns[name] = ColumnSchema(name, definition.type, kind, position, descending)
    return columns


def _check_type(column: ColumnSchema) -> None:
    check_column_type(column.type)
    kept(column.type)
    if column.kind == "static":
        raise NotSupported(f"static columns ({column.name}) are not supported yet")
    if column.kind == "clustering" and not _is_ordered(column.type):
        raise NotSupported(f"clustering by {column.type.text()} ({column.name}) is not supported yet")
    if column.kind in ("partition_key", "clustering") and column.type.multicell:
        raise InvalidRequest(f"{column.name} is in the primary key: {column.type.text()} has to be frozen there")


def _is_ordered(cql_type: CqlType) -> bool:
    return isinstance(cql_type, ScalarType) and cql_type.name in ORDERED
