"""The catalog: the schema as it is stored, and the snapshot that is made from it.

Every change of the schema raises the version in `cassette_schema` within its transaction. A process
that finds another version than it has reads the catalog again; tables that did not change stay the
same objects.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import apsw
import msgspec

from cassette.cql.names import TableName
from cassette.cql.schema import EMPTY, ColumnKind, ColumnSchema, IndexSchema, Keyspace, Schema, Table
from cassette.cql.statements.create_index import IndexTarget, Part
from cassette.cql.types import parse_type
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import IndexState, Layout
from cassette.engines.embedded.system import SYSTEM_KEYSPACES


class KeyspaceRecord(msgspec.Struct):
    """A keyspace, as cassette_keyspaces keeps it."""

    replication: dict[str, str]
    durable_writes: bool


class ColumnRecord(msgspec.Struct):
    """A column of a table record; `ordinal` numbers its SQLite column."""

    name: str
    type: str
    kind: ColumnKind
    position: int
    ordinal: int
    descending: bool = False


class TableRecord(msgspec.Struct):
    """A table, as cassette_tables keeps it."""

    id: UUID
    columns: list[ColumnRecord]
    options: dict[str, Any]


class IndexRecord(msgspec.Struct):
    """An index, as cassette_indexes keeps it."""

    column: str
    part: Part
    using: str
    options: dict[str, str]


class StoredIndex(NamedTuple):
    """A row of cassette_indexes."""

    number: int
    name: str
    definition: str
    state: str


def _ignored(garbage: Garbage) -> None:
    pass


def _text(record: msgspec.Struct) -> str:
    return msgspec.json.encode(record).decode()


class Catalog:
    """Reads and changes the stored schema; changes are to be made inside a write transaction."""

    def __init__(self, connection: apsw.Connection, garbage_grown: Callable[[Garbage], None] = _ignored) -> None:
        """Read with this connection; `garbage_grown` hears of tables that have gathered garbage."""
        self._connection = connection
        self._garbage_grown = garbage_grown
        self._garbage: dict[int, Garbage] = {}
        self._stored: dict[int, tuple[tuple[str, ...], Layout]] = {}
        self.schema: Schema = EMPTY
        self.layouts: dict[UUID, Layout] = {}

    def catch_up(self) -> bool:
        """Read the catalog again if its version is not ours; whether it was."""
        version = self._connection.execute("SELECT version FROM cassette_schema").get
        if version == self.schema.version and self.schema is not EMPTY:
            return False
        self._read(version)
        return True

    def create_keyspace(self, name: str, replication: Mapping[str, str], durable_writes: bool) -> None:
        """Add a keyspace."""
        record = KeyspaceRecord(dict(replication), durable_writes)
        self._connection.execute("INSERT INTO cassette_keyspaces VALUES (?, ?)", (name, _text(record)))
        self._changed()

    def drop_keyspace(self, name: str) -> None:
        """Forget a keyspace with all that is in it."""
        for table in list(self.schema.keyspaces[name].tables.values()):
            self._drop_table(table)
        self._connection.execute("DELETE FROM cassette_keyspaces WHERE name = ?", (name,))
        self._changed()

    def create_table(self, table: Table) -> None:
        """Add a table and make its SQLite table."""
        columns = [
            ColumnRecord(c.name, c.type.text(), c.kind, c.position, ordinal, c.descending)
            for ordinal, c in enumerate(table.columns.values())
        ]
        record = TableRecord(table.id, columns, dict(table.options))
        self._connection.execute(
            "INSERT INTO cassette_tables (keyspace, name, definition) VALUES (?, ?, ?)",
            (table.name.keyspace, table.name.table, _text(record)),
        )
        number = self._connection.last_insert_rowid()
        layout = Layout(table, number, {c.name: c.ordinal for c in columns}, {}, {}, self._garbage_of(number, 0))
        for definition in layout.definitions:
            self._connection.execute(definition)
        self._changed()

    def drop_table(self, table: Table) -> None:
        """Forget a table, its rows and its indexes."""
        self._drop_table(table)
        self._changed()

    def create_index(self, table: Table, index: IndexSchema, state: IndexState) -> Layout:
        """Add an index and make its (still empty) side table; gives the table's new layout."""
        record = IndexRecord(index.target.column, index.target.part, index.using, dict(index.options))
        self._connection.execute(
            "INSERT INTO cassette_indexes (table_number, name, definition, state) VALUES (?, ?, ?, ?)",
            (self.layouts[table.id].number, index.name, _text(record), state),
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
        self._connection.execute("DELETE FROM cassette_indexes WHERE number = ?", (number,))
        self._changed()

    def _drop_table(self, table: Table) -> None:
        layout = self.layouts[table.id]
        for number in layout.index_numbers.values():
            self._connection.execute(f"DROP TABLE i{number}")
        self._connection.execute("DELETE FROM cassette_indexes WHERE table_number = ?", (layout.number,))
        self._connection.execute("DELETE FROM cassette_tables WHERE number = ?", (layout.number,))
        self._connection.execute(f"DROP TABLE {layout.sql}")

    def _changed(self) -> None:
        """Raise the version and read what is stored now."""
        version = self._connection.execute("UPDATE cassette_schema SET version = version + 1 RETURNING version").get
        self._read(version)

    def _read(self, version: int) -> None:
        tables = self._read_tables()
        keyspaces: dict[str, Keyspace] = {}
        for name, definition in self._connection.execute("SELECT name, definition FROM cassette_keyspaces ORDER BY 1"):
            record = msgspec.json.decode(definition, type=KeyspaceRecord)
            own = MappingProxyType(tables.get(name, {}))
            keyspaces[name] = Keyspace(name, MappingProxyType(record.replication), record.durable_writes, own)
        self.layouts = {layout.table.id: layout for _, layout in self._stored.values()}
        self.schema = Schema(version, MappingProxyType({**SYSTEM_KEYSPACES, **keyspaces}))

    def _read_tables(self) -> dict[str, dict[str, Table]]:
        """All tables by keyspace and name; those stored as before stay the objects they were."""
        indexes: dict[int, list[StoredIndex]] = {}
        for table, *stored_index in self._connection.execute(
            "SELECT table_number, number, name, definition, state FROM cassette_indexes ORDER BY number"
        ):
            indexes.setdefault(table, []).append(StoredIndex(*stored_index))
        tables: dict[str, dict[str, Table]] = {}
        stored: dict[int, tuple[tuple[str, ...], Layout]] = {}
        for number, keyspace, name, definition, garbage in self._connection.execute(
            "SELECT number, keyspace, name, definition, garbage FROM cassette_tables ORDER BY keyspace, name"
        ):
            own = indexes.get(number, [])
            shape = (keyspace, name, definition, *map(str, own))
            known = self._stored.get(number)
            if known and known[0] == shape:
                layout = known[1]
            else:
                layout = _layout(number, keyspace, name, definition, own, self._garbage_of(number, garbage))
            stored[number] = (shape, layout)
            tables.setdefault(keyspace, {})[name] = layout.table
        self._stored = stored
        return tables

    def _garbage_of(self, number: int, rows: int) -> Garbage:
        """A table's count of left rows, the same object for every version of the table."""
        return self._garbage.setdefault(number, Garbage(number, rows, self._garbage_grown))


def _layout(
    number: int, keyspace: str, name: str, definition: str, indexes: list[StoredIndex], garbage: Garbage
) -> Layout:
    record = msgspec.json.decode(definition, type=TableRecord)
    columns = {
        c.name: ColumnSchema(c.name, parse_type(c.type), c.kind, c.position, c.descending) for c in record.columns
    }
    table = Table(TableName(keyspace, name), record.id, MappingProxyType(columns), MappingProxyType(record.options))
    own = {index.name: _index(index.name, index.definition) for index in indexes}
    return Layout(
        table=replace(table, indexes=MappingProxyType(own)),
        number=number,
        ordinals={c.name: c.ordinal for c in record.columns},
        index_numbers={index.name: index.number for index in indexes},
        index_states={index.name: IndexState(index.state) for index in indexes},
        garbage=garbage,
    )


def _index(name: str, definition: str) -> IndexSchema:
    record = msgspec.json.decode(definition, type=IndexRecord)
    target = IndexTarget(record.column, record.part)
    return IndexSchema(name, target, record.using, MappingProxyType(record.options))
