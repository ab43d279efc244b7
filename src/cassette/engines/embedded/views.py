"""Materialized views: the rows of a table once more, under another key.

A view has SQLite tables like any other table, and nobody writes them but `RowsOfView`, in the transaction that
writes the base. A row is in the view exactly while its base row is there, has all columns of the view's key, and
passes the WHERE. What is said of its cells (write times, TTLs) is what the base says; what ends in the base
ends here because it is taken away there, so that a view's row has no end (`e`) of its own.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw

from cassette.cql.schema import View
from cassette.engines.embedded.cells import details
from cassette.engines.embedded.cells.stored import StoredRow
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.key import locator
from cassette.engines.embedded.tokens import token
from cassette.engines.embedded.values import SqliteValue
from cassette.engines.embedded.view_filter import Passes, columns_of, view_filter

if TYPE_CHECKING:
    from collections.abc import Callable

    from cassette.engines.embedded.plan.predicate import SqlValues


class ViewRow(NamedTuple):
    """A row of a view: its (token, key…), and (columns…, live, w, x)."""

    key: tuple[SqliteValue, ...]
    rest: tuple[SqliteValue, ...]


class RowsOfView:
    """Keeps one view in step with its table."""

    def __init__(self, base: Layout, view: Layout) -> None:
        assert isinstance(view.table, View)
        self._base = base
        self._view = view
        self._where = view.table.where

    def change(
        self,
        connection: apsw.Connection,
        key: "SqlValues",
        before: StoredRow | None,
        after: StoredRow | None,
    ) -> None:
        """Do to the view what has become of a row of the table, by (token, key…); None for no row."""
        gone = None if before is None else self._row(key, before)
        come = None if after is None else self._row(key, after)
        if gone is not None and (come is None or come.key != gone.key):
            connection.execute(self._delete, gone.key)
        if come is not None:
            connection.execute(self._replace, (*come.key, *come.rest))

    def fill(self, connection: apsw.Connection) -> None:
        """Write what the table has into the view, which is empty."""
        base = self._base
        columns = ", ".join(place.sql for place in (*base.key, *base.regular))
        width = 1 + len(base.key)
        for found in connection.execute(f"SELECT token, {columns}, live, w, x, e FROM {base.sql}"):
            values: Sequence[Any] = found
            self.change(connection, tuple(values[:width]), None, StoredRow(tuple(values[width:-4]), *values[-4:]))

    def _row(self, key: Sequence[SqliteValue], row: StoredRow) -> ViewRow | None:
        """The row of the view for one of the table; None where the view does not show it."""
        kept: dict[str, SqliteValue] = dict(zip(self._key_names, key[1:], strict=True))
        kept.update(zip(self._regular_names, row.values, strict=True))
        if any(kept[place.column.name] is None for place in self._view.key):
            return None
        known = {name: self._base.places[name].kept.read(kept[name]) for name in self._asked}
        if not self._passes(known):
            return None
        rest = [kept[place.column.name] for place in self._view.regular]
        return ViewRow(self._view_key(known), (*rest, self._live(row), row.w, self._details(row.x)))

    def _view_key(self, known: dict[str, Any]) -> tuple[SqliteValue, ...]:
        partition = self._partition([known[place.column.name] for place in self._view.partition])
        return (*partition, *(place.kept.to_row(known[place.column.name]) for place in self._clustering))

    def _partition(self, values: list[Any]) -> "SqlValues":
        if len(values) == 1 and values[0] in ("", b""):
            # no write may have such a key, but a column of the base may have such a value
            return token(b""), self._view.partition[0].kept.to_row(values[0])
        return self._locate(values)

    @staticmethod
    def _live(row: StoredRow) -> int:
        """The time of the marker: a view's row is there also where the base's is by a column that the view lacks."""
        return row.live if row.live is not None else row.w or 0

    def _details(self, x: int | bytes | None) -> bytes | None:
        """The details of the columns that the view has, by its own numbers."""
        if not isinstance(x, bytes):
            return None
        found = details.decode(x)
        own = {number: found[base] for base, number in self._numbers.items() if base in found}
        return details.encode(own) if own else None

    @cached_property
    def _key_names(self) -> list[str]:
        return [place.column.name for place in self._base.key]

    @cached_property
    def _regular_names(self) -> list[str]:
        return [place.column.name for place in self._base.regular]

    @cached_property
    def _asked(self) -> list[str]:
        """The columns whose values are needed to tell the row's key and whether the view shows it."""
        return [*{place.column.name for place in self._view.key} | {column for column, _ in columns_of(self._where)}]

    @cached_property
    def _clustering(self) -> tuple[Place, ...]:
        return self._view.key[len(self._view.partition) :]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The view's number of each column, by the base's."""
        return {self._base.ordinals[p.column.name]: self._view.ordinals[p.column.name] for p in self._view.regular}

    @cached_property
    def _passes(self) -> Passes:
        return view_filter(self._base.table, self._where)

    @cached_property
    def _locate(self) -> "Callable[[Sequence[Any]], SqlValues]":
        return locator(self._view)

    @cached_property
    def _delete(self) -> str:
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in self._view.key)])
        return f"DELETE FROM {self._view.sql} WHERE {where}"

    @cached_property
    def _replace(self) -> str:
        names = ["token", *(place.sql for place in (*self._view.key, *self._view.regular)), "live", "w", "x"]
        return f"REPLACE INTO {self._view.sql} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
