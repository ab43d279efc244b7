"""Which types a column can have: some that can be written make no sense, or cannot be stored.

list<list<int>>   refused: the inner list needs frozen<>        frozen<int>   refused: nothing to freeze
"""

from collections.abc import Iterator

from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.list import ListType
from cassette.cql.types.map import MapType
from cassette.cql.types.scalar import ScalarType
from cassette.cql.types.set import SetType
from cassette.cql.types.tuple import TupleType
from cassette.cql.types.user import NamedType, UserType
from cassette.cql.types.vector import VectorType
from cassette.errors import InvalidRequest

COUNTER = ScalarType("counter")
DURATION = ScalarType("duration")


def check_column_type(type_: CqlType) -> None:
    """Refuse a type that no column can have. Raises InvalidRequest."""
    _check(type_, frozen=False)


def _check(type_: CqlType, *, frozen: bool) -> None:
    if isinstance(type_, NamedType):
        raise InvalidRequest(f"there is no type {type_.text()}")
    if isinstance(type_, FrozenType):
        if isinstance(type_.inner, ScalarType):
            raise InvalidRequest(f"{type_.text()}: only collections, tuples and vectors can be frozen")
        _check(type_.inner, frozen=True)
        return
    if isinstance(type_, VectorType) and type_.dimension < 1:
        raise InvalidRequest(f"{type_.text()}: a vector has one item at least")
    # a tuple is in one piece, and all that is in it with it
    frozen = frozen or isinstance(type_, TupleType)
    for inner in _inside(type_):
        if inner == COUNTER:
            raise InvalidRequest(f"{type_.text()}: a counter cannot be inside another type")
        if inner.multicell and not frozen:
            raise InvalidRequest(f"{type_.text()}: a collection inside another needs frozen<…> around it")
        _check(inner, frozen=frozen)
    ordered = type_.items if isinstance(type_, SetType) else type_.keys if isinstance(type_, MapType) else None
    if ordered == DURATION:
        raise InvalidRequest(f"{type_.text()}: durations have no order, so they cannot be in a set or keys of a map")


def _inside(type_: CqlType) -> Iterator[CqlType]:
    match type_:
        case ListType() | SetType() | VectorType():
            yield type_.items
        case MapType():
            yield type_.keys
            yield type_.values
        case TupleType():
            yield from type_.items
        case UserType():
            yield from (inner for _, inner in type_.fields)
