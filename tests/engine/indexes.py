"""A second opinion on indexes: what should be in them, worked out from the rows one by one."""

from collections.abc import Iterable, Iterator
from typing import Any

import apsw

from cassette.cql.types import CqlType, ListType, MapType, SetType
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout
from cassette.engines.embedded.values import kept


def check_indexes(connection: apsw.Connection) -> int:
    """Compare every index with the rows; give how many entries were left behind by rows that are gone.

    An index that is ready has an entry for each item of each row; one that is being built, some of them.
    """
    catalog = Catalog(connection)
    catalog.catch_up()
    return sum(_check(connection, layout, index) for layout in catalog.layouts.values() for index in layout.indexes)


def _check(connection: apsw.Connection, layout: Layout, index: IndexPlace) -> int:
    column = index.place.sql
    rows: dict[Any, Any] = dict(connection.execute(f"SELECT row, {column} FROM {layout.sql}").fetchall())  # type: ignore[arg-type]
    wanted = {
        (*entry, row)
        for row, value in rows.items()
        if value is not None
        for entry in _entries(index.place.column.type, index.index.target.part, index.place.kept.read(value))
    }
    found = set(connection.execute(f"SELECT * FROM {index.sql}").fetchall())
    live = {entry for entry in found if entry[-1] in rows}
    wrong = live ^ wanted if index.state is IndexState.READY else live - wanted
    assert not wrong, f"{index.index.name}: {len(wrong)} entries, like {sorted(wrong)[0]}"
    assert not found or index.state is not IndexState.DORMANT
    return len(found) - len(live)


def _entries(column_type: CqlType, part: str, value: Any) -> Iterator[tuple[Any, ...]]:
    match column_type:
        case MapType(keys, values) if part == "entries":
            yield from zip(_indexed(keys, value), _indexed(values, value.values()), strict=True)
        case MapType(keys, _) if part == "keys":
            yield from zip(_indexed(keys, value), strict=True)
        case MapType(_, values):
            yield from zip(_indexed(values, value.values()), strict=True)
        case SetType(items) | ListType(items):
            yield from zip(_indexed(items, value), strict=True)
        case _:
            yield from zip(_indexed(column_type, [value]), strict=True)


def _indexed(item_type: CqlType, items: Iterable[Any]) -> list[Any]:
    return [kept(item_type).to_index(item) for item in items]
