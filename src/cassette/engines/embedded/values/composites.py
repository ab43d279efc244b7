"""How values in one piece are kept: tuples, vectors, user types, and whatever is frozen.

They are blobs in the native protocol's form, which is also what a partition token is made from.
"""

from collections.abc import Iterator

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.user import UserType
from cassette.engines.embedded.values.native import native
from cassette.engines.embedded.values.ordered import ordered
from cassette.engines.embedded.values.way import Kept

DECIMAL = ScalarType("decimal")


def composite(cql_type: CqlType) -> Kept:
    """Keep values of a type as one blob."""
    check, encode, decode = native(cql_type)
    return Kept(
        check,
        in_row=encode,
        from_row=decode,
        in_index=ordered(cql_type).write,
        in_parcel=encode,
        from_parcel=decode,
        # 1.0 and 1.00 are one decimal, and differ in these bytes
        exact=DECIMAL not in _all_inside(cql_type),
    )


def _all_inside(cql_type: CqlType) -> Iterator[CqlType]:
    yield cql_type
    for inner in inside(cql_type):
        yield from _all_inside(inner)


def inside(cql_type: CqlType) -> tuple[CqlType, ...]:
    """Give the types that a type is made from."""
    match cql_type:
        case FrozenType(inner):
            return (inner,)
        case ListType(items) | SetType(items) | VectorType(items, _):
            return (items,)
        case MapType(keys, values):
            return (keys, values)
        case TupleType(items):
            return items
        case UserType(fields=fields):
            return tuple(field for _, field in fields)
    return ()
