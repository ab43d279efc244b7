"""How values are kept: they come back, and what an index has compares in SQLite as the type says."""

from decimal import Decimal
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.cql.strategies import types, values

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, parse_type
from cassette.engines.embedded.values import kept
from cassette.engines.embedded.values.scalars import SCALARS
from cassette.errors import InvalidRequest

SQLITE = apsw.Connection(":memory:")
SCALAR_TYPES = st.sampled_from(sorted(SCALARS)).map(ScalarType)
TUPLES = st.lists(SCALAR_TYPES, min_size=1, max_size=3).map(lambda items: TupleType(tuple(items)))
ITEMS: st.SearchStrategy[CqlType] = st.one_of(SCALAR_TYPES, TUPLES, TUPLES.map(FrozenType))
TYPES: st.SearchStrategy[CqlType] = st.one_of(
    ITEMS,
    st.builds(ListType, ITEMS),
    st.builds(SetType, ITEMS),
    st.builds(MapType, ITEMS, ITEMS),
)


@st.composite
def typed_values(draw: st.DrawFn, types: st.SearchStrategy[CqlType] = TYPES, count: int = 1) -> tuple[CqlType, Any]:
    type_ = draw(types)
    drawn = [draw(values(type_)) for _ in range(count)]
    return type_, drawn[0] if count == 1 else drawn


def through_sqlite(value: Any) -> Any:
    return SQLITE.execute("SELECT ?", (value,)).get


@settings(deadline=None, max_examples=300)
@given(typed_values() | typed_values(types))
def test_value_comes_back_from_a_row(typed: tuple[CqlType, Any]) -> None:
    type_, value = typed
    way = kept(type_)
    found = way.read(through_sqlite(way.to_row(value)))
    empty = type_.multicell and not value
    assert found == (None if empty else value)


@settings(deadline=None, max_examples=300)
@given(typed_values(SCALAR_TYPES, count=2))
def test_index_compares_as_the_type_does(typed: tuple[CqlType, Any]) -> None:
    type_, (left, right) = typed
    ways = kept(type_).to_index(left), kept(type_).to_index(right)
    less, same = SQLITE.execute("SELECT ?1 < ?2, ?1 = ?2", ways).fetchall()[0]
    # texts that begin alike and are long have an order in the row only; addresses have one of their own
    if not (isinstance(left, str) and min(len(left), len(right)) >= 64) and type_.text() != "inet":
        assert bool(less) == (type_.key(left) < type_.key(right))
    assert bool(same) == (type_.key(left) == type_.key(right))


@given(typed_values(ITEMS))
def test_null_is_null_everywhere(typed: tuple[CqlType, Any]) -> None:
    way = kept(typed[0])
    assert way.to_row(None) is None
    assert way.read(None) is None


@pytest.mark.parametrize(
    "number", [0, 1, -1, (1 << 63) - 1, 1 << 63, -(1 << 63) - 1, 10**200, Decimal("1.10"), Decimal("1E+30")]
)
def test_no_digit_of_a_number_is_lost(number: int | Decimal) -> None:
    for type_text, value in (("decimal", number), ("list<decimal>", [number]), ("map<int, decimal>", {1: number})):
        way = kept(parse_type(type_text))
        found = way.read(through_sqlite(way.to_row(value)))
        assert found == value
        assert str(found) == str(value) or "Decimal" in str(found) or isinstance(found, Decimal)


@pytest.mark.parametrize(
    ("type_text", "value"),
    [
        ("set<int>", "text"),
        ("set<int>", {"a": 1}),
        ("set<int>", [1, None]),
        ("list<int>", 5),
        ("map<int, int>", [(1, 2)]),
        ("map<int, int>", {1: None}),
        ("map<int, int>", {None: 1}),
        ("tuple<int, int>", "ab"),
        ("frozen<tuple<tinyint, text>>", (1, "a", "b")),
        ("frozen<tuple<tinyint, text>>", (128, "a")),
        ("decimal", Decimal("NaN")),
        ("decimal", Decimal("-Infinity")),
        ("text", "\udfff"),
    ],
)
def test_value_of_another_shape_is_refused(type_text: str, value: Any) -> None:
    way = kept(parse_type(type_text))
    with pytest.raises(InvalidRequest):
        way.to_row(value)
