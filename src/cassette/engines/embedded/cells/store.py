"""Rows out of SQLite as cells, and back: t and d for rows, s and ds for what is static."""

from dataclasses import dataclass
from typing import Any

import apsw

from cassette.engines.embedded.cells import stored
from cassette.engines.embedded.cells.cells import Cells, Column
from cassette.engines.embedded.cells.stored import StoredRow
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.row_writer import RowWriter


@dataclass(slots=True)
class Loaded:
    """A row that is being changed: its cells, and what SQLite has of it.

    `row` is its number and `before` its content, None where it is not visible; `remains` is what d has.
    """

    key: SqlValues
    cells: Cells
    row: int | None
    before: StoredRow | None
    remains: tuple[int | None, bytes | None] | None


class RowStore:
    """Reads and writes whole rows of one table, or its static rows."""

    def __init__(self, layout: Layout, *, static: bool = False) -> None:
        places, key = (layout.static, layout.partition) if static else (layout.regular, layout.key)
        table = layout.static_sql if static else layout.sql
        dead = layout.static_dead_sql if static else layout.dead_sql
        self.columns = [Column(layout.ordinals[place.column.name], place) for place in places]
        self._static = static
        self._width = len(places)
        self._writer = RowWriter(layout, places, static=static)
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in key)])
        names = ", ".join(["row", *(place.sql for place in places), "NULL AS live" if static else "live", "w, x, e"])
        self._find = f"SELECT {names} FROM {table} WHERE {where}"
        self._find_dead = f"SELECT time, x FROM {dead} WHERE {where}"
        self._set_dead = dead_insertion(layout, static=static)
        self._drop_dead = f"DELETE FROM {dead} WHERE {where}"
        self._views = () if static else layout.views

    def load(self, connection: apsw.Connection, key: SqlValues) -> Loaded:
        """Read a row, dead or alive; what has ended is still in it."""
        cells = Cells(self.columns)
        found: list[tuple[Any, ...]] = connection.execute(self._find, key).fetchall()
        row: int | None = None
        before: StoredRow | None = None
        if found:
            row, *values = found[0]
            before = StoredRow(tuple(values[: self._width]), *values[self._width :])
            stored.load(cells, before)
        remains: tuple[int | None, bytes | None] | None = None
        deaths: list[tuple[Any, ...]] = connection.execute(self._find_dead, key).fetchall()
        for time_us, x in deaths:
            remains = time_us, x
            if x is not None:
                stored.load_dead(cells, x)
            if time_us is not None:
                cells.delete(time_us)
        return Loaded(key, cells, row, before, remains)

    def save(self, connection: apsw.Connection, loaded: Loaded, now_s: int) -> None:
        """Write a row as its cells are now, and tell the views."""
        cells = loaded.cells
        after = stored.stored(cells) if cells.is_visible else None
        remains: tuple[int | None, bytes | None] | None = (
            cells.deleted,
            None if after is not None else stored.dead(cells),
        )
        if remains == (None, None):
            remains = None
        self._save_row(connection, loaded, after)
        if remains != loaded.remains:
            if remains is None:
                connection.execute(self._drop_dead, loaded.key)
            else:
                connection.execute(self._set_dead, (*loaded.key, *remains, now_s))
        if after != loaded.before:
            for view in self._views:
                view.change(connection, loaded.key, loaded.before, after)

    def _save_row(self, connection: apsw.Connection, loaded: Loaded, after: StoredRow | None) -> None:
        if after is None:
            if loaded.row is not None:
                self._writer.delete(connection, loaded.row)
            return
        if after == loaded.before:
            return
        stamps = after[2:] if self._static else after[1:]
        if loaded.row is None or loaded.before is None:
            self._writer.insert(connection, loaded.key, after.values, stamps)
        else:
            self._writer.update(connection, loaded.row, loaded.key, loaded.before.values, after.values, stamps)


def dead_insertion(layout: Layout, *, static: bool = False) -> str:
    """The SQL that remembers a deleted row: (token, key…, time, x, gone)."""
    table, key = (layout.static_dead_sql, layout.partition) if static else (layout.dead_sql, layout.key)
    names = ", ".join(["token", *(place.sql for place in key)])
    return f"REPLACE INTO {table} ({names}, time, x, gone) VALUES ({', '.join('?' * (4 + len(key)))})"
