"""Rows and their index entries, written together.

A row's index entries follow from the values in its row, so whoever changes a row reads what the row
had in the indexed columns, and hands both sides to `RowWriter`. It has two ways to change a row: take
away and add the entries that differ, or, where many differ, give the row a new number with all its
entries anew and leave the old ones to the sweeper.
"""

from collections.abc import Sequence

import apsw

from cassette.engines.embedded.layout import IndexPlace, Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.values import SqliteValue

MOST_REMOVED = 8
"""How many entries an update takes away before it is cheaper to number the row anew."""


class RowWriter:
    """Writes some columns of one table's rows; `columns` are the ones outside the primary key."""

    def __init__(self, layout: Layout, columns: Sequence[Place]) -> None:
        self._indexes = _positions(columns, layout)
        self._key_indexes = _positions(layout.key, layout)
        names = ", ".join(["token", *(place.sql for place in (*layout.key, *columns))])
        markers = ", ".join("?" * (1 + len(layout.key) + len(columns)))
        self._insert = f"INSERT INTO {layout.sql} ({names}) VALUES ({markers}) ON CONFLICT DO NOTHING"
        settings = ", ".join(f"{place.sql} = ?" for place in columns)
        self._update = f"UPDATE {layout.sql} SET {settings} WHERE row = ?" if columns else None
        every = {
            column.name
            for column in layout.table.columns.values()
            if column.kind not in ("partition_key", "clustering")
        }
        covers = every == {place.column.name for place in columns} and not self._key_indexes
        self._replace = f"REPLACE INTO {layout.sql} ({names}) VALUES ({markers})" if covers else None
        self._garbage = layout.garbage
        self._delete = f"DELETE FROM {layout.sql} WHERE row = ?"
        self._add = {i.sql: f"INSERT OR IGNORE INTO {i.sql} VALUES ({_markers(i)})" for i in layout.indexes}
        self._remove = {i.sql: f"DELETE FROM {i.sql} WHERE {_matches(i)}" for i in layout.indexes}

    def insert(self, connection: apsw.Connection, key: SqlValues, values: Sequence[SqliteValue]) -> bool:
        """Make a row; False when a row with this key is there, which is then left alone."""
        connection.execute(self._insert, (*key, *values))
        if not connection.changes():
            return False
        row = connection.last_insert_rowid()
        for at, index in self._indexes:
            self._add_entries(connection, index, values[at], row)
        for at, index in self._key_indexes:
            self._add_entries(connection, index, key[1 + at], row)
        return True

    def update(
        self,
        connection: apsw.Connection,
        row: int,
        key: SqlValues,
        old: Sequence[SqliteValue],
        new: Sequence[SqliteValue],
    ) -> None:
        """Set the columns of a row from `old` to `new`, its index entries with them."""
        if self._update is None:
            return
        changes = [(index, *index.entries.change(old[at], new[at])) for at, index in self._indexes]
        if self._replace is not None and sum(len(gone) for _, gone, _ in changes) > MOST_REMOVED:
            self._number_anew(connection, key, new)
            return
        connection.execute(self._update, (*new, row))
        for index, gone, come in changes:
            if gone:
                connection.executemany(self._remove[index.sql], index.entries.of_row(gone, row))
            if come:
                connection.executemany(self._add[index.sql], index.entries.of_row(come, row))

    def delete(self, connection: apsw.Connection, row: int) -> None:
        """Forget a row; its index entries are left behind."""
        connection.execute(self._delete, (row,))
        self._garbage.add(connection)

    def _number_anew(self, connection: apsw.Connection, key: SqlValues, new: Sequence[SqliteValue]) -> None:
        assert self._replace is not None
        connection.execute(self._replace, (*key, *new))
        self._garbage.add(connection)
        row = connection.last_insert_rowid()
        for at, index in self._indexes:
            self._add_entries(connection, index, new[at], row)

    def _add_entries(self, connection: apsw.Connection, index: IndexPlace, value: SqliteValue, row: int) -> None:
        if value is not None:
            entries = index.entries
            connection.executemany(self._add[index.sql], entries.of_row(entries.items(value), row))


def _positions(places: Sequence[Place], layout: Layout) -> list[tuple[int, IndexPlace]]:
    """The indexes to keep up, each with the position of its column."""
    return [(at, index) for at, place in enumerate(places) for index in layout.kept_up if index.place is place]


def _markers(index: IndexPlace) -> str:
    return ", ".join("?" * (len(index.entries.fields) + 1))


def _matches(index: IndexPlace) -> str:
    return " AND ".join(f"{field} = ?" for field in (*index.entries.fields, "row"))
