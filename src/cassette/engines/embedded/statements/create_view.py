"""CREATE MATERIALIZED VIEW: filled with what its base table has, in the same transaction.

Source: Apache Cassandra 5.0.6, asked statement by statement.
"""

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import apsw

from cassette.cql.schema import ColumnSchema, Keyspace, Table, View
from cassette.cql.statements.create_view import CreateView
from cassette.cql.table_options import table_id, view_options
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.columns import KEY_KINDS, check_key_type
from cassette.engines.embedded.statements.target import check_table_name, keyspace_of
from cassette.engines.embedded.view_filter import columns_of, view_filter
from cassette.engines.embedded.views import RowsOfView
from cassette.errors import AlreadyExists, ConfigurationFault, InvalidRequest


def create_view(statement: CreateView, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the view. Raises AlreadyExists, ConfigurationFault, InvalidRequest, SyntaxFault, Unauthorized."""
    keyspace = keyspace_of(statement.view, catalog.schema)
    base = _base(statement, keyspace)
    if statement.view.table in keyspace.tables:
        raise InvalidRequest(f"there is a table {statement.view.text()} already")
    if statement.view.table in keyspace.views:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"materialized view {statement.view.text()} is there already")
    columns = _columns(statement, base)
    _check_where(statement, base)
    check_table_name(statement.view)
    if table_id(statement.options) is not None:
        raise ConfigurationFault("a materialized view is given no id")
    options = view_options(statement.options)
    view = View(
        statement.view,
        uuid4(),
        MappingProxyType(columns),
        MappingProxyType(options),
        base=base.name,
        where=statement.where,
        include_all=not statement.columns,
    )
    layout = catalog.create_table(view)
    RowsOfView(catalog.layouts[base.id], layout).fill(connection)


def _base(statement: CreateView, keyspace: Keyspace) -> Table:
    if statement.base.keyspace != keyspace.name:
        raise InvalidRequest("a materialized view is in the keyspace of its table")
    base = keyspace.tables.get(statement.base.table)
    if base is None:
        raise InvalidRequest(f"there is no table {statement.base.text()}")
    if base.is_counter:
        raise InvalidRequest("a table with counters has no materialized views")
    if base.options.get("gc_grace_seconds") == 0:
        raise InvalidRequest(f"{base.name.text()} has gc_grace_seconds = 0: it can have no materialized views")
    return base


def _columns(statement: CreateView, base: Table) -> dict[str, ColumnSchema]:
    """The columns of the view: its key first, then the others in the order of the table."""
    for name in statement.columns:
        if name not in base.columns:
            raise InvalidRequest(f"table {base.name.text()} has no column {name}")
    selected = statement.columns or tuple(base.columns)
    for name in selected:
        if base.columns[name].kind == "static":
            raise InvalidRequest(f"{name} is static: it cannot be in a materialized view")
    directions = {
        column.name: column.descending if statement.ordered else _is_descending(column.name, base)
        for column in statement.clustering
    }
    key = (*statement.partition_key, *(column.name for column in statement.clustering))
    _check_key(key, selected, base)
    columns: dict[str, ColumnSchema] = {}
    for at, name in enumerate(statement.partition_key):
        columns[name] = _key_column(base.columns[name], "partition_key", at)
    for at, (name, descending) in enumerate(directions.items()):
        columns[name] = replace(_key_column(base.columns[name], "clustering", at), descending=descending)
    for name, column in base.columns.items():
        if name in selected and name not in columns:
            columns[name] = replace(column, kind="regular", position=0)
    return columns


def _is_descending(name: str, base: Table) -> bool:
    return name in base.columns and base.columns[name].descending


def _key_column(column: ColumnSchema, kind: str, at: int) -> ColumnSchema:
    check_key_type(column.name, column.type)
    if kind == "partition_key":
        return replace(column, kind="partition_key", position=at, descending=False)
    return replace(column, kind="clustering", position=at)


def _check_key(key: tuple[str, ...], selected: Collection[str], base: Table) -> None:
    if not key:
        raise InvalidRequest("a materialized view needs a PRIMARY KEY")
    if len(set(key)) < len(key):
        raise InvalidRequest("the primary key names a column more than once")
    for name in key:
        if name not in base.columns or name not in selected:
            raise InvalidRequest(f"the primary key names {name}, which is no column of the view")
    own = [name for name, column in base.columns.items() if column.kind in KEY_KINDS]
    missing = [name for name in own if name not in key]
    if missing:
        raise InvalidRequest(
            f"the key of a materialized view has all columns of its table's key: {', '.join(missing)} missing"
        )
    added = [name for name in key if name not in own]
    if len(added) > 1:
        raise InvalidRequest(f"the key of a materialized view has one more column at most, not {', '.join(added)}")


def _check_where(statement: CreateView, base: Table) -> None:
    said: dict[str, bool] = {}
    for name, restricted in columns_of(statement.where):
        said[name] = said.get(name, False) or restricted
    view_filter(base, statement.where)
    for name, restricted in said.items():
        if restricted and base.columns[name].kind not in KEY_KINDS:
            raise InvalidRequest(f"{name} is not in the key of {base.name.text()}: only IS NOT NULL can be said of it")
    key = (*statement.partition_key, *(column.name for column in statement.clustering))
    missing = [name for name in key if name not in said]
    if missing:
        raise InvalidRequest(f"the WHERE of a materialized view says IS NOT NULL of its key: {', '.join(missing)}")
