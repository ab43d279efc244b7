"""The columns of a table: the types and kinds that they can have, and which go together.

Source: Apache Cassandra 5.0.6, asked statement by statement.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from cassette.cql.schema import ColumnSchema, Keyspace
from cassette.cql.statements.create_table import ColumnDefinition
from cassette.cql.types import (
    CqlType,
    FrozenType,
    ListType,
    MapType,
    NamedType,
    ScalarType,
    SetType,
    TupleType,
    UserType,
    VectorType,
    check_column_type,
    resolve,
)
from cassette.engines.embedded.statements.masks import check_mask
from cassette.errors import ConfigurationFault, EngineError, InvalidRequest

COUNTER, DURATION = ScalarType("counter"), ScalarType("duration")
KEY_KINDS = ("partition_key", "clustering")
MOST_COLUMNS = 1_990
"""SQLite keeps 2,000 columns in a table, of which a few are for the row itself."""


def resolved(type_: CqlType, keyspace: Keyspace) -> CqlType:
    """Look up the user types in a type. Raises InvalidRequest for those that the keyspace does not have."""

    def lookup(named: NamedType) -> CqlType:
        if named.keyspace not in (None, keyspace.name):
            raise InvalidRequest(f"a user type is for its own keyspace only: {named.text()} is not of {keyspace.name}")
        found = keyspace.types.get(named.name)
        if found is None:
            raise InvalidRequest(f"there is no type {named.name} in keyspace {keyspace.name}")
        return found

    return resolve(type_, lookup)


def column_of(definition: ColumnDefinition, keyspace: Keyspace) -> ColumnSchema:
    """Make a column outside the primary key. Raises InvalidRequest."""
    type_ = resolved(definition.type, keyspace)
    check_column_type(type_)
    mask = definition.mask.function if definition.mask is not None else None
    column = ColumnSchema(definition.name, type_, "static" if definition.static else "regular", 0, mask=mask)
    if mask is not None:
        check_mask(column, mask)
    return column


def check_columns(columns: Collection[ColumnSchema]) -> None:
    """Refuse columns that do not go together in a new table. Raises InvalidRequest."""
    if len(columns) > MOST_COLUMNS:
        raise InvalidRequest(f"a table has {MOST_COLUMNS:,} columns at most")
    for column in columns:
        if column.kind in KEY_KINDS:
            check_key_type(column.name, column.type)
    check_statics(columns)
    check_counters(columns, InvalidRequest)


def check_key_type(name: str, type_: CqlType) -> None:
    """Refuse what cannot be in a primary key. Raises InvalidRequest."""
    if type_.multicell:
        raise InvalidRequest(f"{name} is in the primary key: {type_.text()} has to be frozen there")
    for forbidden in (COUNTER, DURATION):
        if contains(type_, forbidden):
            raise InvalidRequest(f"{name} is in the primary key, where no {forbidden.text()} can be")


def check_statics(columns: Iterable[ColumnSchema]) -> None:
    """Refuse static columns where each partition is one row. Raises InvalidRequest."""
    kinds = {column.kind for column in columns}
    if "static" in kinds and "clustering" not in kinds:
        raise InvalidRequest("static columns are for tables with clustering columns: a partition is one row here")


def check_counters(columns: Iterable[ColumnSchema], fault: Callable[[str], EngineError] = ConfigurationFault) -> None:
    """Refuse counters beside columns of other types."""
    others = [column for column in columns if column.kind not in KEY_KINDS]
    counters = [column for column in others if column.type == COUNTER]
    if counters and len(counters) < len(others):
        raise fault(f"a table with counters ({counters[0].name}) has no other columns outside its primary key")


def check_ttl(columns: Iterable[ColumnSchema], options: Mapping[str, Any]) -> None:
    """Refuse a time to live for counters. Raises InvalidRequest."""
    if options.get("default_time_to_live") and any(column.type == COUNTER for column in columns):
        raise InvalidRequest("counters do not end by themselves: default_time_to_live is not for them")


def contains(type_: CqlType, wanted: CqlType) -> bool:
    """Tell whether a type stands anywhere in another."""
    return type_ == wanted or any(contains(inner, wanted) for inner in inside(type_))


def inside(type_: CqlType) -> Iterable[CqlType]:
    """Give the types that a type is made of."""
    match type_:
        case FrozenType(inner=inner) | ListType(items=inner) | SetType(items=inner) | VectorType(items=inner):
            return (inner,)
        case MapType(keys=keys, values=values):
            return (keys, values)
        case TupleType(items=inners):
            return inners
        case UserType(fields=fields):
            return tuple(inner for _, inner in fields)
    return ()
