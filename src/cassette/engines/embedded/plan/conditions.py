"""Conditions on one column, and what AND and OR make of them, as predicates.

An index that is ready serves where it can; else the row itself is looked at: by SQLite where it
compares what is kept as CQL does, by a test of our own where it does not.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from cassette.cql.conditions import (
    And,
    Compare,
    CompareToken,
    CompareTuple,
    Condition,
    Contains,
    ContainsKey,
    Entry,
    In,
    InEntry,
    InTuple,
    Match,
    Or,
)
from cassette.cql.types import CqlType, ScalarType
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout, Place
from cassette.engines.embedded.plan import tests
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.choices import Choose, choose, given
from cassette.engines.embedded.plan.columns import alias_of, item_type, map_type, place_of, sql_of, thawed
from cassette.engines.embedded.plan.entries import entry, in_entry
from cassette.engines.embedded.plan.indexes import WHOLE, entry_index, serving
from cassette.engines.embedded.plan.predicate import Predicate, Source, Sql
from cassette.engines.embedded.plan.spans import span_source, spanning
from cassette.engines.embedded.plan.tokens import compare_token
from cassette.engines.embedded.plan.tuples import compare_tuple, in_tuple
from cassette.errors import InvalidRequest

DURATION = ScalarType("duration")
MOST_UNITED = 100
"""More sources than this are not united: SQLite ends at 500."""
MOST_JOINED = 100


def predicate(condition: Condition, layout: Layout, markers: Markers) -> Predicate:
    """Compile a condition. Raises InvalidRequest for what cannot be asked of its column."""
    if isinstance(condition, And):
        return _all([predicate(part, layout, markers) for part in condition.parts])
    if isinstance(condition, Or):
        return _either(condition.parts, layout, markers)
    compile_ = LEAVES.get(type(condition))
    if compile_ is None:
        raise InvalidRequest(f"{condition.text()} cannot stand in the WHERE of a SELECT")
    return compile_(condition, layout, markers)


def _refuse_multicell(place: Place, operator: str) -> None:
    if place.column.type.multicell:
        raise InvalidRequest(
            f"{place.column.name} is kept item by item ({place.column.type.text()}): {operator} needs it frozen"
        )


def _compare(condition: Compare, layout: Layout, markers: Markers) -> Predicate:
    place = place_of(layout, condition.column)
    operator = condition.operator
    _refuse_multicell(place, operator)
    if place.column.type == DURATION and operator not in ("=", "!="):
        raise InvalidRequest(f"{place.column.name} is a duration: which of two is longer depends on the day")
    argument = markers.argument(condition.term, place.column.type)
    check = compared(place, operator, argument)
    index = entry_index(layout, place, WHOLE)
    if index is None or index.state is not IndexState.READY:
        return Predicate(check)
    if operator in ("=", "!="):
        if index.entries.field("value").fold is None:
            return Predicate(check, None if operator == "!=" else _looked_up(index, argument))
        return equality(index, {"value": argument}, operator == "!=")
    if serving(layout, condition) is None:
        return Predicate(check)
    span = spanning(index, operator, argument)
    return Predicate(check, lambda values: span_source([span(values)]), span)


def compared(place: Place, operator: str, argument: Argument) -> Callable[[Values], Sql]:
    """Compare a column of a row with a value."""
    way, type_, column = place.kept, place.column.type, sql_of(place)
    if way.ordered or (way.exact and operator in ("=", "!=")):
        text = f"{column} {'IS NOT' if operator == '!=' else operator} ?"
        return lambda values: Sql(text, (way.to_row(given(argument(values))),))
    return lambda values: tests.asked(tests.compares(way, type_, operator, given(argument(values))), column)


def _looked_up(index: IndexPlace, argument: Argument) -> Callable[[Values], Source]:
    """The rows that an index has under one value."""
    term = index.entries.field("value").term
    select, static = f"SELECT row FROM {index.sql} WHERE value = ?", index.place.column.kind == "static"
    return lambda values: Source(Sql(select, (term(given(argument(values))),)), static=static)


def equality(index: IndexPlace, arguments: dict[str, Argument], negated: bool) -> Predicate:
    """An entry with exactly these fields is there, or is not."""
    where = " AND ".join(f"{name} = ?" for name in arguments)
    row, static = f"{alias_of(index.place)}.row", index.place.column.kind == "static"
    exists = f"{'NOT ' if negated else ''}EXISTS (SELECT 1 FROM {index.sql} WHERE {where} AND row = {row})"
    select = f"SELECT row FROM {index.sql} WHERE {where}"
    terms = [(index.entries.field(name).term, argument) for name, argument in arguments.items()]

    def fields(values: Values) -> tuple[Any, ...]:
        return tuple([term(given(argument(values))) for term, argument in terms])

    def check(values: Values) -> Sql:
        return Sql(exists, fields(values))

    def source(values: Values) -> Source:
        return Source(Sql(select, fields(values)), static=static)

    return Predicate(check, None if negated else source)


def _in(condition: In, layout: Layout, markers: Markers) -> Predicate:
    place = place_of(layout, condition.column)
    _refuse_multicell(place, "IN")
    chosen = choose(condition.terms, place.column.type, markers)
    if place.column.kind not in ("clustering", "partition_key"):
        chosen = _without_nulls(chosen)
    check = among(place, chosen, condition.negated)
    index = entry_index(layout, place, WHOLE)
    if index is None or index.state is not IndexState.READY or condition.negated:
        return Predicate(check)
    return Predicate(check, _any_looked_up(index, chosen))


def _without_nulls(chosen: Choose) -> Choose:
    """What is in no key may be null in an IN, and then is nothing; but not if that is all there is."""

    def rest(values: Values) -> list[Any]:
        found = chosen(values)
        if None not in found:
            return found
        return [one for one in found if one is not None] or [given(None)]

    return rest


def among(place: Place, chosen: Choose, negated: bool) -> Callable[[Values], Sql]:
    """Look for a column's value among many."""
    way, type_, column = place.kept, place.column.type, sql_of(place)
    if not way.exact:
        return lambda values: tests.asked(
            tests.is_one_of(way, type_, [given(one) for one in chosen(values)], negated), column
        )

    def check(values: Values) -> Sql:
        kept_values = tuple([way.to_row(given(one)) for one in chosen(values)])
        listed = ", ".join("?" * len(kept_values))
        if negated:
            return Sql(f"({column} IS NULL OR {column} NOT IN ({listed}))", kept_values)
        return Sql(f"{column} IN ({listed})", kept_values)

    return check


