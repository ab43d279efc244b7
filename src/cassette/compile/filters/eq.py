"""$eq: the field has this value, or is an array with such an element; arrays and objects as a whole.

{"tags": "x"}   {"tags": {"$eq": ["x", "y"]}}   {"a": null}   {"o": {"p": 1}}
"""

from typing import Any

from cassette.compile.documents.hashes import hash_of
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operands import check_value, element_hash, holds, is_container
from cassette.compile.filters.operator import (
    HOLDS,
    IS_NOT_NULL,
    IS_NULL,
    LACKS,
    TEXT_IS,
    TEXT_IS_NOT,
    Compiled,
    FilterOperator,
)


def on_collection(path: str, value: Any, negated: bool) -> Compiled:
    """Look in `array_contains` for scalars, among the texts for the hash of a whole array or object."""
    if value is None:
        return IS_NOT_NULL if negated else IS_NULL, (path,)
    if is_container(value):
        return TEXT_IS_NOT if negated else TEXT_IS, (path, hash_of(value))
    return LACKS if negated else HOLDS, (f"{path} {element_hash(value, path)}",)


def in_memory(found: Any, value: Any, negated: bool) -> bool:
    """Compare; a null is equal to a null only, never to a missing field or an element."""
    if found is MISSING:
        return negated
    if value is None:
        equal = found is None
    elif is_container(value):
        equal = is_container(found) and hash_of(found) == hash_of(value)
    else:
        equal = holds(found, element_hash(value))
    return equal is not negated


EQ = FilterOperator("$eq", check_value, on_collection, in_memory)
