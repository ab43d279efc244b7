"""SELECT: worked out once for a table as it is.

    output     which SQL columns are read, and how rows are made of them            plan/output.py
    where      which partitions are named, what is checked, by which indexes        plan/where.py, plan/restrictions.py
    order      where rows stand                                                     plan/order.py
    limits     LIMIT, PER PARTITION LIMIT, DISTINCT (one row for each partition)

How it is carried out: `select_reading.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from cassette.cql.node import Node
from cassette.cql.schema import View
from cassette.cql.selectors import Column
from cassette.cql.statements.select import Select
from cassette.engines.embedded.layout import IndexPlace, Layout
from cassette.engines.embedded.plan.arguments import Argument, Markers
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.plan.indexes import wanted
from cassette.engines.embedded.plan.limits import INT
from cassette.engines.embedded.plan.order import Order, order
from cassette.engines.embedded.plan.output import Output, output
from cassette.engines.embedded.plan.ranking import Ranking, ranking
from cassette.engines.embedded.plan.where import Where, where
from cassette.engines.embedded.statements.select_point import PointReader, point_reader
from cassette.errors import InvalidRequest


@dataclass(frozen=True)
class SelectPlan:
    """A SELECT, worked out for the table as it is now."""

    statement: Select
    layout: Layout
    markers: Markers
    output: Output
    where: Where
    order: Order
    ranking: Ranking | None
    limit: Argument | None
    per_partition: Argument | None
    wanted: tuple[IndexPlace, ...]
    """Indexes that it could read if they were built."""

    @cached_property
    def groups(self) -> bool:
        """Whether rows are gathered into groups before they are shown."""
        return self.output.groups is not None

    @cached_property
    def is_plain(self) -> bool:
        """Whether SQL rows become rows one by one, and LIMIT is all that ends them."""
        return not (self.groups or self.per_partition or self.statement.distinct or self.order.merges)

    @cached_property
    def shows_static_only(self) -> bool:
        """Whether a partition that has nothing but static columns gives a row."""
        return self.layout.has_static and not self.where.restricts_rows

    @cached_property
    def joins_static(self) -> bool:
        """Whether SQL has to look at the static row."""
        return self.layout.has_static and (
            self.where.statics or self.shows_static_only or any("s." in column for column in self.output.sql)
        )

    @cached_property
    def static_join(self) -> str:
        """The SQL that brings the static row of each row."""
        if not self.joins_static:
            return ""
        return f" LEFT JOIN {self.layout.static_sql} s ON {same_partition(self.layout, 't', 's')}"

    @cached_property
    def columns(self) -> str:
        """The SQL columns of the rows."""
        return ", ".join(self.output.sql) or "1"

    @cached_property
    def placed_columns(self) -> str:
        """The SQL columns of the rows, and where these stand."""
        return ", ".join((*self.output.sql, *self.order.place_sql))

    @cached_property
    def point(self) -> PointReader | None:
        """Reads the one row that the WHERE names, where it names one and nothing else is asked."""
        if self.where.key is None or not self.is_plain or self.output.counts or self.ranking:
            return None
        names = " AND ".join(["t.token = ?", *(f"t.{place.sql} = ?" for place in self.layout.key)])
        text = f"SELECT {self.columns} FROM {self.layout.sql} t{self.static_join} WHERE {names}"
        return point_reader(text, self.where.key, self.output, self.markers, self.limit)

    @cached_property
    def expires(self) -> bool:
        """Whether something in the table may end, and has to be taken away before it is read."""
        return self.layout.timed or isinstance(self.layout.table, View)


def plan(statement: Select, layout: Layout) -> SelectPlan:
    """Work a SELECT out. Raises InvalidRequest and NotSupported for what it cannot mean."""
    markers = Markers()
    out = output(statement.selections, layout, markers, json=statement.json)
    conditions = where(statement.where, layout, markers, allow_filtering=statement.allow_filtering)
    if statement.distinct:
        _check_distinct(statement, layout, conditions)
    _check_static(statement, layout, conditions)
    if statement.group_by:
        out = out.grouped_by(statement.group_by, markers, conditions.fixed)
    ranked = ranking(statement, layout, markers)
    if ranked is not None:
        _check_ranked(statement, layout, conditions, out)
    ordered = order(statement, layout, conditions)
    per_partition = None
    if statement.per_partition_limit is not None:
        if statement.distinct:
            raise InvalidRequest("PER PARTITION LIMIT cannot go together with DISTINCT")
        if (out.counts or out.groups is not None) and not statement.group_by:
            raise InvalidRequest("PER PARTITION LIMIT cannot go together with aggregates")
        per_partition = markers.argument(statement.per_partition_limit, INT)
    limit = None if statement.limit is None else markers.argument(statement.limit, INT)
    builds = () if conditions.partitions is not None else tuple(wanted(statement.where, layout))
    return SelectPlan(statement, layout, markers, out, conditions, ordered, ranked, limit, per_partition, builds)


def same_partition(layout: Layout, one: str, other: str) -> str:
    """Compare the partitions of two rows of SQL."""
    names = ["token", *(place.sql for place in layout.partition)]
    return " AND ".join(f"{other}.{name} = {one}.{name}" for name in names)


def _check_distinct(statement: Select, layout: Layout, conditions: Where) -> None:
    """Refuse a DISTINCT that asks for more than partitions. Raises InvalidRequest."""
    if conditions.restricts_rows:
        raise InvalidRequest("SELECT DISTINCT takes conditions on the partition key and on static columns only")
    asked = set(_columns_of(statement.selections)) if statement.selections else set(layout.places)
    for column in sorted(asked):
        if place_of(layout, column).column.kind not in ("partition_key", "static"):
            raise InvalidRequest(f"SELECT DISTINCT takes the partition key and static columns only, not {column}")
    for place in layout.partition:
        if place.column.name not in asked and conditions.partitions is None:
            raise InvalidRequest(f"SELECT DISTINCT takes the whole partition key: {place.column.name} is missing")


def _check_static(statement: Select, layout: Layout, conditions: Where) -> None:
    """Refuse to choose rows where none are shown, only what is static. Raises InvalidRequest."""
    if not layout.has_static or not conditions.restricts_clustering or not statement.selections:
        return
    kinds = {place_of(layout, column).column.kind for column in _columns_of(statement.selections)}
    if "static" in kinds and kinds <= {"partition_key", "static"}:
        raise InvalidRequest("clustering columns cannot be restricted where only static columns are selected")


def _columns_of(part: object) -> Iterator[str]:
    """Every column that selections name."""
    if isinstance(part, Column):
        yield part.name
    elif isinstance(part, Node):
        for name in part.__struct_fields__:
            yield from _columns_of(getattr(part, name))
    elif isinstance(part, tuple):
        for inner in part:
            yield from _columns_of(inner)


def _check_ranked(statement: Select, layout: Layout, conditions: Where, out: Output) -> None:
    """Refuse what cannot be ranked. Raises InvalidRequest."""
    if out.counts or out.groups is not None:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) takes no aggregates")
    if conditions.names_many:
        raise InvalidRequest("a ranked SELECT (ANN OF, BM25 OF) takes no IN on the partition key")
    # even ALLOW FILTERING does not make a ranked SELECT go through rows one by one
    where(statement.where, layout, Markers(), allow_filtering=False)
