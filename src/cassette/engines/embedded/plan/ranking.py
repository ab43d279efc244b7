"""Ranking: ORDER BY column ANN OF vector, and ORDER BY column BM25 OF text.

A ranked SELECT has a LIMIT, gives its rows in one page, and takes conditions on indexed columns and on
whole partitions; what else Cassandra refuses is refused here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from cassette.cql.statements.select import OrderAnn, OrderMatch, Select
from cassette.cql.types import FrozenType, VectorType
from cassette.engines.embedded import index_rules
from cassette.engines.embedded.layout import IndexPlace, Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.search.candidates import Candidates
from cassette.errors import InvalidRequest, NotSupported

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the rows of a SELECT are ranked."""

    layout: Layout
    index: IndexPlace
    argument: Argument
    similarity: str | None
    """The similarity function of vectors; None for texts."""

    def rows(
        self, connection: apsw.Connection, values: Values, columns: str, found: Candidates, limit: int | None
    ) -> list[Any]:
        """Read columns (as SQL) of the first rows, the best first. Raises InvalidRequest."""
        count = limit_of(limit)
        wanted = self.argument(values)
        if wanted is None:
            raise InvalidRequest(f"ORDER BY {self.index.place.column.name} takes no null")
        if self.similarity is None:
            from cassette.engines.embedded.search.texts import matching

            numbers = matching.best(connection, self.index, wanted, count, found)
        else:
            numbers = self._nearest(connection, wanted, count, found)
        return found.read(connection, numbers, columns)

    def _nearest(
        self, connection: apsw.Connection, wanted: Sequence[float], count: int, found: Candidates
    ) -> list[int]:
        # numpy comes with the first vector query, and not before
        from cassette.engines.embedded.search.vectors.cache import Source
        from cassette.engines.embedded.search.vectors.search import nearest

        assert self.similarity is not None
        layout, place = self.layout, self.index.place
        type_ = _vector_type(place)
        assert type_ is not None
        mark = f"{layout.table.id} {self.index.number}"
        source = Source(self.index.sql, layout.sql, place.sql, type_.dimension, self.similarity, mark)
        return nearest(connection, layout.caches.of(source), source, type_.check(wanted), count, found)


def limit_of(limit: int | None) -> int:
    """Give how many rows a ranked SELECT wants. Raises InvalidRequest without a LIMIT, or with a greater one."""
    if limit is None:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) needs a LIMIT")
    if limit > MOST_ROWS:
        raise InvalidRequest(f"a ranked SELECT gives {MOST_ROWS:,} rows at most; its LIMIT is {limit:,}")
    return limit


def ranking(select: Select, layout: Layout, markers: Markers) -> Ranking | None:
    """Compile the ORDER BY of a SELECT; None where it ranks nothing. Raises InvalidRequest."""
    ranks = [order for order in select.order_by if isinstance(order, OrderAnn | OrderMatch)]
    if not ranks:
        return None
    if len(select.order_by) > 1:
        raise InvalidRequest("ANN OF and BM25 OF stand alone in an ORDER BY")
    if select.per_partition_limit is not None:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) takes no PER PARTITION LIMIT")
    if select.group_by:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) takes no GROUP BY")
    if select.distinct:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) takes no DISTINCT")
    (order,) = ranks
    place = place_of(layout, order.column)
    if place.column.kind == "static":
        raise NotSupported(f"ranking by {order.column}, which is static, is not supported")
    argument = markers.argument(order.term, place.column.type)
    if isinstance(order, OrderMatch):
        from cassette.engines.embedded.search.texts import matching

        return Ranking(layout, matching.analyzed_index(layout, place), argument, None)
    index = _vector_index(layout, place)
    return Ranking(layout, index, argument, index_rules.similarity_of(index.index.options))


def _vector_index(layout: Layout, place: Place) -> IndexPlace:
    if _vector_type(place) is not None:
        for index in layout.indexes_of.get(place.column.name, ()):
            if index_rules.is_vector(index.index, place.column):
                return index
        raise InvalidRequest(f"ANN OF needs a storage-attached index on {place.column.name}")
    raise InvalidRequest(
        f"ANN OF needs a vector of floats with an index; {place.column.name} is {place.column.type.text()}"
    )


def _vector_type(place: Place) -> VectorType | None:
    type_ = place.column.type
    inner = type_.inner if isinstance(type_, FrozenType) else type_
    return inner if isinstance(inner, VectorType) else None
