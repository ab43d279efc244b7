"""$all: the array at a path has each of these elements; a scalar matches when it is the only one asked for.

{"tags": {"$all": ["x", "y"]}}
"""

from typing import Any

from cassette.compile.documents.limits import Limits
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operands import check_values, element_hash, holds
from cassette.compile.filters.operator import (
    HOLDS,
    LACKS,
    Compiled,
    FilterOperator,
    invalid,
    join,
)


def operand(path: str, value: Any, limits: Limits) -> list[Any]:
    """Read the operand: elements, one at least. Raises FILTER_INVALID_EXPRESSION."""
    values = check_values(path, value, "$all")
    if not values:
        raise invalid(path, "$all takes one element at least")
    if len(values) > limits.array_elements:
        raise invalid(path, f"$all takes {limits.array_elements} elements at most: no indexed array has more")
    return values


def on_collection(path: str, values: list[Any], negated: bool) -> Compiled:
    """Ask `array_contains` for each, arrays and objects too; negated: one of them is not there."""
    # a dict keeps the order and drops what is asked for twice
    wanted = tuple(dict.fromkeys(f"{path} {element_hash(value, path)}" for value in values))
    return join((LACKS if negated else HOLDS,) * len(wanted), disjunction=negated), wanted


def in_memory(found: Any, values: list[Any], negated: bool) -> bool:
    """Look for each."""
    return (found is not MISSING and all(holds(found, element_hash(value)) for value in values)) is not negated


ALL = FilterOperator("$all", operand, on_collection, in_memory)
