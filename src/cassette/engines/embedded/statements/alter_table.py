"""ALTER TABLE: columns come, go and get other names; options and masks change.

Source: Apache Cassandra 5.0.6, asked statement by statement.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from time import time_ns
from types import MappingProxyType
from typing import Any

import apsw

from cassette.cql.schema import ColumnSchema, DroppedColumn, Table, View
from cassette.cql.statements.alter_table import (
    AddColumns,
    AlterColumnType,
    AlterTable,
    DropColumns,
    DropCompactStorage,
    MaskColumn,
    SetOptions,
)
from cassette.cql.statements.renames import Rename
from cassette.cql.table_options import effective, table_id, table_options
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, SetType, TupleType, UserType, VectorType
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.cells.forget import forget_columns
from cassette.engines.embedded.statements.columns import (
    COUNTER,
    KEY_KINDS,
    MOST_COLUMNS,
    check_counters,
    check_statics,
    check_ttl,
    column_of,
)
from cassette.engines.embedded.statements.masks import check_mask
from cassette.engines.embedded.statements.target import find, keyspace_of, table_of, views_of
from cassette.engines.embedded.view_filter import with_names
from cassette.errors import ConfigurationFault, InvalidRequest

FALSE_POSITIVES = "bloom_filter_fp_chance"

Columns = dict[str, ColumnSchema]


def alter_table(statement: AlterTable, catalog: Catalog, connection: apsw.Connection) -> None:
    """Change the table. Raises ConfigurationFault, InvalidRequest, SyntaxFault, Unauthorized."""
    if statement.if_exists and find(statement.table, catalog.schema) is None:
        return
    table = table_of(statement.table, catalog.schema)
    CHANGES[type(statement.change)](statement.change, table, catalog, connection)


def _add(change: AddColumns, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    keyspace = keyspace_of(table.name, catalog.schema)
    columns: Columns = {}
    for definition in change.columns:
        if definition.name in table.columns or definition.name in columns:
            if change.if_not_exists:
                continue
            raise InvalidRequest(f"table {table.name.text()} has a column {definition.name} already")
        column = column_of(definition, keyspace)
        _check_return(column, table.dropped.get(column.name))
        columns[column.name] = column
    if not columns:
        return
    every = {**table.columns, **columns}
    if len(every) > MOST_COLUMNS:
        raise InvalidRequest(f"a table has {MOST_COLUMNS:,} columns at most")
    check_statics(every.values())
    check_counters(every.values())
    catalog.alter_table(replace(table, columns=MappingProxyType(every)))
    shown = {name: column for name, column in columns.items() if column.kind == "regular"}
    for view in views_of(table, catalog.schema):
        if view.include_all and shown:
            catalog.alter_table(replace(view, columns=MappingProxyType({**view.columns, **shown})))


def _check_return(column: ColumnSchema, before: DroppedColumn | None) -> None:
    """Refuse a column whose name another one had: what is left of that one must not be taken for values of this."""
    if before is None:
        return
    if before.type == COUNTER:
        raise InvalidRequest(f"{column.name} was a counter that was dropped: it cannot come back")
    if before.static != (column.kind == "static"):
        raise InvalidRequest(f"a dropped column {column.name} was {'' if before.static else 'not '}static")
    if before.type not in (column.type, _without_user_types(column.type)):
        raise InvalidRequest(f"a dropped column {column.name} was of type {before.type.text()}")


def _drop(change: DropColumns, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    views = views_of(table, catalog.schema)
    gone: Columns = {}
    for name in change.columns:
        column = table.columns.get(name)
        if column is not None:
            _check_drop(column, table, views)
            gone[name] = column
        elif not change.if_exists:
            raise InvalidRequest(f"table {table.name.text()} has no column {name}")
    if not gone:
        return
    now_us = time_ns() // 1000
    layout = catalog.layouts[table.id]
    forget_columns(connection, layout, [layout.places[name] for name in gone], now_us // 1_000_000)
    time_us = now_us if change.timestamp is None else change.timestamp
    dropped = {
        name: DroppedColumn(name, _without_user_types(column.type), column.kind == "static", time_us)
        for name, column in gone.items()
    }
    rest = {name: column for name, column in table.columns.items() if name not in gone}
    catalog.alter_table(
        replace(table, columns=MappingProxyType(rest), dropped=MappingProxyType({**table.dropped, **dropped}))
    )


def _check_drop(column: ColumnSchema, table: Table, views: list[View]) -> None:
    name = column.name
    if column.kind in KEY_KINDS:
        raise InvalidRequest(f"{name} is in the primary key: it cannot be dropped")
    if column.type.multicell and isinstance(column.type, UserType):
        raise InvalidRequest(f"{name} is of the user type {column.type.text()}, not frozen: it cannot be dropped")
    indexes = [index.name for index in table.indexes.values() if index.target.column == name]
    if indexes:
        raise InvalidRequest(f"{name} has indexes, which have to be dropped first: {', '.join(indexes)}")
    if views:
        raise InvalidRequest(f"no column of {table.name.text()} can be dropped while it has materialized views")


def _without_user_types(type_: CqlType) -> CqlType:
    """Give a type that says the same with tuples: a dropped column does not keep its user types in use."""
    match type_:
        case UserType(fields=fields):
            return TupleType(tuple(_without_user_types(inner) for _, inner in fields))
        case FrozenType(inner=inner):
            return FrozenType(_without_user_types(inner))
        case ListType(items=inner):
            return ListType(_without_user_types(inner))
        case SetType(items=inner):
            return SetType(_without_user_types(inner))
        case VectorType(items=inner, dimension=dimension):
            return VectorType(_without_user_types(inner), dimension)
        case MapType(keys=keys, values=values):
            return MapType(_without_user_types(keys), _without_user_types(values))
        case TupleType(items=inners):
            return TupleType(tuple(_without_user_types(inner) for inner in inners))
    return type_


def _rename(change: Rename, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    columns: Columns = dict(table.columns)
    now_named = {name: name for name in columns}
    for old, new in change.names:
        column = columns.get(old)
        if column is None:
            raise InvalidRequest(f"table {table.name.text()} has no column {old}")
        if column.kind not in KEY_KINDS:
            raise InvalidRequest(f"{old} is not in the primary key: it keeps its name")
        if new in columns:
            raise InvalidRequest(f"table {table.name.text()} has a column {new} already")
        indexes = [index.name for index in table.indexes.values() if index.target.column == old]
        if indexes:
            raise InvalidRequest(f"{old} has indexes, which have to be dropped first: {', '.join(indexes)}")
        columns = dict(_renamed(columns, old, new))
        now_named = {name: new if now == old else now for name, now in now_named.items()}
    names = {before: now for before, now in now_named.items() if before != now}
    before_names = {now: before for before, now in names.items()}
    views = views_of(table, catalog.schema)
    catalog.alter_table(replace(table, columns=MappingProxyType(columns)), before_names)
    for view in views:
        own = {name: replace(column, name=names.get(name, name)) for name, column in view.columns.items()}
        catalog.alter_table(
            replace(
                view,
                columns=MappingProxyType({column.name: column for column in own.values()}),
                where=with_names(view.where, names),
            ),
            before_names,
        )


def _renamed(columns: Columns, old: str, new: str) -> Iterator[tuple[str, ColumnSchema]]:
    for name, column in columns.items():
        yield (new, replace(column, name=new)) if name == old else (name, column)


def _set_options(change: SetOptions, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    if table_id(change.options) is not None:
        raise ConfigurationFault("the id of a table does not change")
    options = table_options(change.options, pinned(table.options))
    check_ttl(table.columns.values(), options)
    if options.get("gc_grace_seconds") == 0 and views_of(table, catalog.schema):
        raise InvalidRequest("gc_grace_seconds of a table with materialized views cannot be 0")
    catalog.alter_table(replace(table, options=MappingProxyType(options)))
    if options.get("default_time_to_live"):
        catalog.set_timed(table.id)


def pinned(options: Mapping[str, object]) -> dict[str, object]:
    """Give options with the chance of false positives that the table was made with: a new compaction leaves it."""
    return {**options, FALSE_POSITIVES: effective(options)[FALSE_POSITIVES]}


def _mask(change: MaskColumn, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    column = table.columns.get(change.column)
    if column is None:
        if change.if_exists:
            return
        raise InvalidRequest(f"table {table.name.text()} has no column {change.column}")
    function = change.mask.function if change.mask is not None else None
    if function is not None:
        check_mask(column, function)
    masked = {**table.columns, column.name: replace(column, mask=function)}
    catalog.alter_table(replace(table, columns=MappingProxyType(masked)))


def _refuse_type(change: AlterColumnType, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    raise InvalidRequest("the types of columns do not change")


def _refuse_compact(change: DropCompactStorage, table: Table, catalog: Catalog, connection: apsw.Connection) -> None:
    raise InvalidRequest("no table here has COMPACT STORAGE")


CHANGES: dict[type, Callable[[Any, Table, Catalog, apsw.Connection], None]] = {
    AddColumns: _add,
    AlterColumnType: _refuse_type,
    DropColumns: _drop,
    DropCompactStorage: _refuse_compact,
    MaskColumn: _mask,
    Rename: _rename,
    SetOptions: _set_options,
}
