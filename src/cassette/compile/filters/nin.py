"""$nin: the field has none of these values; a missing field matches."""

from typing import Any

from cassette.compile.documents.limits import Limits
from cassette.compile.filters import in_
from cassette.compile.filters.operator import Compiled, FilterOperator


def operand(path: str, value: Any, limits: Limits) -> list[Any]:
    """Read the operand of $nin."""
    return in_.operand_of("$nin", path, value, limits)


def on_collection(path: str, values: list[Any], negated: bool) -> Compiled:
    """Say the opposite of $in."""
    return in_.on_collection(path, values, not negated)


def in_memory(found: Any, values: list[Any], negated: bool) -> bool:
    """Decide the opposite of $in."""
    return in_.in_memory(found, values, not negated)


NIN = FilterOperator("$nin", operand, on_collection, in_memory)
