from decimal import Decimal
from functools import cmp_to_key
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.compile.documents.values import kind, order, same

SCALARS = st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, "1"),
        (None, False),
        ([1, 2], [2, 1]),
        ([1], [1, 2]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": [1]}, {"a": [True]}),
        (5, Decimal(5)),
        ({}, []),
    ],
)
def test_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(VALUES)
def test_every_value_is_the_same_as_itself(value: Any) -> None:
    assert same(value, value)
    assert order(value, value) == 0


def test_order_of_kinds() -> None:
    ascending = [None, -1, Decimal("0.5"), 7, "", "a", {}, {"a": 1}, [], [1], False, True]
    shuffled = [ascending[at * 5 % len(ascending)] for at in range(len(ascending))]
    assert sorted(shuffled, key=cmp_to_key(order)) == ascending


@given(VALUES, VALUES)
def test_order_turns_around(one: Any, other: Any) -> None:
    assert (order(one, other) > 0) == (order(other, one) < 0)


@given(VALUES, VALUES, VALUES)
def test_order_carries_on(one: Any, other: Any, third: Any) -> None:
    low, middle, high = sorted([one, other, third], key=cmp_to_key(order))
    assert order(low, middle) <= 0
    assert order(middle, high) <= 0
    assert order(low, high) <= 0


@pytest.mark.parametrize(("value", "word"), [(True, "a boolean"), (1, "a number"), (None, "null"), ([], "an array")])
def test_kind_names_values(value: Any, word: str) -> None:
    assert kind(value) == word
