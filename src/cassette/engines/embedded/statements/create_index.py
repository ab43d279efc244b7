"""CREATE INDEX: a side table, filled with what the table has.

An index on the entries of a map is left to the builder: it sleeps until a query wants it.
"""

from collections.abc import Set
from itertools import chain, count
from types import MappingProxyType

import apsw

from cassette.cql.schema import IndexSchema, Schema, Table
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.options import option_map
from cassette.engines.embedded.builder import fill
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.index_rules import check_class, check_options, check_target, duplicate_of
from cassette.engines.embedded.layout import IndexState
from cassette.engines.embedded.statements.target import table_of
from cassette.errors import InvalidRequest


def create_index(statement: CreateIndex, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the index. Raises ConfigurationFault, InvalidRequest."""
    table = table_of(statement.table, catalog.schema)
    taken = _names(catalog.schema, table)
    check_class(statement.using)
    check_target(table, statement.target)
    found = duplicate_of(table, statement.target, statement.using)
    if statement.if_not_exists and (statement.name in taken or found is not None):
        return
    if statement.name in taken:
        raise InvalidRequest(f"index {statement.name} is there already")
    if found is not None:
        raise InvalidRequest(f"index {found.name} is on {found.target.text()} already")
    index = _index(statement, table, taken)
    state = IndexState.DORMANT if index.target.part == "entries" else IndexState.READY
    layout = catalog.create_index(table, index, state)
    if state is IndexState.READY:
        fill(connection, layout, layout.index_named(index.name))


def _index(statement: CreateIndex, table: Table, taken: Set[str]) -> IndexSchema:
    column = statement.target.column
    options = option_map(statement.options) if statement.options is not None else {}
    check_options(statement.using, options, table.columns[column])
    name = statement.name or _free_name(f"{table.name.table}_{column}_idx", taken)
    return IndexSchema(name, statement.target, statement.using, MappingProxyType(options))


def _free_name(name: str, taken: Set[str]) -> str:
    """Give a name that is not taken: this one, or with a number behind it."""
    numbered = (f"{name}_{number}" for number in count(1))
    return next(free for free in chain([name], numbered) if free not in taken)


def _names(schema: Schema, table: Table) -> Set[str]:
    """Every index name of the table's keyspace: they are unique there."""
    assert table.name.keyspace is not None
    return {name for one in schema.keyspaces[table.name.keyspace].tables.values() for name in one.indexes}
