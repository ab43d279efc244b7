"""Operands: the values that filters compare with, and how they are found in the columns."""

from typing import Any

from cassette.compile.documents.ejson import date_of, text_of, wrapper_of
from cassette.compile.documents.hashes import hash_of, hash_text
from cassette.compile.documents.limits import Limits
from cassette.compile.filters.operator import invalid


def check_value(path: str, value: Any, _limits: Limits) -> Any:
    """Check a value to compare with: EJSON must be right. Raises SHRED_BAD_EJSON_VALUE."""
    if type(value) is dict:
        element_hash(value, path)
    return value


def check_values(path: str, value: Any, operator: str) -> list[Any]:
    """Check an array of values to compare with. Raises FILTER_INVALID_EXPRESSION, SHRED_BAD_EJSON_VALUE."""
    if type(value) is not list:
        raise invalid(path, f"{operator} takes an array of values")
    for item in value:
        if type(item) is dict:
            element_hash(item, path)
    return value


def is_container(value: Any) -> bool:
    """Tell whether a value is an array or an object, and no EJSON."""
    kind = type(value)
    return kind is list or (kind is dict and wrapper_of(value) is None)


def element_hash(value: Any, path: str = "") -> str:
    """Give the hash under which `array_contains` has a value: EJSON texts are kept as plain texts there."""
    kind = type(value)
    if kind is str:
        return hash_text(value)
    if kind is dict:
        name = wrapper_of(value)
        if name == "$date":
            return f"T{date_of(value[name], path)}"
        if name is not None:
            return hash_text(text_of(name, value[name], path))
    return hash_of(value)


def holds(found: Any, hashed: str) -> bool:
    """Tell whether a field has a value, or is an array with such an element."""
    if type(found) is list:
        return any(element_hash(item) == hashed for item in found)
    return not is_container(found) and element_hash(found) == hashed
