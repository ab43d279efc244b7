"""Indexes: which one serves a condition, by the rules of Cassandra and of what DataStax HCD adds.

    a = 1    a > 1    tags CONTAINS 'x'    m CONTAINS KEY 'x'    m['x'] = 1      and the same with != or NOT (HCD)
    m['x'] > 1    m['x'] IN (1, 2)                                               (HCD)

Texts, booleans and uuids are looked up in an index, never compared with its order; an index that is not
storage-attached serves `=` and CONTAINS only.
"""

from collections.abc import Iterator

from cassette.cql.conditions import And, Compare, Condition, Contains, ContainsKey, Entry, In, InEntry, Match, Or
from cassette.cql.types import CqlType, FrozenType, ScalarType
from cassette.engines.embedded import index_rules
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout, Place
from cassette.engines.embedded.plan.columns import place_of

LOOKED_UP = frozenset({"ascii", "boolean", "text", "uuid"})
"""Types whose order an index does not serve."""
WHOLE = ("", "full", "values")


def entry_index(layout: Layout, place: Place, parts: tuple[str, ...]) -> IndexPlace | None:
    """Find the index on a part of a column that has entries to look up."""
    for index in layout.indexes_of.get(place.column.name, ()):
        if index.keeper is None and index.index.target.part in parts:
            return index
    return None


def serving(layout: Layout, condition: Condition) -> IndexPlace | None:
    """Find the index that serves one condition, so that nothing has to be filtered for it."""
    match condition:
        case Compare(column, operator):
            place = place_of(layout, column)
            index = entry_index(layout, place, WHOLE)
            if index is None or operator in ("=", "!="):
                return index
            return index if _serves_order(index, place.column.type) else None
        case In(column, negated=True):
            return entry_index(layout, place_of(layout, column), WHOLE)
        case Contains(column):
            place = place_of(layout, column)
            return None if isinstance(place.column.type, FrozenType) else entry_index(layout, place, ("", "values"))
        case ContainsKey(column):
            return entry_index(layout, place_of(layout, column), ("keys",))
        case Entry(column) | InEntry(column):
            return entry_index(layout, place_of(layout, column), ("entries",))
        case Match(column):
            indexes = layout.indexes_of.get(place_of(layout, column).column.name, ())
            return next((index for index in indexes if index.keeper is not None), None)
    return None


def serves(layout: Layout, condition: Condition) -> bool:
    """Tell whether indexes serve a condition and all that is in it."""
    if isinstance(condition, And | Or):
        return all(serves(layout, part) for part in condition.parts)
    return serving(layout, condition) is not None


def wanted(condition: Condition | None, layout: Layout) -> Iterator[IndexPlace]:
    """Find the indexes that a condition could start from if they were built."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part, layout)
        case Entry(column, operator=operator) if operator != "!=":
            index = entry_index(layout, place_of(layout, column), ("entries",))
            if index is not None and index.state is not IndexState.READY:
                yield index


def _serves_order(index: IndexPlace, type_: CqlType) -> bool:
    return index_rules.is_sai(index.index) and isinstance(type_, ScalarType) and type_.name not in LOOKED_UP
