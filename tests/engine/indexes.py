"""A second opinion on indexes: what should be in them, worked out from the rows one by one."""

from collections.abc import Iterator
from typing import Any

import apsw

from cassette.cql.types import ListType, MapType, SetType
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout
from cassette.engines.embedded.search.texts import stored
from cassette.engines.embedded.search.texts.keeper import TextKeeper
from cassette.engines.embedded.search.vectors.keeper import VectorKeeper


def check_indexes(connection: apsw.Connection) -> int:
    """Compare every index with the rows; give how many entries were left behind by rows that are gone.

    An index that is ready has an entry for each item of each row; one that is being built, some of them.
    """
    catalog = Catalog(connection)
    catalog.catch_up()
    return sum(_check(connection, layout, index) for layout in catalog.layouts.values() for index in layout.indexes)


def _check(connection: apsw.Connection, layout: Layout, index: IndexPlace) -> int:
    column = index.place.sql
    table = layout.static_sql if index.place.column.kind == "static" else layout.sql
    rows: dict[Any, Any] = dict(connection.execute(f"SELECT row, {column} FROM {table}").fetchall())  # type: ignore[arg-type]
    if isinstance(index.keeper, VectorKeeper):
        return _check_log(connection, index, rows)
    if isinstance(index.keeper, TextKeeper):
        return _check_texts(connection, index, index.keeper, rows)
    wanted = {
        (*entry, row)
        for row, value in rows.items()
        if value is not None
        for entry in _entries(index, index.place.kept.read(value))
    }
    found = set(connection.execute(f"SELECT * FROM {index.sql}").fetchall())
    live = {entry for entry in found if entry[-1] in rows}
    wrong = live ^ wanted if index.state is IndexState.READY else live - wanted
    assert not wrong, f"{index.index.name}: {len(wrong)} entries, like {sorted(wrong)[0]}"
    assert not found or index.state is not IndexState.DORMANT
    return len(found) - len(live)


def _check_log(connection: apsw.Connection, index: IndexPlace, rows: dict[Any, Any]) -> int:
    """Each row with a vector has one change."""
    logged = [row for (row,) in connection.execute(f"SELECT row FROM {index.sql}")]
    assert {row for row, value in rows.items() if value is not None} <= set(logged)
    return len(set(logged) - rows.keys())


def _check_texts(connection: apsw.Connection, index: IndexPlace, keeper: TextKeeper, rows: dict[Any, Any]) -> int:
    """Each row with a text is found by all of its terms, and no other row is there."""
    connection.execute(f"INSERT INTO {index.sql} ({index.sql}) VALUES ('integrity-check')")
    texts = {row: value for row, value in rows.items() if value is not None}
    assert {row for (row,) in connection.execute(f"SELECT rowid FROM {index.sql}")} == texts.keys()
    for row, text in texts.items():
        query = stored.query(keeper.analyze(text))
        if query:
            found = connection.execute(f"SELECT rowid FROM {index.sql} WHERE {index.sql} MATCH ?", (query,)).fetchall()
            assert (row,) in found
    return 0


def _entries(index: IndexPlace, value: Any) -> Iterator[tuple[Any, ...]]:
    term, part = index.entries.term, index.index.target.part
    match index.place.column.type:
        case MapType() if part == "entries":
            yield from ((term("key", key), term("value", item)) for key, item in value.items())
        case MapType() if part == "keys":
            yield from ((term("value", key),) for key in value)
        case MapType():
            yield from ((term("value", item),) for item in value.values())
        case SetType() | ListType():
            yield from ((term("value", item),) for item in value)
        case _:
            yield (term("value", value),)