def _any_looked_up(index: IndexPlace, chosen: Choose) -> Callable[[Values], Source]:
    term, static = index.entries.field("value").term, index.place.column.kind == "static"

    def source(values: Values) -> Source:
        terms = tuple(dict.fromkeys([term(given(one)) for one in chosen(values)]))
        listed = ", ".join("?" * len(terms))
        # a folded text stands for others too
        return Source(Sql(f"SELECT row FROM {index.sql} WHERE value IN ({listed})", terms), False, static)

    return source


def _contains(condition: Contains, layout: Layout, markers: Markers) -> Predicate:
    place = place_of(layout, condition.column)
    items = item_type(place)
    argument = markers.argument(condition.term, items)
    index = entry_index(layout, place, ("", "values"))
    if index is not None and index.state is IndexState.READY and place.column.type.multicell:
        return equality(index, {"value": argument}, condition.negated)
    way, type_, column = place.kept, thawed(place.column.type), sql_of(place)

    def check(values: Values) -> Sql:
        return tests.asked(tests.contains(way, type_, items, given(argument(values)), condition.negated), column)

    return Predicate(check)


def _contains_key(condition: ContainsKey, layout: Layout, markers: Markers) -> Predicate:
    place = place_of(layout, condition.column)
    types = map_type(place)
    argument = markers.argument(condition.term, types.keys)
    index = entry_index(layout, place, ("keys",))
    if index is not None and index.state is IndexState.READY:
        return equality(index, {"value": argument}, condition.negated)
    way, column = place.kept, sql_of(place)

    def check(values: Values) -> Sql:
        return tests.asked(tests.contains_key(way, types, given(argument(values)), condition.negated), column)

    return Predicate(check)


