"""IF: conditions of a lightweight transaction, asked of the row as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from cassette.cql.conditions import (
    Choices,
    Compare,
    Condition,
    Contains,
    ContainsKey,
    Entry,
    FieldCompare,
    In,
    InEntry,
    InField,
    parts_of,
)
from cassette.cql.rows import ColumnOfRows, Row
from cassette.cql.terms import UNSET, Bind, Term
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType
from cassette.cql.types.user import UserType
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest, NotSupported

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"!=": ne, "<": lt, "<=": le, "=": eq, ">": gt, ">=": ge}
INT = ScalarType("int")

Test = Callable[[Values, Any], bool]
"""Whether one condition holds, given the statement's values and what is kept of its column."""


@dataclass(frozen=True, slots=True)
class Conditional:
    """The conditions of an IF.

    places     the columns that they ask for, each once; those of the row before those that are static
    tests      the conditions, each with the place of its column among these
    columns    the columns as Rows show them
    """

    places: tuple[Place, ...]
    tests: tuple[tuple[int, Test], ...]
    columns: tuple[ColumnOfRows, ...]

    def holds(self, values: Values, kept_values: Sequence[SqliteValue]) -> bool:
        """Whether all conditions hold, given the statement's values and its columns (all null for no row)."""
        return all(test(values, kept_values[at]) for at, test in self.tests)

    def found(self, kept_values: Sequence[SqliteValue]) -> Row:
        """Read back what a refused transaction found."""
        return tuple(place.kept.read(value) for place, value in zip(self.places, kept_values, strict=True))


def conditional(condition: Condition | None, layout: Layout, markers: Markers) -> Conditional | None:
    """Compile an IF; None without one. Raises InvalidRequest."""
    if condition is None:
        return None
    tests: list[tuple[Place, Test]] = []
    for part in parts_of(condition):
        if isinstance(
            part, Compare | Contains | ContainsKey | Entry | FieldCompare | In | InEntry | InField
        ) and not getattr(part, "negated", False):
            place = place_of(layout, part.column)
            if place.column.kind in ("partition_key", "clustering"):
                raise InvalidRequest(f"{part.column} is in the primary key: it cannot stand in an IF")
            tests.append((place, _test(part, place, markers)))
        else:
            raise NotSupported(f"IF {part.text()} is not supported")
    found = dict.fromkeys(place for place, _ in tests)
    places = sorted(found, key=lambda place: place.column.kind == "static")
    return Conditional(
        tuple(places),
        tuple((places.index(place), test) for place, test in tests),
        tuple(ColumnOfRows(place.column.name, place.column.type) for place in places),
    )


def _test(part: Condition, place: Place, markers: Markers) -> Test:
    column_type = place.column.type
    match part:
        case Compare(_, "=" | "!=" as operator, term) if isinstance(column_type, ScalarType) and place.kept.exact:
            return _same(place, markers.argument(term, column_type, place.column.name), equal=operator == "=")
        case Compare(_, operator, term):
            return _of_value(
                place, None, _comparison(operator, markers.argument(term, column_type, place.column.name), column_type)
            )
        case In(_, choices):
            return _of_value(place, None, _choice(choices, column_type, markers))
        case Contains(_, term):
            item_type = _item_type(place)
            return _of_value(place, None, _containing(markers.argument(term, item_type, place.column.name), item_type))
        case ContainsKey(_, term):
            if not isinstance(column_type, MapType):
                raise InvalidRequest(f"{place.column.name} is no map: it has no keys")
            keys = column_type.keys
            return _of_value(
                place, None, _containing(markers.argument(term, keys, place.column.name), keys, of_keys=True)
            )
        case Entry(_, key, operator, term):
            inner, element = _element(place, key, markers)
            return _of_value(
                place, element, _comparison(operator, markers.argument(term, inner, place.column.name), inner)
            )
        case InEntry(_, key, choices):
            inner, element = _element(place, key, markers)
            return _of_value(place, element, _choice(choices, inner, markers))
        case FieldCompare(_, field, operator, term):
            inner, element = _field(place, field)
            return _of_value(
                place, element, _comparison(operator, markers.argument(term, inner, place.column.name), inner)
            )
        case InField(_, field, choices):
            inner, element = _field(place, field)
            return _of_value(place, element, _choice(choices, inner, markers))
    raise NotSupported(f"IF {part.text()} is not supported")


Element = Callable[[Values, Any], Any]
"""Gives a part of a column's value, which is not null."""
Check = Callable[[Values, Any], bool]
"""Whether a value, or null, passes."""


def _same(place: Place, argument: Argument, *, equal: bool) -> Test:
    """Whether a value is the one that is kept: equal values are kept alike."""
    to_row = place.kept.to_row

    def test(values: Values, kept_value: Any) -> bool:
        return (to_row(_given(argument(values))) == kept_value) is equal

    return test


