"""CREATE CUSTOM INDEX: SAI, which is a side table here, filled with what the table has.

An index on the entries of a map is left to the builder: it sleeps until a query wants it.
"""

from collections.abc import Set
from itertools import chain, count
from types import MappingProxyType

import apsw

from cassette.cql.schema import IndexSchema, Schema, Table
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.options import option_value
from cassette.engines.embedded.builder import fill
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.index_entries import entries_of
from cassette.engines.embedded.layout import IndexState
from cassette.engines.embedded.statements.target import table_of
from cassette.errors import AlreadyExists, InvalidRequest, NotSupported

SAI = ("StorageAttachedIndex", "sai", "org.apache.cassandra.index.sai.StorageAttachedIndex")


def create_index(statement: CreateIndex, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the index. Raises AlreadyExists, InvalidRequest, NotSupported."""
    table = table_of(statement.table, catalog.schema)
    taken = _names(catalog.schema, table)
    index = _index(statement, table, taken)
    if index.name in taken:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"index {index.name} is there already")
    entries_of(index, table.columns[index.target.column].type)
    state = IndexState.DORMANT if index.target.part == "entries" else IndexState.READY
    layout = catalog.create_index(table, index, state)
    if state is IndexState.READY:
        fill(connection, layout, layout.index_named(index.name))


def _index(statement: CreateIndex, table: Table, taken: Set[str]) -> IndexSchema:
    if statement.using not in SAI:
        raise NotSupported(f"indexes of class {statement.using} are not supported: use 'StorageAttachedIndex'")
    column = statement.target.column
    if column not in table.columns:
        raise InvalidRequest(f"table {table.name.text()} has no column {column}")
    options = option_value(statement.options) if statement.options is not None else {}
    if isinstance(options, dict) and options:
        raise NotSupported(f"index option {next(iter(options))} is not supported yet")
    name = statement.name or _free_name(f"{table.name.table}_{column}_idx", taken)
    return IndexSchema(name, statement.target, "StorageAttachedIndex", MappingProxyType({}))


def _free_name(name: str, taken: Set[str]) -> str:
    """Give a name that is not taken: this one, or with a number behind it."""
    numbered = (f"{name}_{number}" for number in count(1))
    return next(free for free in chain([name], numbered) if free not in taken)


def _names(schema: Schema, table: Table) -> Set[str]:
    """Every index name of the table's keyspace: they are unique there."""
    assert table.name.keyspace is not None
    return {name for one in schema.keyspaces[table.name.keyspace].tables.values() for name in one.indexes}
