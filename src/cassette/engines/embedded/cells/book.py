"""The book of one write: every row that it touches, read once, changed as often as it likes, written once."""

from collections.abc import Iterable
from functools import lru_cache

import apsw

from cassette.engines.embedded.cells.cells import Cells
from cassette.engines.embedded.cells.ranges import WHOLE, Range, RangeStore, condition, covers
from cassette.engines.embedded.cells.store import Loaded, RowStore
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.predicate import SqlValues


@lru_cache(maxsize=512)
def _stores(layout: Layout) -> tuple[RowStore, RowStore | None, RangeStore]:
    """What reads and writes a table's rows, its static rows and its deleted ranges."""
    return RowStore(layout), RowStore(layout, static=True) if layout.has_static else None, RangeStore(layout)


class TableBook:
    """The rows of one table that a write touches."""

    def __init__(self, connection: apsw.Connection, layout: Layout, now_s: int) -> None:
        self._connection = connection
        self._layout = layout
        self._now_s = now_s
        self._store, self._statics, self._range_store = _stores(layout)
        self._width = 1 + len(layout.partition)
        self._clustering = layout.key[len(layout.partition) :]
        self._respelled = [1 + at for at, place in enumerate(layout.key) if place.kept.collation == "RTRIM"]
        self._rows: dict[SqlValues, Loaded] = {}
        self._static_rows: dict[SqlValues, Loaded] = {}
        self._ranges: dict[SqlValues, list[tuple[Range, int]]] = {}

    def row(self, key: SqlValues) -> Cells:
        """Give the cells of the row at (token, key…), to be changed."""
        row = self._row_of(key)
        known = self._rows.get(row)
        if known is None:
            known = self._rows[row] = self._store.load(self._connection, key)
            clustering = key[self._width :]
            for deleted, time_us in self._deleted(key[: self._width]):
                if covers(deleted, clustering, self._clustering):
                    known.cells.hide(time_us)
            known.cells.expire(self._now_s)
        return known.cells

    def _row_of(self, key: SqlValues) -> SqlValues:
        """Give the same for all spellings of a key, or a partition: 1.0 and 1.00 are one, as SQLite compares them."""
        if not self._respelled:
            return key
        respelled = {at: str(key[at]).rstrip(" ") for at in self._respelled if at < len(key)}
        return tuple(respelled.get(at, part) for at, part in enumerate(key))

    def static(self, partition: SqlValues) -> Cells:
        """Give the cells of what is static in the partition at (token, partition key…), to be changed."""
        assert self._statics is not None
        row = self._row_of(partition)
        known = self._static_rows.get(row)
        if known is None:
            known = self._static_rows[row] = self._statics.load(self._connection, partition)
            for deleted, time_us in self._deleted(partition):
                if deleted == WHOLE:
                    known.cells.hide(time_us)
            known.cells.expire(self._now_s)
        return known.cells

    def first_key(self, partition: SqlValues, *, marked: bool) -> SqlValues | None:
        """Give the key of the first row of a partition, or of the first that has a marker."""
        order = ", ".join(f"{p.sql} DESC" if p.column.descending else p.sql for p in self._clustering) or "1"
        more = " AND live IS NOT NULL" if marked else ""
        keys = self._keys_in(partition, WHOLE, f"{more} ORDER BY {order}")
        return next((key for key in keys if self.row(key).is_visible), None)

    def stored_key(self, key: SqlValues) -> SqlValues:
        """Give a key as its row has it: the same value may be written in two ways, 1.0 and 1.00."""
        columns = ["token", *(place.sql for place in self._layout.key)]
        where = " AND ".join(f"{column} = ?" for column in columns)
        text = f"SELECT {', '.join(columns)} FROM {self._layout.sql} WHERE {where}"
        return next(iter(self._connection.execute(text, key)), key)

    def delete_range(self, partition: SqlValues, deleted: Range, time_us: int) -> None:
        """Delete what a range of a partition had until a time; the whole partition with what is static."""
        for key in self._keys_in(partition, deleted):
            self.row(key)
        if deleted == WHOLE and self._statics is not None:
            self.static(partition).hide(time_us)
        self._deleted(partition).append((deleted, time_us))
        self._range_store.add(self._connection, partition, deleted, time_us, self._now_s)
        row = self._row_of(partition)
        for key, loaded in self._rows.items():
            in_partition = key[: self._width] == row
            if in_partition and covers(deleted, key[self._width :], self._clustering):
                loaded.cells.hide(time_us)

    def write(self) -> None:
        """Write all that was touched."""
        for loaded in self._rows.values():
            self._store.save(self._connection, loaded, self._now_s)
        for loaded in self._static_rows.values():
            assert self._statics is not None
            self._statics.save(self._connection, loaded, self._now_s)

    def _deleted(self, partition: SqlValues) -> list[tuple[Range, int]]:
        row = self._row_of(partition)
        known = self._ranges.get(row)
        if known is None:
            known = self._ranges[row] = self._range_store.find(self._connection, partition)
        return known

    def _keys_in(self, partition: SqlValues, deleted: Range, ordered: str = "") -> list[SqlValues]:
        """The keys of the visible rows in a range."""
        layout = self._layout
        names = ", ".join(["token", *(place.sql for place in layout.key)])
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.partition)])
        text, values = condition(deleted, self._clustering)
        return self._connection.execute(
            f"SELECT {names} FROM {layout.sql} WHERE {where}{text}{ordered}", (*partition, *values)
        ).fetchall()


class Book:
    """All rows that a write touches, of every table."""

    def __init__(self, connection: apsw.Connection, now_s: int) -> None:
        self.connection = connection
        self.now_s = now_s
        self._tables: dict[int, TableBook] = {}

    def of(self, layout: Layout) -> TableBook:
        """Give the part about one table."""
        found = self._tables.get(layout.number)
        if found is None:
            found = self._tables[layout.number] = TableBook(self.connection, layout, self.now_s)
        return found

    def write(self) -> None:
        """Write all that was touched."""
        tables: Iterable[TableBook] = self._tables.values()
        for table in tables:
            table.write()
