"""What stands behind a comparison: one value, the values of an IN, the values of a tuple."""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from cassette.cql.conditions import Choices
from cassette.cql.terms import UNSET, Bind, Term, TupleTerm
from cassette.cql.types import CqlType, FrozenType, ListType, TupleType
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.errors import InvalidRequest

Choose = Callable[[Values], list[Any]]
"""The values that a column may have."""
TupleArgument = Callable[[Values], tuple[Any, ...]]

MOST_CHOICES = 10_000
"""How many values one IN may have."""


def check_combinations(*choices: Sequence[Any]) -> None:
    """Refuse columns with an IN each that name too many rows together. Raises InvalidRequest."""
    if sum(len(one) > 1 for one in choices) > 1 and (count := prod(map(len, choices))) > MOST_CHOICES:
        raise InvalidRequest(f"IN on several columns names {MOST_CHOICES:,} combinations at most, not {count:,}")


def given(value: Any) -> Any:
    """Give a value that is there. Raises InvalidRequest for null and for one that was left out."""
    if value is None or value is UNSET:
        raise InvalidRequest("a condition cannot compare with null, nor with a value that is not set")
    return value


def choose(choices: Choices, cql_type: CqlType, markers: Markers, name: str | None = None) -> Choose:
    """Say how to get the values of an IN on the column of that name."""
    if isinstance(choices, Bind):
        return _listed(markers.argument(choices, ListType(cql_type), name and f"in({name})"))
    arguments = [markers.argument(term, cql_type, name) for term in choices]
    return lambda values: [argument(values) for argument in arguments]


def choose_tuples(
    choices: Choices, tuple_type: TupleType, markers: Markers
) -> Callable[[Values], list[tuple[Any, ...]]]:
    """Say how to get the values of an IN over several columns at once."""
    if isinstance(choices, Bind):
        listed = _listed(markers.argument(choices, ListType(FrozenType(tuple_type))))
        return lambda values: [_of_width(one, len(tuple_type.items)) for one in listed(values)]
    arguments = [tuple_argument(term, tuple_type, markers) for term in choices]
    return lambda values: [argument(values) for argument in arguments]


def tuple_argument(term: Term, tuple_type: TupleType, markers: Markers) -> TupleArgument:
    """Say how to get the values that several columns are compared with at once."""
    count = len(tuple_type.items)
    if isinstance(term, TupleTerm):
        if len(term.items) != count:
            raise InvalidRequest(f"{count} columns are compared with {len(term.items)} values")
        arguments = [
            markers.argument(item, item_type) for item, item_type in zip(term.items, tuple_type.items, strict=True)
        ]
        return lambda values: tuple([argument(values) for argument in arguments])
    whole = markers.argument(term, tuple_type)
    return lambda values: _of_width(whole(values), count)


def _of_width(value: Any, count: int) -> tuple[Any, ...]:
    if not isinstance(value, tuple | list) or len(value) != count:
        raise InvalidRequest(f"{count} columns are compared with a tuple of as many values")
    return tuple(value)


def _listed(argument: Argument) -> Choose:
    def choose(values: Values) -> list[Any]:
        found = given(argument(values))
        if not isinstance(found, list | tuple | set | frozenset):
            raise InvalidRequest("IN ? takes a list of values")
        if len(found) > MOST_CHOICES:
            raise InvalidRequest(f"IN takes {MOST_CHOICES:,} values at most, not {len(found):,}")
        return list(found)

    return choose
