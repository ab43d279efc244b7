"""Order: where rows stand in Cassandra's order, and what an ORDER BY makes of it.

Partitions come by token, the rows of each by clustering. An ORDER BY may turn the clustering round, where
the partitions are named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cassette.cql.statements.select import OrderColumn, Select
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.plan.predicate import Sql
from cassette.engines.embedded.plan.where import Where
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

Place = Sequence[SqliteValue]
"""(token, partition key…, clustering…) of a row; clustering is null for a partition without rows."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a SELECT's rows.

    columns    the columns of a place as SQL, each with whether it descends
    partition  how many of them the partition has
    merged     the columns by which rows of several partitions are mixed: those of an ORDER BY over an IN
    """

    columns: tuple[tuple[str, bool], ...]
    partition: int
    merged: tuple[int, ...] = ()

    @property
    def merges(self) -> bool:
        """Whether rows of several partitions are mixed."""
        return bool(self.merged)

    @property
    def place_sql(self) -> tuple[str, ...]:
        """The SQL columns of a place."""
        return tuple(column for column, _ in self.columns)

    @property
    def text(self) -> str:
        """ORDER BY, as SQL."""
        return ", ".join(f"{column} DESC" if descending else column for column, descending in self.columns)

    def by_position(self, first: int) -> str:
        """ORDER BY the columns of the result from this one on, counted from 1."""
        return ", ".join(
            f"{at} DESC" if descending else str(at) for at, (_, descending) in enumerate(self.columns, first)
        )

    def after(self, place: Place, whole: bool = False) -> Sql:
        """The rows behind a place, or behind its whole partition, compared column by column in their directions."""
        whole = whole or None in place
        known = list(zip(self.columns, place, strict=True))[: self.partition if whole else None]
        text = "0"
        values: list[SqliteValue] = []
        for (column, descending), value in reversed(known):
            text = f"({column} {'<' if descending else '>'} ? OR ({column} = ? AND {text}))"
            values[:0] = [value, value]
        # said once more, plainly, so that SQLite starts at the place instead of at the beginning
        return Sql(f"t.token >= ? AND {text}", (place[0], *values))

    def mixed(self, rows: list[Any]) -> list[Any]:
        """Sort rows of several partitions, each of which ends with its place, by what the ORDER BY names."""
        count = len(self.columns)
        for at in reversed(self.merged):
            # rows without clustering, of partitions that have nothing but static columns, come last
            rows.sort(key=_key(at - count), reverse=self.columns[at][1])
            rows.sort(key=_is_null(at - count))
        return rows


def _key(at: int) -> Callable[[Any], Any]:
    return lambda row: (row[at] is not None, row[at])


def _is_null(at: int) -> Callable[[Any], bool]:
    return lambda row: row[at] is None


def order(select: Select, layout: Layout, where: Where) -> Order:
    """Compile an ORDER BY of columns. Raises InvalidRequest for what is not the table's order, nor its reverse."""
    turned = _turned(select, layout, where)
    columns = [("t.token", False)]
    for place in layout.key:
        in_clustering = place.column.kind == "clustering"
        columns.append((f"t.{place.sql}", in_clustering and place.column.descending is not turned))
    asked = {part.column for part in select.order_by if isinstance(part, OrderColumn)} if where.names_many else set()
    merged = tuple(at for at, place in enumerate(layout.key, 1) if place.column.name in asked)
    return Order(tuple(columns), 1 + len(layout.partition), merged)


def _turned(select: Select, layout: Layout, where: Where) -> bool:
    """Whether the ORDER BY asks for the reverse of the table's order."""
    asked = [part for part in select.order_by if isinstance(part, OrderColumn)]
    if not asked:
        return False
    if where.partitions is None:
        raise InvalidRequest("ORDER BY needs the whole partition key with = or IN")
    if where.by_index:
        raise InvalidRequest("ORDER BY cannot go together with an index, except for ANN OF and BM25 OF")
    names = [place.column.name for place in layout.key[len(layout.partition) :]]
    turned: set[bool] = set()
    at = 0
    for column, descending in {part.column: part.descending for part in asked}.items():
        place = place_of(layout, column)
        if place.column.kind != "clustering":
            raise InvalidRequest(f"ORDER BY takes clustering columns only, not {column}")
        while names[at] != column:
            if names[at] not in where.fixed or place.column.position < at:
                raise InvalidRequest(f"ORDER BY takes the columns in the order of the primary key: {', '.join(names)}")
            at += 1
        at = min(at + 1, len(names) - 1)
        turned.add(descending is not place.column.descending)
    if len(turned) > 1:
        raise InvalidRequest("ORDER BY takes the order of the table, or the whole of it the other way round")
    return turned.pop()
