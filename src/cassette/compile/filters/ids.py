"""Filters on `_id`: equality goes to the primary key, all else to the columns that other fields have.

{"_id": "x"} -> key = (1, 'x')     {"_id": {"$in": ["x", 5]}} -> key IN ((1, 'x'), (2, '5'))
"""

from typing import Any

from cassette.compile.documents.ids import NUMBER, TEXT, Key, key_of
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operator import (
    NUMBER_IS_NOT,
    TEXT_IS_NOT,
    Compiled,
    invalid,
    join,
)
from cassette.cql.conditions import Compare, In
from cassette.cql.terms import BIND
from cassette.errors import Failure

KEY_IS = Compare("key", "=", BIND)
KEY_IN = In("key", BIND)
# what cannot be said of a value that is never an array
SENSELESS = frozenset({"$all", "$size"})
EQUALITIES = frozenset({"$eq", "$in", "$ne", "$nin"})


def keys_of(values: list[Any]) -> list[Key]:
    """Read ids. Raises FILTER_INVALID_EXPRESSION for an array, and what `key_of` raises."""
    for value in values:
        if type(value) is list:
            raise invalid("_id", "an _id is never an array")
    return [key_of(value) for value in values]


def is_one_of(keys: list[Key]) -> Compiled:
    """Say that the document has one of these keys."""
    if not keys:
        return False, ()
    if len(keys) == 1:
        return KEY_IS, (keys[0],)
    return KEY_IN, (keys,)


def is_none_of(operator: str, values: list[Any], keys: list[Key]) -> Compiled:
    """Say that the document has none of these ids, texts and numbers only. Raises FILTER_UNSUPPORTED_DATA_TYPE."""
    parts = []
    bound: list[Any] = []
    for value, (code, text) in zip(values, keys, strict=True):
        if code not in (NUMBER, TEXT):
            raise Failure(
                "FILTER_UNSUPPORTED_DATA_TYPE",
                path="_id",
                reason=f"{operator} compares an _id with texts and numbers only",
            )
        parts.append(TEXT_IS_NOT if code == TEXT else NUMBER_IS_NOT)
        bound += ("_id", text if code == TEXT else value)
    return join(parts, disjunction=False), tuple(bound)


def in_memory(found: Any, values: list[Any], negated: bool) -> bool:
    """Compare as the columns do: for equality by key, for the opposite numbers by value."""
    if found is MISSING:
        return negated
    key = key_of(found)
    for value, wanted in zip(values, keys_of(values), strict=True):
        if key == wanted or (negated and key[0] == wanted[0] == NUMBER and found == value):
            return not negated
    return negated
