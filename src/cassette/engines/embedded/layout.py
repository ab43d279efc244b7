"""Where a CQL table lives in SQLite.

    t7 (row, token, c0, c1, …)      one row for each row, numbered; c0, c1, … are its columns
    t7_key UNIQUE (token, partition key…, clustering…)    the order of Cassandra, and the way to a row
    t7_e (e)                        the rows in which something ends
    s7 (row, token, partition key…, static columns…)      what a partition has once, where there are static columns
    d7 (token, key…)    ds7 (token, partition key…)       rows, and cells of rows, that were deleted
    r7 (token, partition key…, range)                     partitions and ranges that were deleted
    i12 (value, row)                a SAI index on a column, or on the items of a set or list
    i12 (key, value, row)           a SAI index on the entries of a map

`row` grows with each insert, so that new entries of an index land side by side: an index whose entries
came in token order would touch a page of its own for each of them. A number is never used twice: an entry
whose row is gone is garbage that finds nothing (`garbage.py`), so every read of an index joins the table.
Indexes that rank rows have tables of their own kind (`search/texts/keeper.py`, `search/vectors/keeper.py`).
The tables are numbered, because SQLite's names do not tell case apart and CQL's do; cassette_tables and
cassette_indexes say which is which.

Behind its columns a row has what Cassandra knows of its cells (docs/decisions/0011):

    live    the write time of the row's marker, in microseconds; null where the row exists by its cells only
    w       the write time of every cell that x does not name
    x       null; or a number whose bit n says that column n is null because it was deleted at w; or the
            details of single cells (`cells/details.py`)
    e       the earliest second at which something in the row ends; null for never

A row in t7 or s7 is one that reads show, so they ask nothing of these. In d7 and r7, `time` is the write time of
the deletion (null in d7 where cells were deleted only), and `gone` the second in which it was made.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import apsw

from cassette.cql.schema import ColumnSchema, IndexSchema, Table
from cassette.engines.embedded.cells.details import MOST_BITS
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.index_entries import IndexEntries, entries_of
from cassette.engines.embedded.search.caches import Caches
from cassette.engines.embedded.search.keepers import keeper_of
from cassette.engines.embedded.values import Kept, SqliteValue, kept, kept_in_key, kept_in_partition

if TYPE_CHECKING:
    from cassette.engines.embedded.cells.stored import StoredRow

KEPT_AS = {"clustering": kept_in_key, "partition_key": kept_in_partition}
"""The kinds of columns that are not kept as in the rest of the row."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one column lives."""

    sql: str
    kept: Kept
    column: ColumnSchema

    @property
    def definition(self) -> str:
        """The SQL of the column, as it stands where its table is made."""
        return self.sql if self.kept.collation == "BINARY" else f"{self.sql} COLLATE {self.kept.collation}"


class IndexState(StrEnum):
    """How far an index is. The entries of maps cost much upkeep, so nobody keeps them up before a query wants them."""

    DORMANT = "dormant"
    """It has no entries, and no query reads it."""
    BUILDING = "building"
    """Writers keep it up while it is being filled; no query reads it yet."""
    READY = "ready"


class IndexKeeper(Protocol):
    """Keeps up an index that is more than a side table with entries."""

    @property
    def definition(self) -> str:
        """The SQL that makes its table."""
        ...

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of its table beside `row`; none where it leaves nothing of a row that is gone."""
        ...

    def change(self, connection: apsw.Connection, row: int, old: SqliteValue, new: SqliteValue) -> None:
        """Note that the indexed column of a row has become another, from or to null for a row that comes or goes."""
        ...

    def forget(self, connection: apsw.Connection, row: int) -> None:
        """Note that a row is gone; its number is not used again."""
        ...


class ViewKeeper(Protocol):
    """Keeps a materialized view in step with its table."""

    def change(
        self,
        connection: apsw.Connection,
        key: tuple[SqliteValue, ...],
        before: "StoredRow | None",
        after: "StoredRow | None",
    ) -> None:
        """Note what a row of the table, by (token, key…), has become; None for no row."""
        ...


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where one index lives, and how its entries come about; one that ranks rows has a keeper instead of entries."""

    number: int
    index: IndexSchema
    place: Place
    entries: IndexEntries
    state: IndexState
    keeper: IndexKeeper | None = None

    @property
    def sql(self) -> str:
        """The name of its SQLite table."""
        return f"i{self.number}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of its SQLite table beside `row`."""
        return self.entries.fields if self.keeper is None else self.keeper.fields

    @property
    def definition(self) -> str:
        """The SQL that makes it."""
        if self.keeper is not None:
            return self.keeper.definition
        fields = ", ".join(self.entries.fields)
        return f"CREATE TABLE {self.sql} ({fields}, row INTEGER, PRIMARY KEY ({fields}, row)) WITHOUT ROWID"


