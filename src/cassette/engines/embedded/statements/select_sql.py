"""The SQL of a SELECT: where its rows come from, one query after the other.

    a partition      t.token = ? AND t.c0 = ?  and the checks, one query for each partition named
    an index         (SELECT row FROM i3 WHERE …) f CROSS JOIN t7 t ON t.row = f.row, and the other checks
    the whole table  t7 INDEXED BY t7_key, in its order

The static row of the partition is joined as s. A partition that has nothing but static columns is found from
that side, by a second SELECT that SQLite merges with the first:

    SELECT t.c2, s.c5, t.token, t.c0 FROM t7 t LEFT JOIN s7 s ON … WHERE …
    UNION ALL SELECT t.c2, s.c5, s.token, s.c0 FROM s7 s LEFT JOIN t7 t ON 0 WHERE NOT EXISTS (…) ORDER BY 3, 4
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.access import Way
from cassette.engines.embedded.plan.order import Place
from cassette.engines.embedded.plan.predicate import Sql, SqlValues
from cassette.engines.embedded.statements.select import SelectPlan, same_partition


def partition_query(
    select: SelectPlan, key: SqlValues, checks: Sequence[Sql], place: Place | None, whole: bool, placed: bool
) -> Sql:
    """Read one partition, from a place in it on."""
    names = " AND ".join(["t.token = ?", *(f"t.{place.sql} = ?" for place in select.layout.partition)])
    conditions = [Sql(names, key), *checks]
    if place is not None and tuple(place[: len(key)]) == key:
        conditions.append(select.order.after(place, whole))
    return _united(select, f"{select.layout.sql} t", conditions, placed, hinted=False)


def walk_query(select: SelectPlan, checks: Sequence[Sql], place: Place | None, whole: bool, placed: bool) -> Sql:
    """Go through the table, from a place on."""
    conditions = list(checks)
    if place is not None:
        conditions.append(select.order.after(place, whole))
    return _united(select, f"{select.layout.sql} t", conditions, placed, hinted=True)


def source_query(select: SelectPlan, way: Way, place: Place | None, whole: bool, placed: bool, few: int | None) -> Sql:
    """Read the rows of an index; `few` says how many are wanted where that is fewer than the index has."""
    assert way.source is not None
    conditions = list(way.checks)
    if place is not None:
        conditions.append(select.order.after(place, whole))
    if way.static:
        return _static_source_query(select, way.source, conditions, placed)
    layout, columns = select.layout, select.placed_columns if placed else select.columns
    joined = f"FROM ({way.source.text}) f CROSS JOIN {layout.sql} t ON t.row = f.row{select.static_join}"
    ordered = f" ORDER BY {select.order.text}"
    if few is None or way.visits <= few:
        return _finished(f"SELECT {columns} {joined}", way.source.values, conditions, ordered)
    # sort places only, then read the columns of the rows that made it onto the page
    inner = _finished(f"SELECT t.row {joined}", way.source.values, conditions, ordered)
    outer = f"SELECT {columns} FROM {layout.sql} t{select.static_join} WHERE t.row IN ({inner.text}){ordered}"
    return Sql(outer, inner.values)


def count_queries(
    select: SelectPlan, way: Way | None, partitions: Sequence[SqlValues], checks: Sequence[Sql]
) -> list[Sql]:
    """Count rows; the counts of all queries add up."""
    layout = select.layout
    if way is not None and way.source is not None and not way.static:
        joined = f"FROM ({way.source.text}) f CROSS JOIN {layout.sql} t ON t.row = f.row{select.static_join}"
        return [_finished(f"SELECT count(*) {joined}", way.source.values, way.checks, "", "")]
    conditions = [list(checks)]
    if way is None:
        names = " AND ".join(["t.token = ?", *(f"t.{place.sql} = ?" for place in layout.partition)])
        conditions = [[Sql(names, key), *checks] for key in partitions]
    join = select.static_join if select.where.statics else ""
    found = [_finished(f"SELECT count(*) FROM {layout.sql} t{join}", (), some, "", "") for some in conditions]
    if select.shows_static_only:
        found += [_static_only(select, "count(*)", some) for some in conditions]
    return found


def _united(select: SelectPlan, table: str, conditions: Sequence[Sql], placed: bool, *, hinted: bool) -> Sql:
    layout, order = select.layout, select.order
    hint = f" INDEXED BY {layout.sql}_key" if hinted else ""
    single = not hinted and len(layout.key) == len(layout.partition)
    if not select.shows_static_only:
        columns = select.placed_columns if placed else select.columns
        ordered = "" if single else f" ORDER BY {order.text}"
        return _finished(f"SELECT {columns} FROM {table}{hint}{select.static_join}", (), conditions, ordered)
    first = _finished(f"SELECT {select.placed_columns} FROM {table}{hint}{select.static_join}", (), conditions, "", "")
    second = _static_only(select, select.placed_columns, conditions)
    ordered = order.by_position(len(select.output.sql) + 1)
    return Sql(f"{first.text} UNION ALL {second.text} ORDER BY {ordered} LIMIT ?", (*first.values, *second.values))


def _static_only(select: SelectPlan, columns: str, conditions: Sequence[Sql]) -> Sql:
    """The partitions without rows; every column of a row is null there, but for the partition key."""
    layout = select.layout
    none = f"NOT EXISTS (SELECT 1 FROM {layout.sql} o WHERE {same_partition(layout, 's', 'o')})"
    turned = [Sql(none), *(Sql(_from_static(layout, one.text), one.values) for one in conditions)]
    start = f"SELECT {_from_static(layout, columns)} FROM {layout.static_sql} s LEFT JOIN {layout.sql} t ON 0"
    return _finished(start, (), turned, "", "")


def _static_source_query(select: SelectPlan, source: Sql, conditions: Sequence[Sql], placed: bool) -> Sql:
    """Read the partitions of an index on a static column, and their rows."""
    layout = select.layout
    join = "LEFT JOIN" if select.shows_static_only else "CROSS JOIN"
    columns = _from_static(layout, select.placed_columns if placed else select.columns)
    start = (
        f"SELECT {columns} FROM ({source.text}) f CROSS JOIN {layout.static_sql} s ON s.row = f.row "
        f"{join} {layout.sql} t ON {same_partition(layout, 's', 't')}"
    )
    turned = [Sql(_from_static(layout, one.text), one.values) for one in conditions]
    return _finished(start, source.values, turned, f" ORDER BY {_from_static(layout, select.order.text)}")


def _from_static(layout: Layout, text: str) -> str:
    """Read the partition key off the static row instead of a row."""
    found: str = _partition_names(("token", *(place.sql for place in layout.partition))).sub(r"s.\1", text)
    return found


@lru_cache(maxsize=256)
def _partition_names(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\bt\.({'|'.join(names)})\b")


def _finished(start: str, before: SqlValues, conditions: Sequence[Sql], ordered: str, limited: str = " LIMIT ?") -> Sql:
    """Add WHERE and ORDER BY, and LIMIT, whose value is added when it is run."""
    text = start
    if conditions:
        text += " WHERE " + " AND ".join(condition.text for condition in conditions)
    values = (*before, *(value for condition in conditions for value in condition.values))
    return Sql(text + ordered + limited, values)
