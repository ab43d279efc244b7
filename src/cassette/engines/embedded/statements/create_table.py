"""CREATE TABLE."""

from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import apsw

from cassette.cql.schema import ColumnSchema, Keyspace, Table
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.table_options import read_options, table_id, table_options
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.columns import check_columns, check_ttl, column_of
from cassette.engines.embedded.statements.target import check_table_name, keyspace_of
from cassette.errors import AlreadyExists, InvalidRequest


def create_table(statement: CreateTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the table. Raises AlreadyExists, ConfigurationFault, InvalidRequest, SyntaxFault, Unauthorized."""
    keyspace = keyspace_of(statement.table, catalog.schema)
    # what cannot be read is refused also where the table is there
    read_options(statement.options)
    if catalog.schema.table(keyspace.name, statement.table.table) is not None:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"table {statement.table.text()} is there already")
    if statement.compact_storage:
        raise InvalidRequest("COMPACT STORAGE: tables are not made in this form any more")
    columns = _columns(statement, keyspace)
    check_columns(columns.values())
    check_table_name(statement.table)
    options = table_options(statement.options)
    check_ttl(columns.values(), options)
    number = table_id(statement.options) or uuid4()
    if number in catalog.layouts:
        raise InvalidRequest(f"the id {number} is that of another table")
    table = Table(statement.table, number, MappingProxyType(columns), MappingProxyType(options))
    catalog.create_table(table, timed=bool(options.get("default_time_to_live")))


def _columns(statement: CreateTable, keyspace: Keyspace) -> dict[str, ColumnSchema]:
    columns: dict[str, ColumnSchema] = {}
    for definition in statement.columns:
        if definition.name in columns:
            raise InvalidRequest(f"the column {definition.name} is defined more than once")
        columns[definition.name] = column_of(definition, keyspace)
    if not statement.partition_key:
        raise InvalidRequest("a table needs a PRIMARY KEY")
    key = [*statement.partition_key, *(column.name for column in statement.clustering)]
    if len(set(key)) < len(key):
        raise InvalidRequest("the primary key names a column more than once")
    for name in key:
        if name not in columns:
            raise InvalidRequest(f"the primary key names {name}, which is no column of the table")
        if columns[name].kind == "static":
            raise InvalidRequest(f"{name} is static, so it cannot be in the primary key")
    for at, name in enumerate(statement.partition_key):
        columns[name] = replace(columns[name], kind="partition_key", position=at)
    for at, clustering in enumerate(statement.clustering):
        columns[clustering.name] = replace(
            columns[clustering.name], kind="clustering", position=at, descending=clustering.descending
        )
    return columns
