"""Where a CQL table lives in SQLite.

    t7 (row, token, c0, c1, …)      one row for each row, numbered; c0, c1, … are its columns
    t7_key UNIQUE (token, partition key…, clustering…)    the order of Cassandra, and the way to a row
    i12 (value, row)                a SAI index on a column, or on the items of a set or list
    i12 (key, value, row)           a SAI index on the entries of a map

`row` grows with each insert, so that new entries of an index land side by side: an index whose entries
came in token order would touch a page of its own for each of them. A number is never used twice: an entry
whose row is gone is garbage that finds nothing (`garbage.py`), so every read of an index joins the table.
The tables are numbered, because
SQLite's names do not tell case apart and CQL's do; cassette_tables and cassette_indexes say which is which.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from cassette.cql.schema import ColumnSchema, IndexSchema, Table
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.index_entries import IndexEntries, entries_of
from cassette.engines.embedded.values import Kept, kept


@dataclass(frozen=True, slots=True)
class Place:
    """Where one column lives."""

    sql: str
    kept: Kept
    column: ColumnSchema


class IndexState(StrEnum):
    """How far an index is. The entries of maps cost much upkeep, so nobody keeps them up before a query wants them."""

    DORMANT = "dormant"
    """It has no entries, and no query reads it."""
    BUILDING = "building"
    """Writers keep it up while it is being filled; no query reads it yet."""
    READY = "ready"


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where one index lives, and how its entries come about."""

    number: int
    index: IndexSchema
    place: Place
    entries: IndexEntries
    state: IndexState

    @property
    def sql(self) -> str:
        """The name of its SQLite table."""
        return f"i{self.number}"

    @property
    def definition(self) -> str:
        """The SQL that makes it."""
        fields = ", ".join(self.entries.fields)
        return f"CREATE TABLE {self.sql} ({fields}, row INTEGER, PRIMARY KEY ({fields}, row)) WITHOUT ROWID"


@dataclass(frozen=True)
class Layout:
    """Where one table lives. The ordinals number its columns, as the catalog keeps them."""

    table: Table
    number: int
    ordinals: dict[str, int]
    index_numbers: dict[str, int]
    index_states: dict[str, IndexState]
    garbage: Garbage

    @cached_property
    def sql(self) -> str:
        """The name of its SQLite table."""
        return f"t{self.number}"

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every column's place, by name."""
        return {
            name: Place(f"c{self.ordinals[name]}", kept(column.type), column)
            for name, column in self.table.columns.items()
        }

    @cached_property
    def partition(self) -> tuple[Place, ...]:
        """The places of the partition key."""
        return tuple(self.places[column.name] for column in self.table.partition_key)

    @cached_property
    def key(self) -> tuple[Place, ...]:
        """The places of the whole primary key."""
        return self.partition + tuple(self.places[column.name] for column in self.table.clustering)

    @cached_property
    def indexes(self) -> tuple[IndexPlace, ...]:
        """Every index's place."""
        return tuple(self._index(index) for index in self.table.indexes.values())

    @cached_property
    def kept_up(self) -> tuple[IndexPlace, ...]:
        """The indexes that every write has to keep up."""
        return tuple(index for index in self.indexes if index.state is not IndexState.DORMANT)

    @cached_property
    def indexes_of(self) -> dict[str, tuple[IndexPlace, ...]]:
        """The indexes on each indexed column."""
        found: dict[str, tuple[IndexPlace, ...]] = {}
        for index in self.indexes:
            column = index.place.column.name
            found[column] = (*found.get(column, ()), index)
        return found

    def index_named(self, name: str) -> IndexPlace:
        """Find an index's place by its name."""
        return next(index for index in self.indexes if index.index.name == name)

    @cached_property
    def definitions(self) -> list[str]:
        """The SQL that makes the table, without its indexes."""
        columns = ", ".join(self.places[name].sql for name in sorted(self.ordinals, key=self.ordinals.__getitem__))
        order = ", ".join(["token", *(f"{p.sql} DESC" if p.column.descending else p.sql for p in self.key)])
        return [
            f"CREATE TABLE {self.sql} (row INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL, {columns})",
            f"CREATE UNIQUE INDEX {self.sql}_key ON {self.sql} ({order})",
        ]

    def _index(self, index: IndexSchema) -> IndexPlace:
        place = self.places[index.target.column]
        entries = entries_of(index, place.column.type)
        number, state = self.index_numbers[index.name], self.index_states[index.name]
        return IndexPlace(number, index, place, entries, state)
