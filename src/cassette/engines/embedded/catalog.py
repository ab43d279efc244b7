"""The catalog: the schema as it is stored, and how it is changed.

Every change of the schema raises the version in `cassette_schema` within its transaction. A process
that finds another version than it has reads the catalog again; tables that did not change stay the
same objects (`snapshot.py`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import apsw

from cassette.cql.schema import EMPTY, ColumnSchema, IndexSchema, Schema, Table, View
from cassette.cql.types import CqlType
from cassette.engines.embedded import records
from cassette.engines.embedded.faults import readable
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import IndexState, Layout
from cassette.engines.embedded.records import IndexRecord, KeyspaceRecord, TableRecord, TypeRecord, table_record
from cassette.engines.embedded.search.caches import Caches
from cassette.engines.embedded.snapshot import Snapshot
from cassette.engines.embedded.system import SYSTEM_KEYSPACES

Fields = tuple[tuple[str, CqlType], ...]


def _ignored(garbage: Garbage) -> None:
    pass


class Catalog:
    """Reads and changes the stored schema; changes are to be made inside a write transaction."""

    def __init__(self, connection: apsw.Connection, garbage_grown: Callable[[Garbage], None] = _ignored) -> None:
        """Read with this connection; `garbage_grown` hears of tables that have gathered garbage."""
        self._connection = connection
        self.caches = Caches(Path(connection.filename) if connection.filename else None)
        self._snapshot = Snapshot(connection, garbage_grown, self.caches)
        self.schema: Schema = EMPTY

    @property
    def layouts(self) -> Mapping[UUID, Layout]:
        """Where every table and view lives, by its id."""
        return self._snapshot.layouts

    def catch_up(self) -> bool:
        """Read the catalog again if its version is not ours; whether it was."""
        version = self._connection.execute("SELECT version FROM cassette_schema").get
        if version == self.schema.version and self.schema is not EMPTY:
            return False
        self._read(version)
        return True

    def refresh(self) -> bool:
        """Catch up outside a transaction, because a caller needs it. Raises EngineErrors."""
        with readable():
            return self.catch_up()

    def create_keyspace(self, name: str, replication: Mapping[str, str], durable_writes: bool) -> None:
        """Add a keyspace."""
        record = KeyspaceRecord(dict(replication), durable_writes)
        self._connection.execute("INSERT INTO cassette_keyspaces VALUES (?, ?)", (name, records.written(record)))
        self._changed()

    def alter_keyspace(self, name: str, replication: Mapping[str, str], durable_writes: bool) -> None:
        """Give a keyspace other options."""
        record = records.written(KeyspaceRecord(dict(replication), durable_writes))
        self._connection.execute("UPDATE cassette_keyspaces SET definition = ? WHERE name = ?", (record, name))
        self._changed()

    def drop_keyspace(self, name: str) -> None:
        """Forget a keyspace with all that is in it."""
        keyspace = self.schema.keyspaces[name]
        for table in [*keyspace.views.values(), *keyspace.tables.values()]:
            self._drop_table(table)
        self._connection.execute("DELETE FROM cassette_types WHERE keyspace = ?", (name,))
        self._connection.execute("DELETE FROM cassette_keyspaces WHERE name = ?", (name,))
        self._changed()

    def set_type(self, keyspace: str, name: str, fields: Fields) -> None:
        """Add a user type, or give the one that is there other fields."""
        record = records.written(TypeRecord([(field, type_.text()) for field, type_ in fields]))
        self._connection.execute("REPLACE INTO cassette_types VALUES (?, ?, ?)", (keyspace, name, record))
        self._changed()

    def drop_type(self, keyspace: str, name: str) -> None:
        """Forget a user type that nothing uses."""
        self._connection.execute("DELETE FROM cassette_types WHERE keyspace = ? AND name = ?", (keyspace, name))
        self._changed()

    def create_table(self, table: Table, *, timed: bool = False) -> Layout:
        """Add a table or a view, and make its (still empty) SQLite tables."""
        base = self._number(self._base(table).id) if isinstance(table, View) else 0
        record = table_record(table, {}, base=base)
        record.timed = timed
        self._connection.execute(
            "INSERT INTO cassette_tables (keyspace, name, definition) VALUES (?, ?, ?)",
            (table.name.keyspace, table.name.table, records.written(record)),
        )
        self._changed()
        layout = self.layouts[table.id]
        for definition in layout.definitions:
            self._connection.execute(definition)
        return layout

    def alter_table(self, table: Table, renamed: Mapping[str, str] = MappingProxyType({})) -> None:
        """Put a table or a view in the place of the one with its id; `renamed` gives old names for new ones.

        SQLite's columns become those of the table. Whoever drops a column has seen to it before that no row
        is there by this column only.
        """
        before = self.layouts[table.id]
        record = self._record(before.number)
        ordinals = {
            name: before.ordinals[renamed.get(name, name)]
            for name in table.columns
            if renamed.get(name, name) in before.ordinals
        }
        base = record.view.base if record.view is not None else 0
        after = table_record(table, ordinals, base=base, next_ordinal=record.next_ordinal)
        after.timed = record.timed
        self._set_record(before.number, after)
        self._changed()
        self._alter_columns(before, self.layouts[table.id])

    def set_timed(self, table: UUID) -> None:
        """Note that cells of a table have write times or ends of their own from now on."""
        number = self._number(table)
        record = self._record(number)
        record.timed = True
        self._set_record(number, record)
        self._changed()

    def drop_table(self, table: Table) -> None:
        """Forget a table or a view, its rows and its indexes."""
        self._drop_table(table)
        self._changed()

    def create_index(self, table: Table, index: IndexSchema, state: IndexState) -> Layout:
        """Add an index and make its (still empty) side table; gives the table's new layout."""
        record = IndexRecord(index.target.column, index.target.part, index.using, dict(index.options))
        self._connection.execute(
            "INSERT INTO cassette_indexes (table_number, name, definition, state) VALUES (?, ?, ?, ?)",
            (self._number(table.id), index.name, records.written(record), state),
        )
        self._changed()
        layout = self.layouts[table.id]
        self._connection.execute(layout.index_named(index.name).definition)
        return layout

    def set_index_state(self, number: int, state: IndexState) -> None:
        """Note how far an index is: a change of the schema, so that every process hears of it."""
        self._connection.execute("UPDATE cassette_indexes SET state = ? WHERE number = ?", (state, number))
        self._changed()

    def drop_index(self, table: Table, name: str) -> None:
        """Forget an index and its side table."""
        layout = self.layouts[table.id]
        number = layout.index_numbers[name]
        self._connection.execute(f"DROP TABLE i{number}")
        self.caches.drop(f"i{number}")
        self._connection.execute("DELETE FROM cassette_indexes WHERE number = ?", (number,))
        self._changed()

    def _drop_table(self, table: Table) -> None:
        layout = self.layouts[table.id]
        for number in layout.index_numbers.values():
            self._connection.execute(f"DROP TABLE i{number}")
            self.caches.drop(f"i{number}")
        self._connection.execute("DELETE FROM cassette_indexes WHERE table_number = ?", (layout.number,))
        self._connection.execute("DELETE FROM cassette_tables WHERE number = ?", (layout.number,))
        for name in layout.tables:
            self._connection.execute(f"DROP TABLE {name}")

    def _alter_columns(self, before: Layout, after: Layout) -> None:
        """Make SQLite's columns those of a table as it is now."""
        if after.has_static and not before.has_static:
            for definition in after.static_definitions:
                self._connection.execute(definition)
        elif before.has_static and not after.has_static:
            for name in before.static_tables:
                self._connection.execute(f"DROP TABLE {name}")
        numbers = set(after.ordinals.values())
        for name, ordinal in before.ordinals.items():
            column = before.table.columns[name]
            if ordinal not in numbers and (column.kind != "static" or after.has_static):
                self._connection.execute(f"ALTER TABLE {_sql_of(before, column)} DROP COLUMN c{ordinal}")
        known = set(before.ordinals.values())
        for name, ordinal in after.ordinals.items():
            column = after.table.columns[name]
            if ordinal not in known and (column.kind != "static" or before.has_static):
                definition = after.places[name].definition
                self._connection.execute(f"ALTER TABLE {_sql_of(after, column)} ADD COLUMN {definition}")

    def _base(self, view: View) -> Table:
        found = self.schema.table(view.base.keyspace or "", view.base.table)
        assert found is not None
        return found

    def _number(self, table: UUID) -> int:
        return self.layouts[table].number

    def _record(self, number: int) -> TableRecord:
        definition = self._connection.execute("SELECT definition FROM cassette_tables WHERE number = ?", (number,)).get
        return records.read(definition, TableRecord)

    def _set_record(self, number: int, record: TableRecord) -> None:
        self._connection.execute(
            "UPDATE cassette_tables SET definition = ? WHERE number = ?", (records.written(record), number)
        )

    def _changed(self) -> None:
        """Raise the version and read what is stored now."""
        version = self._connection.execute("UPDATE cassette_schema SET version = version + 1 RETURNING version").get
        self._read(version)

    def _read(self, version: int) -> None:
        self._snapshot.read()
        self.schema = Schema(version, MappingProxyType({**SYSTEM_KEYSPACES, **self._snapshot.keyspaces}))


def _sql_of(layout: Layout, column: ColumnSchema) -> str:
    return layout.static_sql if column.kind == "static" else layout.sql
