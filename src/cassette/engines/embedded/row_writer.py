"""Rows and their index entries, written together.

A row's index entries follow from the values in its row, so whoever changes a row reads what the row
had in the indexed columns, and hands both sides to `RowWriter`. It has two ways to change a row: take
away and add the entries that differ, or, where many differ, give the row a new number with all its
entries anew and leave the old ones to the sweeper.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import apsw

from cassette.engines.embedded.layout import IndexKeeper, IndexPlace, Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.values import SqliteValue

MOST_REMOVED = 8
"""How many entries an update takes away before it is cheaper to number the row anew."""
STAMPS = ("live", "w", "x", "e")
STATIC_STAMPS = ("w", "x", "e")
"""What a row has behind its columns: see `layout.py`."""

Stamps = Sequence[int | bytes | None]
Items = Callable[[Any], Iterable[Any]]
Addition = tuple[int, IndexKeeper | None, Items, Callable[[Iterable[Any], int], list[Any]], str]
"""What a new row brings to an index: where its value stands, who keeps it up or how entries come about, the SQL."""


class RowWriter:
    """Writes some columns of one table's rows; `columns` are the ones outside the primary key."""

    def __init__(self, layout: Layout, columns: Sequence[Place], *, static: bool = False) -> None:
        table, key = (layout.static_sql, layout.partition) if static else (layout.sql, layout.key)
        stamps = STATIC_STAMPS if static else STAMPS
        self._indexes = _positions(columns, layout)
        self._key_indexes = [] if static else _positions(key, layout)
        self._keepers = [
            index.keeper
            for index in layout.kept_up
            if index.keeper is not None and (index.place.column.kind == "static") is static
        ]
        names = ", ".join(["token", *(place.sql for place in (*key, *columns)), *stamps])
        markers = ", ".join("?" * (1 + len(key) + len(columns) + len(stamps)))
        self._insert = f"INSERT INTO {table} ({names}) VALUES ({markers}) ON CONFLICT DO NOTHING"
        settings = ", ".join(f"{name} = ?" for name in (*(place.sql for place in columns), *stamps))
        self._update = f"UPDATE {table} SET {settings} WHERE row = ?"
        every = layout.static if static else layout.regular
        covers = {place.sql for place in every} == {place.sql for place in columns} and not self._key_indexes
        self._replace = f"REPLACE INTO {table} ({names}) VALUES ({markers})" if covers else None
        self._garbage = layout.garbage
        self._delete = f"DELETE FROM {table} WHERE row = ?"
        self._add = {i.sql: f"INSERT OR IGNORE INTO {i.sql} VALUES ({_markers(i)})" for i in layout.indexes}
        self._remove = {i.sql: f"DELETE FROM {i.sql} WHERE {_matches(i)}" for i in layout.indexes}
        self._additions = [self._addition(at, index) for at, index in self._indexes]
        self._key_additions = [self._addition(1 + at, index) for at, index in self._key_indexes]

    def insert(
        self, connection: apsw.Connection, key: SqlValues, values: Sequence[SqliteValue], stamps: Stamps
    ) -> bool:
        """Make a row; False when a row with this key is there, which is then left alone."""
        connection.execute(self._insert, (*key, *values, *stamps))
        if not connection.changes():
            return False
        row = connection.last_insert_rowid()
        self._add_entries(connection, self._additions, values, row)
        if self._key_additions:
            self._add_entries(connection, self._key_additions, key, row)
        return True

    def update(
        self,
        connection: apsw.Connection,
        row: int,
        key: SqlValues,
        old: Sequence[SqliteValue],
        new: Sequence[SqliteValue],
        stamps: Stamps,
    ) -> None:
        """Set the columns of a row from `old` to `new`, its index entries with them."""
        changes = [(index, *index.entries.change(old[at], new[at])) for at, index in self._indexes if not index.keeper]
        if self._replace is not None and sum(len(gone) for _, gone, _ in changes) > MOST_REMOVED:
            self._number_anew(connection, row, key, new, stamps)
            return
        connection.execute(self._update, (*new, *stamps, row))
        for index, gone, come in changes:
            if gone:
                connection.executemany(self._remove[index.sql], index.entries.of_row(gone, row))
            if come:
                connection.executemany(self._add[index.sql], index.entries.of_row(come, row))
        if self._keepers:
            for at, index in self._indexes:
                if index.keeper is not None and old[at] != new[at]:
                    index.keeper.change(connection, row, old[at], new[at])

    def delete(self, connection: apsw.Connection, row: int) -> None:
        """Forget a row; its index entries are left behind."""
        connection.execute(self._delete, (row,))
        self._left(connection, row)

    def _number_anew(
        self, connection: apsw.Connection, row: int, key: SqlValues, new: Sequence[SqliteValue], stamps: Stamps
    ) -> None:
        assert self._replace is not None
        connection.execute(self._replace, (*key, *new, *stamps))
        self._left(connection, row)
        row = connection.last_insert_rowid()
        self._add_entries(connection, self._additions, new, row)

    def _left(self, connection: apsw.Connection, row: int) -> None:
        """Note that a row's number is no longer used."""
        self._garbage.add(connection)
        for keeper in self._keepers:
            keeper.forget(connection, row)

    def _addition(self, at: int, index: IndexPlace) -> Addition:
        return at, index.keeper, index.entries.items, index.entries.of_row, self._add[index.sql]

    @staticmethod
    def _add_entries(
        connection: apsw.Connection, additions: Sequence[Addition], values: Sequence[SqliteValue], row: int
    ) -> None:
        for at, keeper, items, of_row, add in additions:
            value = values[at]
            if value is None:
                continue
            if keeper is None:
                connection.executemany(add, of_row(items(value), row))
            else:
                keeper.change(connection, row, None, value)


def _positions(places: Sequence[Place], layout: Layout) -> list[tuple[int, IndexPlace]]:
    """The indexes to keep up, each with the position of its column."""
    return [(at, index) for at, place in enumerate(places) for index in layout.kept_up if index.place is place]


def _markers(index: IndexPlace) -> str:
    return ", ".join("?" * (len(index.fields) + 1))


def _matches(index: IndexPlace) -> str:
    return " AND ".join(f"{field} = ?" for field in (*index.fields, "row"))
