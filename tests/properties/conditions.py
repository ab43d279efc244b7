"""Random conditions in CQL, over a set of texts and two maps, with the values for their markers."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

LONG = "l" * 66
TAGS = st.sampled_from(["a", "b", "c", "ü", LONG, LONG + "x", ""])
NAMES = st.sampled_from(["a", "b", "ü"])
NUMBERS: st.SearchStrategy[int | Decimal] = st.sampled_from(
    [-(10**20), -2, Decimal("-1.5"), Decimal("-0.0"), 0, 1, Decimal("1.00"), Decimal("2.5"), Decimal("1E+2"), 100]
)
TEXTS = st.sampled_from(["", "a", "b", "é", "😀", LONG[:64], LONG, LONG + "a", LONG + "b", LONG + "😀"])
COMPARATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])

Condition = tuple[str, tuple[Any, ...]]

LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(lambda word, tag: (f"tags {word} ?", (tag,)), st.sampled_from(["CONTAINS", "NOT CONTAINS"]), TAGS),
    st.builds(lambda name, sign, number: (f"numbers[?] {sign} ?", (name, number)), NAMES, COMPARATORS, NUMBERS),
    st.builds(lambda name, sign, text: (f"texts[?] {sign} ?", (name, text)), NAMES, COMPARATORS, TEXTS),
)


def _range(name: str, ends: list[int | Decimal]) -> Condition:
    return "numbers[?] >= ? AND numbers[?] < ?", (name, min(ends), name, max(ends))


def _joined(word: str, parts: list[Condition]) -> Condition:
    text = f" {word} ".join(f"({part})" for part, _ in parts)
    return text, tuple(value for _, values in parts for value in values)


RANGES = st.builds(_range, NAMES, st.lists(NUMBERS, min_size=2, max_size=2))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    LEAVES | RANGES,
    lambda inner: st.builds(_joined, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3)),
    max_leaves=6,
)
