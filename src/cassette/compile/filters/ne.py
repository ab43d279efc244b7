"""$ne: the opposite of $eq; a missing field matches."""

from typing import Any

from cassette.compile.filters import eq
from cassette.compile.filters.operands import check_value
from cassette.compile.filters.operator import Compiled, FilterOperator


def on_collection(path: str, value: Any, negated: bool) -> Compiled:
    """Say the opposite of $eq."""
    return eq.on_collection(path, value, not negated)


def in_memory(found: Any, value: Any, negated: bool) -> bool:
    """Decide the opposite of $eq."""
    return eq.in_memory(found, value, not negated)


NE = FilterOperator("$ne", check_value, on_collection, in_memory)
