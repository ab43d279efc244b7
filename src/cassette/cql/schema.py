"""The schema: keyspaces, tables, columns and indexes, as one immutable snapshot.

A change makes a new snapshot with the next version; a table that did not change is the same object
in both, so what was worked out from a table (plans, collection settings) can be kept beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from cassette.cql.names import TableName
from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.types import CqlType

ColumnKind = Literal["partition_key", "clustering", "static", "regular"]


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column of a table; `position` counts within its kind."""

    name: str
    type: CqlType
    kind: ColumnKind
    position: int
    descending: bool = False


@dataclass(frozen=True, slots=True)
class IndexSchema:
    """One index of a table."""

    name: str
    target: IndexTarget
    using: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table. Compared by identity: an unchanged table stays the same object from version to version."""

    name: TableName
    id: UUID
    columns: Mapping[str, ColumnSchema]
    options: Mapping[str, object]
    indexes: Mapping[str, IndexSchema] = field(default_factory=dict)

    @property
    def partition_key(self) -> tuple[ColumnSchema, ...]:
        """The partition key's columns, in their order."""
        return self._of_kind("partition_key")

    @property
    def clustering(self) -> tuple[ColumnSchema, ...]:
        """The clustering columns, in their order."""
        return self._of_kind("clustering")

    @property
    def regular(self) -> tuple[ColumnSchema, ...]:
        """The columns outside the primary key, by name."""
        return tuple(sorted(self._of_kind("regular"), key=lambda column: column.name))

    def _of_kind(self, kind: ColumnKind) -> tuple[ColumnSchema, ...]:
        return tuple(sorted((c for c in self.columns.values() if c.kind == kind), key=lambda c: c.position))


@dataclass(frozen=True, slots=True, eq=False)
class Keyspace:
    """One keyspace and its tables, by name."""

    name: str
    replication: Mapping[str, str]
    durable_writes: bool
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All that is defined at one moment; a later moment has a greater version."""

    version: int
    keyspaces: Mapping[str, Keyspace]

    def table(self, keyspace: str, table: str) -> Table | None:
        """Look a table up; None where it or its keyspace is not there."""
        found = self.keyspaces.get(keyspace)
        return None if found is None else found.tables.get(table)


EMPTY = Schema(0, MappingProxyType({}))
