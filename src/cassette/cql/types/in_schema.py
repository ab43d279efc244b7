"""Type text as the schema's tables and DESCRIBE show it: with every `frozen` that the rules imply.

list<frozen<list<int>>>        frozen<list<frozen<list<int>>>>        frozen<tuple<int, frozen<set<text>>>>
"""

from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.list import ListType
from cassette.cql.types.map import MapType
from cassette.cql.types.set import SetType
from cassette.cql.types.tuple import TupleType
from cassette.cql.types.vector import VectorType


def schema_text(type_: CqlType) -> str:
    """Print a type; a tuple is frozen, and so is all that is inside of something frozen, except in vectors."""
    return _shown(type_, frozen=False).text()


def _shown(type_: CqlType, *, frozen: bool) -> CqlType:
    """Give the type as it would be written out; `frozen` when it stands inside of something frozen."""
    match type_:
        case FrozenType(inner=FrozenType() | TupleType() | VectorType() as inner):
            return _shown(inner, frozen=True)
        case FrozenType(inner=inner):
            return FrozenType(_inside(inner, frozen=True))
        case TupleType():
            return FrozenType(_inside(type_, frozen=True))
    shown = _inside(type_, frozen=frozen)
    return FrozenType(shown) if frozen and shown.multicell else shown


def _inside(type_: CqlType, *, frozen: bool) -> CqlType:
    match type_:
        case ListType(items=items):
            return ListType(_shown(items, frozen=frozen))
        case SetType(items=items):
            return SetType(_shown(items, frozen=frozen))
        case MapType(keys=keys, values=values):
            return MapType(_shown(keys, frozen=frozen), _shown(values, frozen=frozen))
        case VectorType(items=items, dimension=dimension):
            # a vector is in one piece too, but Cassandra shows what is in it as it was written
            return VectorType(_shown(items, frozen=False), dimension)
        case TupleType(items=inners):
            return TupleType(tuple(_shown(inner, frozen=True) for inner in inners))
        case _:
            return type_
