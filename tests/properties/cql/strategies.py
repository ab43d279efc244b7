"""Strategies for types with their values, and for all statements."""

import ipaddress
import uuid
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.properties.cql.data_statements import DATA_STATEMENTS
from tests.properties.cql.language import scalar_types
from tests.properties.cql.schema_statements import SCHEMA_STATEMENTS

from cassette.cql.statements.statement import Statement
from cassette.cql.types import (
    CqlType,
    Duration,
    FrozenType,
    ListType,
    MapType,
    ScalarType,
    SetType,
    TupleType,
    VectorType,
)


def _types_of(inner: st.SearchStrategy[CqlType]) -> st.SearchStrategy[CqlType]:
    return st.one_of(
        st.builds(ListType, inner),
        st.builds(SetType, inner),
        st.builds(MapType, inner, inner),
        st.builds(TupleType, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(VectorType, inner, st.integers(1, 4)),
        # frozen<int> can be written, and is no type of a column
        inner.map(lambda type_: type_ if isinstance(type_, ScalarType) else FrozenType(type_)),
    )


types: st.SearchStrategy[CqlType] = st.recursive(scalar_types, _types_of, max_leaves=4)


def _signed(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)


def _duration(months: int, days: int, nanoseconds: int, negative: bool) -> Duration:
    return Duration(-months, -days, -nanoseconds) if negative else Duration(months, days, nanoseconds)


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "ascii": st.text(st.characters(max_codepoint=127), max_size=8),
    "bigint": _signed(64),
    "blob": st.binary(max_size=8),
    "boolean": st.booleans(),
    "counter": _signed(64),
    "date": _signed(32),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False)
    | st.builds(Decimal, st.integers())
    | st.builds(lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(), st.integers(-999, 999)),
    "double": st.floats(allow_nan=False),
    "duration": st.builds(
        _duration, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1), st.integers(0, 2**63 - 1), st.booleans()
    ),
    "float": st.floats(width=32, allow_nan=False),
    "inet": st.ip_addresses().filter(
        lambda address: not isinstance(address, ipaddress.IPv6Address) or not address.ipv4_mapped
    ),
    "int": _signed(32),
    "smallint": _signed(16),
    "text": st.text(max_size=8),
    "time": st.integers(0, 86_400 * 10**9 - 1),
    "timestamp": _signed(64) | st.integers(-(10**14), 10**14),
    "timeuuid": st.uuids().map(lambda value: uuid.UUID(int=value.int & ~(15 << 76) | 1 << 76)),
    "tinyint": _signed(8),
    "uuid": st.uuids() | st.builds(uuid.UUID, int=st.integers(0, 2**128 - 1)),
    "varint": st.integers(),
}


def values(type_: CqlType) -> st.SearchStrategy[Any]:
    """Values of a type, as it gives them back."""
    match type_:
        case ScalarType():
            return SCALARS[type_.name]
        case FrozenType():
            return values(type_.inner)
        case ListType():
            return st.lists(values(type_.items), max_size=3)
        case VectorType():
            return st.lists(values(type_.items), min_size=type_.dimension, max_size=type_.dimension)
        case SetType():
            return st.lists(values(type_.items), max_size=3).map(type_.check)
        case MapType():
            return st.lists(st.tuples(values(type_.keys), values(type_.values)), max_size=3).map(type_.check)
        case TupleType():
            return st.tuples(*(st.none() | values(item) for item in type_.items))
        case _:
            raise TypeError(type_)


typed_values = types.flatmap(lambda type_: st.tuples(st.just(type_), values(type_)))
same_typed_values = types.flatmap(lambda type_: st.tuples(st.just(type_), values(type_), values(type_)))

STATEMENTS: dict[type[Statement], st.SearchStrategy[Statement]] = {**DATA_STATEMENTS, **SCHEMA_STATEMENTS}


def statements() -> st.SearchStrategy[Statement]:
    return st.one_of(*STATEMENTS.values())


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["0x0", "1", "1e400", "P1D", "2024-02-30", "2024-02-29 23:59+0100", "::1", "NaN"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)

ANYTHING: st.SearchStrategy[Any] = st.one_of(
    JSON, st.decimals(), st.uuids(), st.binary(max_size=20), st.datetimes(), st.dates(), st.times()
)
