"""Calling functions: null in, null out; values of one type read as another where their bytes allow it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from cassette.cql.functions import Function
from cassette.cql.functions.given import bare, reads, thawed
from cassette.cql.types import CqlType, ScalarType
from cassette.errors import InvalidRequest

BLOB, DECIMAL = ScalarType("blob"), ScalarType("decimal")
SAME_IN_PYTHON = {
    ("bigint", "timestamp"),
    ("timestamp", "bigint"),
    ("text", "ascii"),
    ("time", "bigint"),
    ("uuid", "timeuuid"),
    ("varint", "bigint"),
    ("varint", "int"),
    ("varint", "timestamp"),
}
Convert = Callable[[Any], Any]


def converted(found: CqlType, wanted: CqlType, text: str) -> Convert | None:
    """Say how a value is read as one of another type; None where it is already. Raises InvalidRequest."""
    if not reads(wanted, found):
        raise InvalidRequest(f"{text} is of type {found.text()}, where {wanted.text()} is wanted")
    one, other = bare(wanted), bare(found)
    if thawed(one) == thawed(other):
        return None
    if isinstance(one, ScalarType) and isinstance(other, ScalarType) and (one.name, other.name) in SAME_IN_PYTHON:
        return None
    if one == BLOB:
        return other.encode
    return lambda value: one.decode(other.encode(value))


def caller(function: Function, converts: Sequence[Convert | None]) -> Callable[[list[Any]], Any]:
    """Make the function that takes all arguments in a list, and gives null where one of them is."""
    call, takes_null = function.call, function.takes_null
    # whole decimals are kept as ints
    into = [
        Decimal if type_ == DECIMAL else convert for type_, convert in zip(function.arguments, converts, strict=True)
    ]
    moves = any(convert is not None for convert in into)

    def run(arguments: list[Any]) -> Any:
        if moves:
            arguments = [
                value if convert is None or value is None else convert(value)
                for convert, value in zip(into, arguments, strict=True)
            ]
        if not takes_null and any(value is None for value in arguments):
            return None
        return call(*arguments)

    return run
