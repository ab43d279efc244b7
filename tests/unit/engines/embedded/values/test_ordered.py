"""Keys of every type: what stands in a key column comes back, and SQLite compares it as the type does."""

from decimal import Decimal
from typing import Any

import apsw
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.properties.cql.strategies import SCALARS as SCALAR_VALUES
from tests.properties.cql.strategies import same_typed_values, values

from cassette.cql.types import CqlType, FrozenType, ListType, ScalarType, SetType, parse_type
from cassette.cql.types.user import UserType
from cassette.engines.embedded.values import kept, kept_in_key, kept_in_partition
from cassette.engines.embedded.values.decimals import from_key_text, key_text
from cassette.engines.embedded.values.ordered import SCALARS, ordered

SQLITE = apsw.Connection(":memory:")
Pair = tuple[CqlType, Any, Any]
SCALAR_PAIRS = st.sampled_from(sorted(SCALAR_VALUES)).flatmap(
    lambda name: st.tuples(st.just(ScalarType(name)), SCALAR_VALUES[name], SCALAR_VALUES[name])
)


def compared(left: Any, right: Any, collation: str) -> tuple[bool, bool]:
    less, same = SQLITE.execute(
        f"SELECT ?1 < ?2 COLLATE {collation}, ?1 = ?2 COLLATE {collation}", (left, right)
    ).fetchall()[0]
    return bool(less), bool(same)


@settings(deadline=None, max_examples=400)
@given(SCALAR_PAIRS | same_typed_values)
@example((ScalarType("decimal"), Decimal("1.00"), Decimal("1.0")))
@example((ScalarType("double"), -0.0, 0.0))
@example((ScalarType("double"), float("nan"), float("inf")))
def test_keys_compare_as_the_type_does(typed: Pair) -> None:
    type_, left, right = typed
    key, way = type_.key, kept_in_key(FrozenType(type_) if type_.multicell else type_)
    written = way.to_row(left), way.to_row(right)
    assert compared(*written, way.collation) == (key(left) < key(right), key(left) == key(right))
    assert way.ordered


@settings(deadline=None, max_examples=400)
@given(SCALAR_PAIRS | same_typed_values)
def test_ordered_bytes_compare_and_come_back(typed: Pair) -> None:
    type_, left, right = typed
    key, (write, read) = type_.key, ordered(type_)
    one, other = write(type_.check(left)), write(type_.check(right))
    assert (one < other, one == other) == (key(left) < key(right), key(left) == key(right))
    found, end = read(b"before" + one + b"behind", len(b"before"))
    assert end == len(b"before") + len(one)
    assert key(found) == key(left)


@settings(deadline=None, max_examples=300)
@given(SCALAR_PAIRS | same_typed_values)
def test_rows_say_whether_sqlite_can_compare_them(typed: Pair) -> None:
    type_, left, right = typed
    key, way = type_.key, kept(type_)
    less, same = compared(way.to_row(left), way.to_row(right), way.collation)
    assert not way.exact or same == (key(left) == key(right))
    assert not way.ordered or less == (key(left) < key(right))
    assert way.exact or not way.ordered


@pytest.mark.parametrize("name", sorted(SCALARS))
def test_scalar_key_comes_back_as_it_was(name: str) -> None:
    @settings(deadline=None, max_examples=40)
    @given(SCALAR_VALUES[name])
    def check(value: Any) -> None:
        for way in (kept_in_key(ScalarType(name)), kept_in_partition(ScalarType(name))):
            stored = SQLITE.execute("SELECT ?", (way.to_row(value),)).get
            assert repr(way.read(stored)) == repr(ScalarType(name).decode(ScalarType(name).encode(value)))

    check()


@pytest.mark.parametrize("text", ["0", "0.00", "0E+7", "1.50", "-1.50", "100", "1E+2", "-10", "1E-40", "-0.070"])
def test_decimal_key_keeps_its_zeros(text: str) -> None:
    number = Decimal(text)
    assert str(from_key_text(key_text(number))) == text


@given(values(ListType(ScalarType("float"))))
def test_empty_frozen_list_is_a_value(numbers: list[float]) -> None:
    way = kept(parse_type("frozen<list<float>>"))
    assert way.read(way.to_row(numbers)) == numbers
    assert way.to_row([]) is not None


def test_every_scalar_is_written_in_order() -> None:
    assert SCALARS.keys() == SCALAR_VALUES.keys()


ADDRESS = UserType("ks", "address", (("street", ScalarType("text")), ("zip", ScalarType("int"))))


def test_user_type_is_kept_everywhere() -> None:
    home, nowhere = {"street": "Åsgatan", "zip": 8000}, {"street": None, "zip": None}
    assert kept(ADDRESS).read(kept(ADDRESS).to_row({"zip": 8000, "street": "Åsgatan"})) == home
    assert kept(ADDRESS).to_row(nowhere) is None
    frozen = FrozenType(ADDRESS)
    assert kept(frozen).read(kept(frozen).to_row(nowhere)) == nowhere
    for way in (kept_in_key(frozen), kept_in_partition(frozen)):
        assert way.read(way.to_row({"zip": 1})) == {"street": None, "zip": 1}
    ordered_values = [nowhere, {"zip": -1}, {"zip": 5}, {"street": ""}, {"street": "a"}, home]
    written = [ordered(frozen).write(frozen.check(value)) for value in ordered_values]
    assert written == sorted(written) == [kept_in_key(frozen).to_row(value) for value in ordered_values]
    members = kept(SetType(frozen))
    member = (("street", None), ("zip", 3))
    assert members.read(members.to_row([{"zip": 3}])) == {member}
    assert ordered(SetType(frozen)).write({member}) == ordered(SetType(frozen)).write({(("zip", 3), ("street", None))})
