"""The schema: keyspaces, types, tables, views, columns and indexes, as one immutable snapshot.

A change makes a new snapshot with the next version; a table that did not change is the same object
in both, so what was worked out from a table (plans, collection settings) can be kept beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from cassette.cql.conditions import Condition
from cassette.cql.names import TableName
from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.terms import FunctionTerm
from cassette.cql.types import CqlType, ScalarType, UserType

COUNTER = ScalarType("counter")

ColumnKind = Literal["partition_key", "clustering", "static", "regular"]


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column of a table; `position` counts within its kind. `mask` is the function of MASKED WITH."""

    name: str
    type: CqlType
    kind: ColumnKind
    position: int
    descending: bool = False
    mask: FunctionTerm | None = None


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """One index of a table; `using` names its class, empty for CREATE INDEX without USING."""

    name: str
    target: IndexTarget
    using: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DroppedColumn:
    """A column that was dropped: what was written to it until `time_us` is gone, also if it comes back."""

    name: str
    type: CqlType
    static: bool
    time_us: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table. Compared by identity: an unchanged table stays the same object from version to version."""

    name: TableName
    id: UUID
    columns: Mapping[str, ColumnSchema]
    options: Mapping[str, object]
    indexes: Mapping[str, IndexSchema] = field(default_factory=dict)
    dropped: Mapping[str, DroppedColumn] = field(default_factory=dict)

    @property
    def partition_key(self) -> tuple[ColumnSchema, ...]:
        """The partition key's columns, in their order."""
        return self._of_kind("partition_key")

    @property
    def clustering(self) -> tuple[ColumnSchema, ...]:
        """The clustering columns, in their order."""
        return self._of_kind("clustering")

    @property
    def static(self) -> tuple[ColumnSchema, ...]:
        """The static columns, by name."""
        return tuple(sorted(self._of_kind("static"), key=lambda column: column.name))

    @property
    def regular(self) -> tuple[ColumnSchema, ...]:
        """The columns that every row has outside the primary key, by name."""
        return tuple(sorted(self._of_kind("regular"), key=lambda column: column.name))

    @property
    def is_counter(self) -> bool:
        """Whether all columns outside the primary key are counters, as one of them is."""
        return any(column.type == COUNTER for column in self.columns.values())

    def _of_kind(self, kind: ColumnKind) -> tuple[ColumnSchema, ...]:
        return tuple(sorted((c for c in self.columns.values() if c.kind == kind), key=lambda c: c.position))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class View(Table):
    """A materialized view: a table of its own, written with its base; `include_all` for SELECT *."""

    base: TableName
    where: Condition | None
    include_all: bool


@dataclass(frozen=True, slots=True, eq=False)
class Keyspace:
    """One keyspace and what is in it, by name."""

    name: str
    replication: Mapping[str, str]
    durable_writes: bool
    tables: Mapping[str, Table]
    types: Mapping[str, UserType] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All that is defined at one moment; a later moment has a greater version."""

    version: int
    keyspaces: Mapping[str, Keyspace]

    def table(self, keyspace: str, table: str) -> Table | None:
        """Look a table or a view up; None where it or its keyspace is not there."""
        found = self.keyspaces.get(keyspace)
        return None if found is None else found.tables.get(table) or found.views.get(table)


EMPTY = Schema(0, MappingProxyType({}))
