"""Limits: how many rows a SELECT wants."""

from typing import Any

from cassette.cql.terms import UNSET
from cassette.cql.types import ScalarType
from cassette.engines.embedded.plan.arguments import Argument, Values
from cassette.engines.embedded.plan.choices import given
from cassette.errors import InvalidRequest

INT = ScalarType("int")


def limit_of(argument: Argument | None, values: Values, name: str) -> int | None:
    """Give a limit's value, None where there is none, or its marker is left unset.

    Raises InvalidRequest unless it is a whole number greater than 0.
    """
    limit: Any = UNSET if argument is None else argument(values)
    if limit is UNSET:
        return None
    given(limit)
    if INT.check(limit) <= 0:
        raise InvalidRequest(f"{name} takes a whole number greater than 0, not {limit!r}")
    return int(limit)
