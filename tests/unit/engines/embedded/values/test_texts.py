"""Texts in indexes: cut, and still exact where that is promised."""

from hypothesis import given
from hypothesis import strategies as st

from cassette.engines.embedded.values.texts import KEPT_CHARS, comparable, is_cut

STEMS = st.sampled_from(["", "a" * (KEPT_CHARS - 1), "a" * KEPT_CHARS, "é" * KEPT_CHARS, "a" * 200])
TEXTS = st.builds(lambda stem, tail: stem + tail, STEMS, st.text(max_size=5))


def in_order(left: str, right: str) -> bool:
    """How SQLite compares texts: byte by byte."""
    return left.encode() < right.encode()


@given(TEXTS, TEXTS)
def test_equal_texts_stay_equal_and_others_differ(left: str, right: str) -> None:
    assert (comparable(left) == comparable(right)) == (left == right)


@given(TEXTS, TEXTS)
def test_order_is_exact_where_the_operand_is_not_cut(text: str, operand: str) -> None:
    if not is_cut(operand):
        assert in_order(comparable(text), comparable(operand)) == (text < operand)
        assert in_order(comparable(operand), comparable(text)) == (operand < text)


@given(TEXTS)
def test_index_stays_small(text: str) -> None:
    kept = comparable(text)
    assert len(kept) <= KEPT_CHARS + 33
    assert kept == text or kept.startswith(text[:KEPT_CHARS])


def test_only_long_texts_are_cut() -> None:
    assert comparable("a" * KEPT_CHARS) == "a" * KEPT_CHARS
    assert comparable("a" * (KEPT_CHARS + 1)) != "a" * (KEPT_CHARS + 1)
    assert is_cut("a" * KEPT_CHARS)
    assert not is_cut("a" * (KEPT_CHARS - 1))
