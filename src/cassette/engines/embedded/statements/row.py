"""One row, read by its key inside a write."""

from collections.abc import Sequence
from typing import Any

import apsw

from cassette.cql.rows import ColumnOfRows, Row
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues


class RowReader:
    """Reads the row number and some columns of the row with a given key."""

    def __init__(self, layout: Layout, columns: Sequence[Place]) -> None:
        names = ", ".join(["row", *(place.sql for place in columns)])
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.key)])
        self._find = f"SELECT {names} FROM {layout.sql} WHERE {where}"
        every = list(layout.places.values())
        self._every = every
        self._whole = f"SELECT {', '.join(place.sql for place in every)} FROM {layout.sql} WHERE {where}"

    def find(self, connection: apsw.Connection, key: SqlValues) -> tuple[Any, ...] | None:
        """Give (row, columns…) as they are kept, None for no such row."""
        found: list[tuple[Any, ...]] = connection.execute(self._find, key).fetchall()
        return found[0] if found else None

    def whole(self, connection: apsw.Connection, key: SqlValues) -> tuple[tuple[ColumnOfRows, ...], Row]:
        """Give every column of a row that is there: what a refused INSERT … IF NOT EXISTS shows."""
        found = connection.execute(self._whole, key).fetchall()[0]
        columns = tuple(ColumnOfRows(place.column.name, place.column.type) for place in self._every)
        return columns, tuple(place.kept.read(value) for place, value in zip(self._every, found, strict=True))
