"""Limits: how many rows a SELECT wants."""

from typing import Any

from cassette.cql.types import ScalarType
from cassette.engines.embedded.plan.arguments import Argument, Values
from cassette.engines.embedded.plan.choices import given
from cassette.errors import InvalidRequest

INT = ScalarType("int")


def limit_of(argument: Argument | None, values: Values, name: str) -> int | None:
    """Give a limit's value. Raises InvalidRequest unless it is a whole number greater than 0."""
    if argument is None:
        return None
    limit: Any = given(argument(values))
    if INT.check(limit) <= 0:
        raise InvalidRequest(f"{name} takes a whole number greater than 0, not {limit!r}")
    return int(limit)