def _match(condition: Match, layout: Layout, markers: Markers) -> Predicate:
    place = place_of(layout, condition.column)
    from cassette.engines.embedded.search.texts.matching import analyzed_index, match

    index = analyzed_index(layout, place)
    return match(index, markers.argument(condition.term, place.column.type), f"{alias_of(place)}.row")


def _all(parts: list[Predicate]) -> Predicate:
    """Every part: any part's source will do, the first that has one is taken."""
    first = next((part for part in parts if part.source), None)

    def check(values: Values) -> Sql:
        return _join(" AND ", [part.check(values) for part in parts])

    def source(values: Values) -> Source:
        assert first is not None
        assert first.source is not None
        found = first.source(values)
        return Source(found.sql, False, found.static)

    return Predicate(check, source if first else None)


def _any(parts: list[Predicate], static: bool) -> Predicate:
    """At least one part: the sources of all parts together, if each has one and they are not too many."""
    sources: list[Callable[[Values], Source]] = [part.source for part in parts if part.source]

    def check(values: Values) -> Sql:
        return _join(" OR ", [part.check(values) for part in parts])

    def source(values: Values) -> Source:
        found = [one(values) for one in sources]
        text = " UNION ".join(one.sql.text for one in found)
        arguments = tuple(value for one in found for value in one.sql.values)
        return Source(Sql(text, arguments), all(one.exact for one in found), found[0].static)

    united = len(sources) == len(parts) <= MOST_UNITED and not static
    return Predicate(check, source if united else None)


def _either(parts: tuple[Condition, ...], layout: Layout, markers: Markers) -> Predicate:
    """OR: items of one collection that stand next to each other are looked up together."""
    found: list[Predicate] = []
    for column, group in groupby(parts, _contained_in):
        alike = list(group)
        index = None if column is None else entry_index(layout, place_of(layout, column), ("", "values"))
        if index is None or index.state is not IndexState.READY or len(alike) == 1 or not _is_multicell(index):
            found += [predicate(part, layout, markers) for part in alike]
        else:
            found.append(_one_of(index, alike, markers))
    static = any(place.column.kind == "static" for place in layout.places.values())
    return found[0] if len(found) == 1 else _any(found, static)


def _is_multicell(index: IndexPlace) -> bool:
    return index.place.column.type.multicell


def _contained_in(part: Condition) -> str | None:
    return part.column if isinstance(part, Contains) and not part.negated else None


def _one_of(index: IndexPlace, parts: list[Condition], markers: Markers) -> Predicate:
    """At least one of many items is in a collection."""
    items: CqlType = item_type(index.place)
    term = index.entries.field("value").term
    arguments = [markers.argument(part.term, items) for part in parts if isinstance(part, Contains)]
    within = f"value IN ({', '.join('?' * len(arguments))})"
    row, static = f"{alias_of(index.place)}.row", index.place.column.kind == "static"
    exists = f"EXISTS (SELECT 1 FROM {index.sql} WHERE {within} AND row = {row})"
    select = f"SELECT DISTINCT row FROM {index.sql} WHERE {within}"

    def terms(values: Values) -> tuple[Any, ...]:
        return tuple([term(given(argument(values))) for argument in arguments])

    def source(values: Values) -> Source:
        return Source(Sql(select, terms(values)), static=static)

    return Predicate(lambda values: Sql(exists, terms(values)), source)


def _join(word: str, parts: list[Sql]) -> Sql:
    """Join conditions, in groups where they are many: SQLite's expressions may be 1,000 levels deep."""
    while len(parts) > MOST_JOINED:
        parts = [_join(word, parts[at : at + MOST_JOINED]) for at in range(0, len(parts), MOST_JOINED)]
    text = word.join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))


LEAVES: dict[type[Condition], Callable[[Any, Layout, Markers], Predicate]] = {
    Compare: _compare,
    CompareToken: compare_token,
    CompareTuple: compare_tuple,
    Contains: _contains,
    ContainsKey: _contains_key,
    Entry: entry,
    In: _in,
    InEntry: in_entry,
    InTuple: in_tuple,
    Match: _match,
}
"""The conditions that are not made of others."""
