"""One row, read by its key inside a write, as it is kept."""

from collections.abc import Sequence
from typing import Any

import apsw

from cassette.cql.rows import ColumnOfRows, Row
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues

FOUND_AT = 4
"""Where the columns begin in what a RowReader finds: behind (row, live, w, x)."""


def shown_places(layout: Layout) -> tuple[Place, ...]:
    """Give the places of all columns in the order of `*`: primary key, static ones and the others by name."""
    statics = sorted(layout.static, key=lambda place: place.column.name)
    return (*layout.key, *statics, *(layout.places[column.name] for column in layout.table.regular))


class RowReader:
    """Reads the row with a given key: its number, its stamps and some columns; none that is static."""

    def __init__(self, layout: Layout, columns: Sequence[Place]) -> None:
        names = ", ".join(["row, live, w, x", *(place.sql for place in columns)])
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.key)])
        self._find = f"SELECT {names} FROM {layout.sql} WHERE {where}"
        self._every = shown_places(layout)
        self._whole = f"SELECT {', '.join(place.sql for place in self._every)} FROM {layout.sql} WHERE {where}"

    def find(self, connection: apsw.Connection, key: SqlValues) -> tuple[Any, ...] | None:
        """Give (row, live, w, x, columns…), None for no such row."""
        found: list[tuple[Any, ...]] = connection.execute(self._find, key).fetchall()
        return found[0] if found else None

    def whole(self, connection: apsw.Connection, key: SqlValues) -> tuple[tuple[ColumnOfRows, ...], Row]:
        """Give every column of a row that is there: what a refused INSERT … IF NOT EXISTS shows."""
        found = connection.execute(self._whole, key).fetchall()[0]
        columns = tuple(ColumnOfRows(place.column.name, place.column.type) for place in self._every)
        return columns, tuple(place.kept.read(value) for place, value in zip(self._every, found, strict=True))