def _of_value(place: Place, element: Element | None, check: Check) -> Test:
    read = place.kept.read

    def test(values: Values, kept_value: Any) -> bool:
        value = read(kept_value)
        return check(values, value if value is None or element is None else element(values, value))

    return test


def _given(value: Any) -> Any:
    if value is UNSET:
        raise InvalidRequest("a condition takes a value or null, not an unset one")
    return value


def _sortable(value: Any, cql_type: CqlType) -> Any:
    """What compares as the values of a type do; None for null, which an empty collection is too if it is not frozen."""
    if value is None or (cql_type.multicell and not value):
        return None
    return cql_type.key(cql_type.check(value))


def _comparison(operator: str, argument: Argument, cql_type: CqlType) -> Check:
    compare = COMPARISONS[operator]
    if operator not in ("=", "!=") and _has_duration(cql_type):
        raise InvalidRequest(f"{operator} cannot compare durations: they have no order")

    def check(values: Values, found: Any) -> bool:
        given, is_empty = _given(argument(values)), found is None or (cql_type.multicell and not found)
        wanted = _sortable(given, cql_type)
        if operator in ("=", "!="):
            return compare(None if is_empty else _sortable(found, cql_type), wanted)
        if given is None:
            raise InvalidRequest(f"{operator} cannot compare with null")
        return not is_empty and compare(cql_type.key(found), cql_type.key(cql_type.check(given)))

    return check


def _has_duration(cql_type: CqlType) -> bool:
    """Whether values of a type have a duration in them."""
    match cql_type:
        case ScalarType(name):
            return name == "duration"
        case FrozenType(inner):
            return _has_duration(inner)
        case SetType(items) | ListType(items):
            return _has_duration(items)
        case MapType(keys, values):
            return _has_duration(keys) or _has_duration(values)
        case TupleType(many):
            return any(map(_has_duration, many))
        case UserType():
            return any(_has_duration(field) for _, field in cql_type.fields)
    return False


def _choice(choices: Choices, cql_type: CqlType, markers: Markers) -> Check:
    if isinstance(choices, Bind):
        argument = markers.argument(choices, ListType(cql_type))
    else:
        arguments = [markers.argument(term, cql_type) for term in choices]

        def argument(values: Values) -> Any:
            return [one(values) for one in arguments]

    def check(values: Values, found: Any) -> bool:
        given = _given(argument(values))
        if not isinstance(given, list | tuple | set | frozenset):
            raise InvalidRequest("IN takes a list of values")
        wanted = _sortable(found, cql_type)
        return any(_sortable(_given(one), cql_type) == wanted for one in given)

    return check


def _containing(argument: Argument, item_type: CqlType, *, of_keys: bool = False) -> Check:
    def check(values: Values, found: Any) -> bool:
        given = _given(argument(values))
        if given is None:
            raise InvalidRequest("CONTAINS cannot look for null")
        if found is None:
            return False
        wanted = _sortable(given, item_type)
        items = found.values() if isinstance(found, dict) and not of_keys else found
        return any(_sortable(item, item_type) == wanted for item in items)

    return check


def _item_type(place: Place) -> CqlType:
    inner = getattr(place.column.type, "inner", place.column.type)
    match inner:
        case SetType(items) | ListType(items):
            return items
        case MapType(_, values):
            return values
    raise InvalidRequest(f"CONTAINS needs a collection; {place.column.name} is {place.column.type.text()}")


def _element(place: Place, key: Term, markers: Markers) -> tuple[CqlType, Element]:
    """The type and the value of an element of a map or a list; null where there is none."""
    inner = getattr(place.column.type, "inner", place.column.type)
    if isinstance(inner, ListType):
        at = markers.argument(key, INT, f"idx({place.column.name})")

        def of_list(values: Values, value: Any) -> Any:
            index = INT.check(_key_given(at(values)))
            if index < 0:
                raise InvalidRequest(f"a list has no item {index}")
            return value[index] if index < len(value) else None

        return inner.items, of_list
    if isinstance(inner, MapType):
        map_type = inner
        argument = markers.argument(key, map_type.keys, f"key({place.column.name})")

        def of_map(values: Values, value: Any) -> Any:
            wanted = _sortable(_key_given(argument(values)), map_type.keys)
            return next((one for name, one in value.items() if map_type.keys.key(name) == wanted), None)

        return map_type.values, of_map
    raise InvalidRequest(f"{place.column.name}[…] needs a map or a list; it is {place.column.type.text()}")


def _key_given(key: Any) -> Any:
    if _given(key) is None:
        raise InvalidRequest("null is no key of an element")
    return key


def _field(place: Place, field: str) -> tuple[CqlType, Element]:
    inner = getattr(place.column.type, "inner", place.column.type)
    if not isinstance(inner, UserType):
        raise InvalidRequest(f"{place.column.name} is {place.column.type.text()}: it has no fields")
    for name, field_type in inner.fields:
        if name == field:
            return field_type, lambda values, value: value.get(field)
    raise InvalidRequest(f"{inner.text()} has no field {field}")
