"""Forgetting columns: what has to happen to rows before a column of their table goes.

A row may be there by this column only, and the details of its cells (`details.py`) may speak of it.
"""

from collections.abc import Iterator

import apsw

from cassette.engines.embedded.cells.store import RowStore
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues

STEP_ROWS = 1_000


def forget_columns(connection: apsw.Connection, layout: Layout, columns: list[Place], now_s: int) -> None:
    """Take the cells of columns away, and the rows that were there by them only."""
    for static in (False, True):
        own = [place for place in columns if (place.column.kind == "static") is static]
        if own:
            _forget(connection, layout, own, now_s, static=static)


def _forget(connection: apsw.Connection, layout: Layout, columns: list[Place], now_s: int, *, static: bool) -> None:
    store = RowStore(layout, static=static)
    numbers = [layout.ordinals[place.column.name] for place in columns]
    for key in _keys(connection, layout, columns, static=static):
        loaded = store.load(connection, key)
        for number in numbers:
            loaded.cells.ones.pop(number, None)
            loaded.cells.many.pop(number, None)
        store.save(connection, loaded, now_s)


def _keys(connection: apsw.Connection, layout: Layout, columns: list[Place], *, static: bool) -> Iterator[SqlValues]:
    """Give (token, key…) of the rows that have to be looked at."""
    table, key = (layout.static_sql, layout.partition) if static else (layout.sql, layout.key)
    some = " OR ".join(f"{place.sql} IS NOT NULL" for place in columns)
    # a row with a marker stays, and without details there is nothing else that speaks of the column
    wanted = some if static else f"({some}) AND (live IS NULL OR typeof(x) = 'blob')"
    names = ", ".join(["row", "token", *(place.sql for place in key)])
    select = f"SELECT {names} FROM {table} WHERE row > ? AND ({wanted}) ORDER BY row LIMIT {STEP_ROWS}"
    last = 0
    while found := connection.execute(select, (last,)).fetchall():
        for row, *values in found:
            last = row  # type: ignore[assignment]
            yield tuple(values)
