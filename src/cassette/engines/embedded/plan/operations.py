"""Operations: what an assignment, or DELETE of a column, does to the cells of a row.

a = ?    l += ?    l = ? + l    m -= ?    m[?] = ?    u.street = ?        DELETE a, m[?], u.street
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.statements.delete import ElementOf, FieldOf, Target
from cassette.cql.statements.update import AddTo, Assignment, Change, Prepend, SetElement, SetField, TakeFrom
from cassette.cql.terms import UNSET
from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType
from cassette.cql.types.user import UserType
from cassette.engines.embedded.cells.cell import Cell, Moment
from cassette.engines.embedded.cells.cells import Cells, Column
from cassette.engines.embedded.cells.many import Listed, Many
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.columns import place_of
from cassette.errors import InvalidRequest

INT, BIGINT, COUNTER = ScalarType("int"), ScalarType("bigint"), ScalarType("counter")

Do = Callable[[Cells, Moment], None]


class Operation:
    """One change of a column. `bind` gives what it does with the statement's values, None for nothing at all.

    `argument` is the value of the column where it is set as a whole.
    """

    __slots__ = ("argument", "bind", "place")

    def __init__(self, place: Place, bind: Callable[[Values], Do | None], argument: Argument | None = None) -> None:
        self.place = place
        self.bind = bind
        self.argument = argument

    @property
    def is_static(self) -> bool:
        """Whether it is about a static column."""
        return self.place.column.kind == "static"


def writable(layout: Layout, name: str) -> Place:
    """Find a column that can be written. Raises InvalidRequest for one of the primary key."""
    place = place_of(layout, name)
    if place.column.kind in ("partition_key", "clustering"):
        raise InvalidRequest(f"{name} is in the primary key: it cannot be set or deleted")
    return place


def column_of(layout: Layout, place: Place) -> Column:
    """Give a column as cells know it."""
    return Column(layout.ordinals[place.column.name], place)


def whole(layout: Layout, place: Place, argument: Argument) -> Operation:
    """`column = term`."""
    if place.column.type == COUNTER:
        raise InvalidRequest(f"{place.column.name} is a counter: it can be added to, not set")
    column, check = column_of(layout, place), place.kept.check

    def bind(values: Values) -> Do | None:
        given = argument(values)
        if given is UNSET:
            return None
        value = None if given is None else check(given)
        return lambda cells, at: cells.write(column, value, at)

    return Operation(place, bind, argument)


def assigned(change: Change, layout: Layout, markers: Markers) -> Operation:
    """Compile an assignment of an UPDATE. Raises InvalidRequest."""
    place = writable(layout, change.column)
    match change:
        case Assignment(_, term):
            return whole(layout, place, markers.argument(term, place.column.type, place.column.name))
        case AddTo(_, term):
            return _added(layout, place, term, markers)
        case Prepend(_, term):
            if not isinstance(place.column.type, ListType):
                raise _wrong(place, "a list, to put something before it")
            column = column_of(layout, place)
            argument = markers.argument(term, place.column.type, place.column.name)
            return _with(
                place, argument, place.kept.check, lambda cells, value, at: _list(cells, column).prepend(value, at)
            )
        case TakeFrom(_, term):
            return _taken(layout, place, term, markers)
        case SetElement(_, key, term):
            return _element_set(layout, place, key, term, markers)
        case SetField(_, field, term):
            inner = _field_type(place, field)
            argument = markers.argument(term, inner, f"{place.column.name}.{field}")
            column = column_of(layout, place)

            def bind(values: Values) -> Do | None:
                given = argument(values)
                if given is UNSET:
                    return None
                value = None if given is None else inner.check(given)
                return lambda cells, at: _many(cells, column).put(field, at.cell(value))

            return Operation(place, bind)


def deleted(target: Target, layout: Layout, markers: Markers) -> Operation:
    """Compile what a DELETE names between DELETE and FROM. Raises InvalidRequest."""
    place = writable(layout, target.name)
    column = column_of(layout, place)
    match target:
        case ElementOf(_, key):
            return _element_deleted(layout, place, key, markers)
        case FieldOf(_, field):
            _field_type(place, field)
            return Operation(
                place, lambda values: lambda cells, at: _many(cells, column).put(field, Cell(None, at.time_us))
            )
    return Operation(place, lambda values: lambda cells, at: cells.clear(column, at))


def _added(layout: Layout, place: Place, term: Any, markers: Markers) -> Operation:
    column, column_type = column_of(layout, place), place.column.type
    if column_type == COUNTER:
        return _counted(column, markers.argument(term, BIGINT, place.column.name), 1)
    match column_type:
        case ListType():
            argument = markers.argument(term, column_type, place.column.name)
            return _with(
                place, argument, place.kept.check, lambda cells, value, at: _list(cells, column).append(value, at)
            )
        case SetType() | MapType():
            argument = markers.argument(term, column_type, place.column.name)
            return _with(
                place, argument, place.kept.check, lambda cells, value, at: _many(cells, column).add(value, at)
            )
    raise _wrong(place, "a counter or a collection that is not frozen, to be added to")


def _taken(layout: Layout, place: Place, term: Any, markers: Markers) -> Operation:
    column, column_type = column_of(layout, place), place.column.type
    if column_type == COUNTER:
        return _counted(column, markers.argument(term, BIGINT, place.column.name), -1)
    match column_type:
        case ListType(items):
            argument = markers.argument(term, column_type, place.column.name)
            return _with(
                place,
                argument,
                place.kept.check,
                lambda cells, value, at: _list(cells, column).remove(value, at, items),
            )
        case SetType():
            argument = markers.argument(term, column_type, place.column.name)
            return _with(
                place, argument, place.kept.check, lambda cells, value, at: _many(cells, column).remove(value, at)
            )
        case MapType(keys, _):
            taken = SetType(keys)
            argument = markers.argument(term, taken, place.column.name)
            return _with(place, argument, taken.check, lambda cells, value, at: _many(cells, column).remove(value, at))
    raise _wrong(place, "a counter or a collection that is not frozen, to be taken from")


def _with(
    place: Place,
    argument: Argument,
    check: Callable[[Any], Any],
    do: Callable[[Cells, Any, Moment], None],
) -> Operation:
    """Do something with a value; nothing where it is null or unset."""

    def bind(values: Values) -> Do | None:
        given = argument(values)
        if given is UNSET or given is None:
            return None
        value = check(given)
        return lambda cells, at: do(cells, value, at)

    return Operation(place, bind)


def _counted(column: Column, argument: Argument, sign: int) -> Operation:
    def bind(values: Values) -> Do | None:
        given = argument(values)
        if given is UNSET:
            return None
        if given is None:
            raise InvalidRequest(f"null cannot be added to the counter {column.name}")
        more = sign * BIGINT.check(given)
        return lambda cells, at: cells.count(column, more, at)

    return Operation(column.place, bind)


def _element_set(layout: Layout, place: Place, key: Any, term: Any, markers: Markers) -> Operation:
    column, column_type = column_of(layout, place), place.column.type
    match column_type:
        case ListType(items):
            index = markers.argument(key, INT, f"idx({place.column.name})")
            argument = markers.argument(term, items, f"value({place.column.name})")

            def bind_item(values: Values) -> Do | None:
                at_index, given = _key(index(values), INT, place), argument(values)
                if given is UNSET:
                    return None
                value = None if given is None else items.check(given)
                return lambda cells, at: _list(cells, column).set(at_index, value, at, items)

            return Operation(place, bind_item)
        case MapType(keys, items):
            name = markers.argument(key, keys, f"key({place.column.name})")
            argument = markers.argument(term, items, f"value({place.column.name})")

            def bind_entry(values: Values) -> Do | None:
                member, given = _key(name(values), keys, place), argument(values)
                if given is UNSET:
                    return None
                value = None if given is None else items.check(given)
                return lambda cells, at: _many(cells, column).put(member, at.cell(value))

            return Operation(place, bind_entry)
    raise _wrong(place, "a list or a map that is not frozen, to set one element")


def _element_deleted(layout: Layout, place: Place, key: Any, markers: Markers) -> Operation:
    column, column_type = column_of(layout, place), place.column.type
    match column_type:
        case ListType(items):
            index = markers.argument(key, INT, f"idx({place.column.name})")

            def bind_item(values: Values) -> Do | None:
                given = index(values)
                if given is UNSET:
                    return None
                at_index = _key(given, INT, place)
                return lambda cells, at: _list(cells, column).set(at_index, None, at, items)

            return Operation(place, bind_item)
        case MapType(keys, _) | SetType(keys):
            name = markers.argument(key, keys, f"key({place.column.name})")

            def bind_entry(values: Values) -> Do | None:
                member = _key(name(values), keys, place)
                return lambda cells, at: _many(cells, column).put(member, Cell(None, at.time_us))

            return Operation(place, bind_entry)
    raise _wrong(place, "a collection that is not frozen, to delete one element")


def _key(given: Any, cql_type: CqlType, place: Place) -> Any:
    if given is None or given is UNSET:
        raise InvalidRequest(f"{place.column.name}[…] needs a key or an index, which cannot be null")
    return cql_type.check(given)


def _field_type(place: Place, field: str) -> CqlType:
    if not isinstance(place.column.type, UserType):
        raise _wrong(place, "a user type that is not frozen, to write one field")
    for name, field_type in place.column.type.fields:
        if name == field:
            return field_type
    raise InvalidRequest(f"{place.column.type.text()} has no field {field}")


def _wrong(place: Place, wanted: str) -> InvalidRequest:
    return InvalidRequest(f"{place.column.name} is {place.column.type.text()}; it would have to be {wanted}")


def _many(cells: Cells, column: Column) -> Many:
    found = cells.elements(column)
    assert isinstance(found, Many)
    return found


def _list(cells: Cells, column: Column) -> Listed:
    found = cells.elements(column)
    assert isinstance(found, Listed)
    return found
