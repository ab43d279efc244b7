"""Entries: conditions on a map's value at one key, `column[key] = value`."""

from collections.abc import Callable

from cassette.cql.conditions import Entry, InEntry
from cassette.cql.types import FrozenType, ScalarType
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout, Place
from cassette.engines.embedded.plan import tests
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.choices import choose, given
from cassette.engines.embedded.plan.columns import alias_of, map_type, place_of, sql_of
from cassette.engines.embedded.plan.indexes import entry_index
from cassette.engines.embedded.plan.predicate import Predicate, Source, Sql
from cassette.engines.embedded.plan.spans import span_source, spanning
from cassette.engines.embedded.values.kept import kept_inside
from cassette.errors import InvalidRequest

FUNCTIONS = {
    "!=": "NOT entry_eq",
    "<": "entry_lt",
    "<=": "entry_le",
    "=": "entry_eq",
    ">": "entry_gt",
    ">=": "entry_ge",
}
TEXTS = ("ascii", "text")


def entry(condition: Entry, layout: Layout, markers: Markers) -> Predicate:
    """Compile `column[key] op value`."""
    place, index = _found(condition.column, layout)
    types = map_type(place)
    key = markers.argument(condition.key, types.keys)
    value = markers.argument(condition.term, types.values)
    operator = condition.operator
    ready = index is not None and index.state is IndexState.READY
    if ready and index is not None and operator in ("=", "!="):
        return _equality(index, key, value, operator == "!=")
    folded = index is not None and any(field.fold is not None for field in index.entries.parts)
    check = _folded_check(index, key, value, operator) if folded and index else _check(place, key, value, operator)
    if not ready or index is None or operator == "!=":
        return Predicate(check)
    span = spanning(index, operator, value, key)
    return Predicate(check, lambda values: span_source([span(values)]), span)


def in_entry(condition: InEntry, layout: Layout, markers: Markers) -> Predicate:
    """Compile `column[key] IN (…)`."""
    place, _ = _found(condition.column, layout)
    types, way, column = map_type(place), place.kept, sql_of(place)
    key = markers.argument(condition.key, types.keys)
    chosen = choose(condition.terms, types.values, markers)
    negated = condition.negated

    def check(values: Values) -> Sql:
        of_value = tests.is_value_of(types.values, [given(one) for one in chosen(values)], negated)
        return tests.asked(tests.entry(way, types, given(key(values)), of_value, negated), column)

    return Predicate(check)


def _found(column: str, layout: Layout) -> tuple[Place, IndexPlace | None]:
    place = place_of(layout, column)
    map_type(place)
    if isinstance(place.column.type, FrozenType):
        raise InvalidRequest(f"{column} is frozen: its entries cannot be compared one by one")
    return place, entry_index(layout, place, ("entries",))


def _equality(index: IndexPlace, key: Argument, value: Argument, negated: bool) -> Predicate:
    row, static = f"{alias_of(index.place)}.row", index.place.column.kind == "static"
    first, second = index.entries.field("key").term, index.entries.field("value").term
    where = "key = ? AND value = ?"
    exists = f"{'NOT ' if negated else ''}EXISTS (SELECT 1 FROM {index.sql} WHERE {where} AND row = {row})"
    select = f"SELECT row FROM {index.sql} WHERE {where}"

    def check(values: Values) -> Sql:
        return Sql(exists, (first(given(key(values))), second(given(value(values)))))

    def source(values: Values) -> Source:
        return Source(Sql(select, (first(given(key(values))), second(given(value(values))))), static=static)

    return Predicate(check, None if negated else source)


def _check(place: Place, key: Argument, value: Argument, operator: str) -> Callable[[Values], Sql]:
    """Look into the row; simple types are compared as they are kept, without making values of them first."""
    types, column = map_type(place), sql_of(place)
    if isinstance(types.keys, ScalarType) and isinstance(types.values, ScalarType):
        return _quick_check(place, key, value, operator)
    way = place.kept

    def check(values: Values) -> Sql:
        of_value = tests.compares_value(types.values, operator, given(value(values)))
        return tests.asked(tests.entry(way, types, given(key(values)), of_value, operator == "!="), column)

    return check


def _quick_check(place: Place, key: Argument, value: Argument, operator: str) -> Callable[[Values], Sql]:
    types = map_type(place)
    key_way, value_way = kept_inside(types.keys), kept_inside(types.values)
    is_text = isinstance(types.values, ScalarType) and types.values.name in TEXTS
    compares = f"{FUNCTIONS[operator]}({sql_of(place)}, ?, ?, '{place.column.type.text()}')"

    def check(values: Values) -> Sql:
        name = key_way.to_parcel(given(key(values)))
        operand = given(value(values))
        return Sql(compares, (name, value_way.check(operand) if is_text else value_way.to_index(operand)))

    return check


def _folded_check(index: IndexPlace, key: Argument, value: Argument, operator: str) -> Callable[[Values], Sql]:
    """Compare as the index does: folded, where it folds texts."""
    place = index.place
    types, way, column = map_type(place), place.kept, sql_of(place)
    by_key, by_value = index.entries.field("key"), index.entries.field("value")
    compares = tests.COMPARISONS[operator]

    def check(values: Values) -> Sql:
        name = by_key.term(given(key(values)))
        operand = types.values.check(given(value(values)))
        fold = by_value.fold if by_value.is_text else None
        wanted = types.values.key(operand if fold is None else fold(operand))

        def passes(kept_value: object) -> bool:
            for one, found in (way.read(kept_value) or {}).items():
                if by_key.term(one) == name:
                    return compares(types.values.key(found if fold is None else fold(found)), wanted)
            return operator == "!="

        return tests.asked(passes, column)

    return check
