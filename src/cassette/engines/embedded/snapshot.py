"""The snapshot: what the catalog's tables say, as schema and layouts.

Whatever did not change since the last reading stays the object it was, so that plans made for it stay good:
a table is made anew when its record, its indexes, a type in its columns or one of its views has changed.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

import apsw

from cassette.cql.names import TableName
from cassette.cql.schema import Keyspace, Table, View
from cassette.cql.types import CqlType, NamedType, UserType
from cassette.engines.embedded import records
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import IndexState, Layout
from cassette.engines.embedded.records import IndexRecord, KeyspaceRecord, TableRecord, TypeRecord
from cassette.engines.embedded.search.caches import Caches
from cassette.engines.embedded.views import RowsOfView
from cassette.errors import StorageFault


class StoredIndex(NamedTuple):
    """A row of cassette_indexes."""

    number: int
    name: str
    definition: str
    state: str


class StoredTable(NamedTuple):
    """A row of cassette_tables, with those of its indexes."""

    number: int
    name: TableName
    definition: str
    garbage: int
    indexes: tuple[StoredIndex, ...]


class Known(NamedTuple):
    """A table as it was read last: what it was made from, and its layout without the keepers of its views."""

    stored: tuple[object, ...]
    types: Mapping[str, UserType]
    layout: Layout


class Watched(NamedTuple):
    """A table with views: its layout without keepers, the layouts of the views, and the layout that it became."""

    bare: Layout
    views: tuple[Layout, ...]
    layout: Layout


class Snapshot:
    """The last reading of a catalog."""

    def __init__(self, connection: apsw.Connection, garbage_grown: Callable[[Garbage], None], caches: Caches) -> None:
        self._connection = connection
        self._garbage_grown = garbage_grown
        self._garbage: dict[int, Garbage] = {}
        self._known: dict[int, Known] = {}
        self._watched: dict[int, Watched] = {}
        self._caches = caches
        self.keyspaces: dict[str, Keyspace] = {}
        self.layouts: dict[UUID, Layout] = {}

    def read(self) -> None:
        """Read what is stored now."""
        types = self._read_types()
        layouts = self._read_layouts(types)
        tables: dict[str | None, list[Table]] = {}
        for layout in layouts.values():
            tables.setdefault(layout.table.name.keyspace, []).append(layout.table)
        keyspaces: dict[str, Keyspace] = {}
        for name, definition in self._connection.execute("SELECT name, definition FROM cassette_keyspaces ORDER BY 1"):
            record = records.read(definition, KeyspaceRecord)
            own = tables.get(name, [])
            keyspaces[name] = Keyspace(
                name,
                MappingProxyType(record.replication),
                record.durable_writes,
                tables=MappingProxyType({t.name.table: t for t in own if not isinstance(t, View)}),
                types=MappingProxyType(types.get(name, {})),
                views=MappingProxyType({t.name.table: t for t in own if isinstance(t, View)}),
            )
        # both at once, when nothing can fail any more: each is looked up with what the other gave
        self.keyspaces = keyspaces
        self.layouts = {layout.table.id: layout for layout in layouts.values()}

    def garbage_of(self, number: int, rows: int = 0) -> Garbage:
        """A table's count of left rows, the same object for every version of the table."""
        return self._garbage.setdefault(number, Garbage(number, rows, self._garbage_grown))

    def _read_types(self) -> dict[str, dict[str, UserType]]:
        """All user types by keyspace and name."""
        found: dict[str, dict[str, TypeRecord]] = {}
        for keyspace, name, definition in self._connection.execute(
            "SELECT keyspace, name, definition FROM cassette_types ORDER BY keyspace, name"
        ):
            found.setdefault(keyspace, {})[name] = records.read(definition, TypeRecord)
        return {keyspace: records.types_of(keyspace, own) for keyspace, own in found.items()}

    def _read_layouts(self, types: Mapping[str, Mapping[str, UserType]]) -> dict[int, Layout]:
        """All layouts by number, in the order of keyspaces and names; those of tables with views keep them up."""
        stored = {table.number: table for table in self._read_tables()}
        known: dict[int, Known] = {}
        for number, table in stored.items():
            known[number] = self._table(table, types.get(table.name.keyspace or "", {}), stored)
        self._known = known
        views: dict[int, list[Layout]] = {}
        for number, one in known.items():
            base = _base(stored[number].definition)
            if base is not None:
                views.setdefault(base, []).append(one.layout)
        self._watched = {number: self._watch(number, tuple(own)) for number, own in views.items()}
        return {
            number: self._watched[number].layout if number in self._watched else one.layout
            for number, one in known.items()
        }

    def _read_tables(self) -> list[StoredTable]:
        indexes: dict[int, list[StoredIndex]] = {}
        for table, *stored_index in self._connection.execute(
            "SELECT table_number, number, name, definition, state FROM cassette_indexes ORDER BY number"
        ):
            indexes.setdefault(table, []).append(StoredIndex(*stored_index))
        return [
            StoredTable(number, TableName(keyspace, name), definition, garbage, tuple(indexes.get(number, ())))
            for number, keyspace, name, definition, garbage in self._connection.execute(
                "SELECT number, keyspace, name, definition, garbage FROM cassette_tables ORDER BY keyspace, name"
            )
        ]

    def _table(self, table: StoredTable, types: Mapping[str, UserType], others: Mapping[int, StoredTable]) -> Known:
        """Make a table, or give the one that was there if nothing in it is new."""
        base_number = _base(table.definition)
        base = others[base_number] if base_number is not None else None
        stored = (table.name, table.definition, table.indexes, base and (base.name, _is_timed(base.definition)))
        known = self._known.get(table.number)
        if known is not None and known.stored == stored and known.types == types:
            return known
        made = self._layout(table, types, base)
        if known is not None and known.stored == stored and known.layout.table.columns == made.table.columns:
            # a type has changed that this table does not use
            made = known.layout
        return Known(stored, types, made)

    def _layout(self, table: StoredTable, types: Mapping[str, UserType], base: StoredTable | None) -> Layout:
        def lookup(named: NamedType) -> CqlType:
            if named.name not in types:
                raise StorageFault(f"the schema is damaged: {table.name.text()} needs the type {named.text()}")
            return types[named.name]

        record = _record(table.definition)
        indexes = {index.name: records.index_of(index.name, _index(index)) for index in table.indexes}
        base_name = base.name if base is not None else None
        made: Table = records.table_of(record, table.name, lookup, MappingProxyType(indexes), base_name)
        return Layout(
            table=made,
            number=table.number,
            ordinals={c.name: c.ordinal for c in record.columns},
            index_numbers={index.name: index.number for index in table.indexes},
            index_states={index.name: IndexState(index.state) for index in table.indexes},
            garbage=self.garbage_of(table.number, table.garbage),
            timed=record.timed if base is None else _is_timed(base.definition),
            caches=self._caches,
        )

    def _watch(self, number: int, views: tuple[Layout, ...]) -> Watched:
        """Give a table the keepers of its views."""
        bare = self._known[number].layout
        watched = self._watched.get(number)
        if watched is not None and watched.bare is bare and watched.views == views:
            return watched
        return Watched(bare, views, bare.with_views(tuple(RowsOfView(bare, view) for view in views)))


def _index(index: StoredIndex) -> IndexRecord:
    return records.read(index.definition, IndexRecord)


@lru_cache(maxsize=8_192)
def _record(definition: str) -> TableRecord:
    """Read the record of a table; most of them are the same from reading to reading."""
    return records.read(definition, TableRecord)


def _base(definition: str) -> int | None:
    """The number of the table that a view is of; None for what is no view."""
    view = _record(definition).view
    return None if view is None else view.base


def _is_timed(definition: str) -> bool:
    return _record(definition).timed