@dataclass(frozen=True, eq=False)
class Layout:
    """Where one table lives. The ordinals number its columns, as the catalog keeps them."""

    table: Table
    number: int
    ordinals: dict[str, int]
    index_numbers: dict[str, int]
    index_states: dict[str, IndexState]
    garbage: Garbage
    timed: bool = False
    """Whether anybody has used a write time of their own or a TTL: writes have to be merged then."""
    views: tuple[ViewKeeper, ...] = ()
    caches: Caches = field(default_factory=lambda: Caches(None))
    """What is in memory of its vector indexes, the same object for every layout of one database."""

    @cached_property
    def sql(self) -> str:
        """The name of its SQLite table."""
        return f"t{self.number}"

    @cached_property
    def static_sql(self) -> str:
        """The name of the SQLite table with what is static; it is there only if something is."""
        return f"s{self.number}"

    @cached_property
    def dead_sql(self) -> str:
        """The name of the SQLite table with deleted rows and cells."""
        return f"d{self.number}"

    @cached_property
    def static_dead_sql(self) -> str:
        """The name of the SQLite table with deleted static cells."""
        return f"ds{self.number}"

    @cached_property
    def ranges_sql(self) -> str:
        """The name of the SQLite table with deleted partitions and ranges."""
        return f"r{self.number}"

    @property
    def has_static(self) -> bool:
        """Whether the table has static columns."""
        return bool(self.static)

    @cached_property
    def is_plain(self) -> bool:
        """Whether the newest write simply wins, and every column has a bit in a number x."""
        return not self.timed and not self.views and all(ordinal < MOST_BITS for ordinal in self.ordinals.values())

    @cached_property
    def tables(self) -> list[str]:
        """The names of all its SQLite tables; those of its indexes are not among them."""
        return [self.sql, self.dead_sql, self.ranges_sql, *self.static_tables]

    @property
    def tables_of_deletions(self) -> list[str]:
        """The names of the SQLite tables that remember what was deleted."""
        return [self.dead_sql, self.ranges_sql, *([self.static_dead_sql] if self.has_static else ())]

    @property
    def static_tables(self) -> list[str]:
        """The names of the SQLite tables for static columns, if there are such columns."""
        return [self.static_sql, self.static_dead_sql] if self.has_static else []

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every column's place, by name."""
        return {
            name: Place(f"c{self.ordinals[name]}", KEPT_AS.get(column.kind, kept)(column.type), column)
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
    def regular(self) -> tuple[Place, ...]:
        """The places of the columns outside the primary key that each row has, as they are numbered."""
        return self._of_kind("regular")

    @cached_property
    def static(self) -> tuple[Place, ...]:
        """The places of the static columns, as they are numbered."""
        return self._of_kind("static")

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

    def with_views(self, views: tuple[ViewKeeper, ...]) -> "Layout":
        """Give the layout of the same table, which keeps these views up."""
        return replace(self, views=views)

    def index_named(self, name: str) -> IndexPlace:
        """Find an index's place by its name."""
        return next(index for index in self.indexes if index.index.name == name)

    @cached_property
    def definitions(self) -> list[str]:
        """The SQL that makes the tables, without those of indexes."""
        columns = ", ".join(place.definition for place in self._numbered if place.column.kind != "static")
        order = ", ".join(["token", *(f"{p.sql} DESC" if p.column.descending else p.sql for p in self.key)])
        start = f"CREATE TABLE {self.sql} (row INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL"
        return [
            f"{start}, {columns}, live, w, x, e)",
            f"CREATE UNIQUE INDEX {self.sql}_key ON {self.sql} ({order})",
            f"CREATE INDEX {self.sql}_e ON {self.sql} (e) WHERE e IS NOT NULL",
            _dead_definition(self.dead_sql, self.key),
            _keyed_definition(self.ranges_sql, self.partition, ", range BLOB"),
            *(self.static_definitions if self.has_static else ()),
        ]

    @property
    def static_definitions(self) -> list[str]:
        """The SQL that makes the tables for static columns."""
        columns = ", ".join(place.definition for place in (*self.partition, *self.static))
        order = ", ".join(["token", *(place.sql for place in self.partition)])
        start = f"CREATE TABLE {self.static_sql} (row INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL"
        return [
            f"{start}, {columns}, w, x, e)",
            f"CREATE UNIQUE INDEX {self.static_sql}_key ON {self.static_sql} ({order})",
            f"CREATE INDEX {self.static_sql}_e ON {self.static_sql} (e) WHERE e IS NOT NULL",
            _dead_definition(self.static_dead_sql, self.partition),
        ]

    @cached_property
    def _numbered(self) -> list[Place]:
        return [self.places[name] for name in sorted(self.places, key=self.ordinals.__getitem__)]

    def _of_kind(self, kind: str) -> tuple[Place, ...]:
        return tuple(place for place in self._numbered if place.column.kind == kind)

    def _index(self, index: IndexSchema) -> IndexPlace:
        place = self.places[index.target.column]
        entries = entries_of(index, place.column.type, place.kept)
        number, state = self.index_numbers[index.name], self.index_states[index.name]
        return IndexPlace(number, index, place, entries, state, keeper_of(index, place.column, f"i{number}"))


def _dead_definition(name: str, key: tuple[Place, ...]) -> str:
    return _keyed_definition(name, key, "", ", x")


def _keyed_definition(name: str, key: tuple[Place, ...], more: str, details: str = "") -> str:
    names = ", ".join(["token", *(place.sql for place in key)]) + more.removesuffix(" BLOB")
    columns = ", ".join(["token INTEGER NOT NULL", *(place.definition for place in key)]) + more
    return f"CREATE TABLE {name} ({columns}, time INTEGER{details}, gone INTEGER, PRIMARY KEY ({names})) WITHOUT ROWID"
