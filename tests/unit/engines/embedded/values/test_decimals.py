"""Decimals in indexes: bytes that compare as the numbers do."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassette.engines.embedded.values.decimals import comparable
from cassette.errors import InvalidRequest

NUMBERS: st.SearchStrategy[int | Decimal] = st.one_of(
    st.integers(),
    st.integers(-200, 200),
    st.integers(10**18, 10**20),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(-10, 10, places=3),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-2000, 2000), st.integers(-40, 40)
    ),
)


@given(NUMBERS, NUMBERS)
@example(0, Decimal("-0.0"))
@example(Decimal("1E+2"), 100)
@example(Decimal("-0.1"), Decimal("-0.11"))
@example(-1, -10)
@example(Decimal("0.001"), Decimal("0.01"))
@example(Decimal("-1E-50"), 0)
@example(10**30, Decimal(10**30) + Decimal("0.5"))
def test_bytes_compare_as_numbers_do(left: int | Decimal, right: int | Decimal) -> None:
    assert (comparable(left) < comparable(right)) == (left < right)
    assert (comparable(left) == comparable(right)) == (left == right)


@given(st.integers(-(10**25), 10**25), st.integers(0, 12))
def test_spelling_does_not_matter(whole: int, zeros: int) -> None:
    spelled = Decimal(f"{whole}.{'0' * zeros}") if zeros else Decimal(whole)
    assert comparable(spelled) == comparable(whole) == comparable(spelled.normalize())


def test_numbers_stand_in_their_order() -> None:
    texts = (
        "-1E+2147483640 -100 -99.9 -10 -9 -1.5 -1.05 -1 -0.1 -0.01 -1E-1000 0 1E-1000 0.01 0.1 1 1.05 1.5 9 10 1E+99"
    )
    numbers = [Decimal(text) for text in texts.split()]
    written = [comparable(number) for number in numbers]
    assert written == sorted(written)
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("text", ["1E+2147483648", "-1E+2147483648", "1E-2147483650"])
def test_exponent_beyond_the_end_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="exponent"):
        comparable(Decimal(text))
