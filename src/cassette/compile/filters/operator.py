"""What a filter operator is, and how conditions are joined.

A part of a filter is a condition, or True (every row) or False (no row): both vanish when parts are joined.
Conditions hold markers only, so that filters of one shape are equal nodes, whatever their values.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cassette.compile.documents.limits import Limits
from cassette.cql.conditions import And, Condition, Contains, Entry, Or
from cassette.cql.terms import BIND
from cassette.errors import Failure

Part = Condition | bool
Compiled = tuple[Part, tuple[Any, ...]]
"""A part and the values for its markers."""


@dataclass(frozen=True, slots=True)
class FilterOperator:
    """One operator below a path.

    operand        reads and checks what the request has: path, value, limits -> operand
    on_collection  says it in CQL: path, operand, negated -> Compiled
    in_memory      decides it for what is at the path, a value or MISSING: operand, negated -> bool

    Negated is what `$not` makes of it. That is not always the opposite: `$gt` becomes `$lte`, and neither
    is true of a missing field.
    """

    name: str
    operand: Callable[[str, Any, Limits], Any]
    on_collection: Callable[[str, Any, bool], Compiled]
    in_memory: Callable[[Any, Any, bool], bool]


@dataclass(frozen=True, slots=True)
class LogicalOperator:
    """One operator that joins filters: `read` gives these, or raises FILTER_INVALID_EXPRESSION."""

    name: str
    read: Callable[[Any], list[dict[str, Any]]]
    disjunction: bool = False
    inverts: bool = False


# longer ones are not worth their room in the caches below
MOST_KEPT = 128

HOLDS = Contains("array_contains", BIND)
LACKS = Contains("array_contains", BIND, negated=True)
EXISTS = Contains("exist_keys", BIND)
EXISTS_NOT = Contains("exist_keys", BIND, negated=True)
IS_NULL = Contains("query_null_values", BIND)
IS_NOT_NULL = Contains("query_null_values", BIND, negated=True)
TEXT_IS = Entry("query_text_values", BIND, "=", BIND)
TEXT_IS_NOT = Entry("query_text_values", BIND, "!=", BIND)
NUMBER_IS_NOT = Entry("query_dbl_values", BIND, "!=", BIND)
SIZE_IS = Entry("array_size", BIND, "=", BIND)
SIZE_IS_NOT = Entry("array_size", BIND, "!=", BIND)


@lru_cache(maxsize=512)
def all_of(parts: tuple[Condition, ...]) -> Condition:
    """Join conditions by AND; one alone stays as it is."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


@lru_cache(maxsize=512)
def any_of(parts: tuple[Condition, ...]) -> Condition:
    """Join conditions by OR; one alone stays as it is."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def join(parts: Iterable[Part], disjunction: bool) -> Part:
    """Join parts. One that decides alone gives True or False: then no part's values are wanted."""
    conditions: list[Condition] = []
    for part in parts:
        if part is disjunction:
            return disjunction
        if part is not True and part is not False:
            conditions.append(part)
    if not conditions:
        return not disjunction
    if len(conditions) == 1:
        return conditions[0]
    combine = any_of if disjunction else all_of
    if len(conditions) > MOST_KEPT:
        combine = combine.__wrapped__  # type: ignore[assignment]
    return combine(tuple(conditions))


def invalid(path: str, reason: str) -> Failure:
    """Make the failure for a filter that says nothing sensible."""
    return Failure("FILTER_INVALID_EXPRESSION", path=path, reason=reason)
