"""$in: the field has one of these values; a null among them stands for an explicit null.

{"city": {"$in": ["Oslo", "Bergen"]}}
"""

from functools import lru_cache
from typing import Any

from cassette.compile.documents.hashes import hash_of
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operands import check_values, element_hash, holds, is_container
from cassette.compile.filters.operator import (
    HOLDS,
    LACKS,
    TEXT_IS,
    TEXT_IS_NOT,
    Compiled,
    FilterOperator,
    Part,
    invalid,
    join,
)


def operand_of(operator: str, path: str, value: Any, limits: Limits) -> list[Any]:
    """Read an array of values, no more than allowed. Raises FILTER_INVALID_EXPRESSION."""
    values = check_values(path, value, operator)
    if len(values) > limits.in_values:
        raise invalid(path, f"{operator} takes {limits.in_values} values at most; the request has {len(values)}")
    return values


def operand(path: str, value: Any, limits: Limits) -> list[Any]:
    """Read the operand of $in."""
    return operand_of("$in", path, value, limits)


@lru_cache(maxsize=1024)
def _shape(scalars: int, containers: int, negated: bool) -> Part:
    parts = [LACKS if negated else HOLDS] * scalars + [TEXT_IS_NOT if negated else TEXT_IS] * containers
    return join(parts, disjunction=not negated)


def on_collection(path: str, values: list[Any], negated: bool) -> Compiled:
    """Say each as $eq would; scalars first, so that lists of one length share their shape."""
    scalars = [f"{path} {element_hash(value, path)}" for value in values if not is_container(value)]
    containers = [value for value in values if is_container(value)]
    bound: list[Any] = scalars
    shape = _shape(len(scalars), len(containers), negated)
    for value in containers:
        bound += (path, hash_of(value))
    return shape, tuple(bound)


def in_memory(found: Any, values: list[Any], negated: bool) -> bool:
    """Compare with each value."""
    return (found is not MISSING and any(_equal(found, value) for value in values)) is not negated


def _equal(found: Any, value: Any) -> bool:
    if is_container(value):
        return is_container(found) and hash_of(found) == hash_of(value)
    return holds(found, element_hash(value))


IN = FilterOperator("$in", operand, on_collection, in_memory)
