"""WHERE: taken apart into the partitions that it names, and everything that is checked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cassette.cql.conditions import And, Compare, CompareTuple, Condition, In, Or, parts_of
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.choices import given
from cassette.engines.embedded.plan.columns import place_of, sql_of
from cassette.engines.embedded.plan.conditions import predicate
from cassette.engines.embedded.plan.key import locator
from cassette.engines.embedded.plan.partitions import Partitions, choice, partitions
from cassette.engines.embedded.plan.predicate import Predicate, Sql, SqlValues
from cassette.engines.embedded.plan.restrictions import Restrictions, restrictions


@dataclass(frozen=True, slots=True)
class Where:
    """A WHERE taken apart.

    partitions      the partitions that it names; None: it names none
    predicates      everything else, in the order in which it is written
    key             (token, key…) of the one row that it names, where it says no more than that
    fixed           the columns that have one value
    clustered       how many clustering columns `=` fixes, from the first on
    names_many      whether it names partitions by an IN
    restricts_rows  whether it looks at more than whole partitions
    restricts_clustering    whether it chooses by clustering columns
    by_index        whether Cassandra would carry it out by an index
    statics         whether it looks at static columns
    """

    partitions: Partitions | None
    predicates: tuple[Predicate, ...]
    key: Callable[[Values], SqlValues] | None
    fixed: frozenset[str]
    clustered: int
    names_many: bool
    restricts_rows: bool
    restricts_clustering: bool
    by_index: bool
    statics: bool


def where(condition: Condition | None, layout: Layout, markers: Markers, *, allow_filtering: bool) -> Where:
    """Take a WHERE apart. Raises InvalidRequest for what Cassandra refuses."""
    parts = tuple(map(_plainly, parts_of(condition)))
    found = restrictions(parts, layout)
    found.check(allow_filtering=allow_filtering)
    keys = {}
    rest: list[Predicate] = []
    named: dict[str, Argument] = {}
    for part in parts:
        if found.names_partitions and isinstance(part, Compare | In) and part.column in found.partition:
            keys[part.column] = choice(part, layout, markers)
            continue
        if isinstance(part, Compare) and part.operator == "=" and part.column in found.clustering:
            named[part.column] = markers.argument(part.term, place_of(layout, part.column).column.type)
            rest.append(_fixed(part.column, named[part.column], layout))
        else:
            rest.append(predicate(part, layout, markers))
    fixed = frozenset(_fixed_columns(parts))
    clustering = layout.table.clustering
    return Where(
        partitions(layout, keys) if found.names_partitions else None,
        tuple(rest),
        _key(layout, keys, named, found) if len(rest) == len(named) == len(clustering) else None,
        fixed,
        next((at for at, column in enumerate(clustering) if column.name not in fixed), len(clustering)),
        found.names_many,
        found.restricts_rows,
        bool(found.on_clustering),
        found.by_index,
        any(_looks_at_static(part, layout) for part in parts),
    )


def _plainly(part: Condition) -> Condition:
    """An IN of one value is an `=`."""
    if isinstance(part, In) and isinstance(part.terms, tuple) and len(part.terms) == 1 and not part.negated:
        return Compare(part.column, "=", part.terms[0])
    return part


def _fixed(column: str, argument: Argument, layout: Layout) -> Predicate:
    place = layout.places[column]
    text, way = f"{sql_of(place)} = ?", place.kept
    return Predicate(lambda values: Sql(text, (way.to_row(given(argument(values))),)))


def _key(
    layout: Layout, keys: dict[str, Any], named: dict[str, Argument], found: Restrictions
) -> Callable[[Values], SqlValues] | None:
    if not found.names_partitions or found.names_many:
        return None
    locate = locator(layout)
    partition = [keys[place.column.name] for place in layout.partition]
    clustering = [(layout.places[column.name].kept, named[column.name]) for column in layout.table.clustering]
    if len(partition) == 1:
        only = partition[0]
        if not clustering:
            return lambda values: locate(only(values))
        return lambda values: (
            *locate(only(values)),
            *[way.to_row(given(argument(values))) for way, argument in clustering],
        )
    return lambda values: (
        *locate([one(values)[0] for one in partition]),
        *[way.to_row(given(argument(values))) for way, argument in clustering],
    )


def _fixed_columns(parts: tuple[Condition, ...]) -> list[str]:
    """Every column that has one value only."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Compare) and part.operator == "=":
            found.append(part.column)
        elif isinstance(part, CompareTuple) and part.operator == "=":
            found += part.columns
    return found


def _looks_at_static(part: Condition, layout: Layout) -> bool:
    if isinstance(part, And | Or):
        return any(_looks_at_static(inner, layout) for inner in part.parts)
    column = getattr(part, "column", None)
    return column is not None and layout.places[column].column.kind == "static"
