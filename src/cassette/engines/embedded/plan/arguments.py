"""Terms: where each value of a statement comes from when it is carried out.

Markers count in the order in which the statement prints them, so the parts of a statement have to be
compiled in that order.
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.terms import Bind, Constant, ConstantKind, Term
from cassette.cql.types import CqlType
from cassette.errors import InvalidRequest

Values = tuple[Any, ...]
Argument = Callable[[Values], Any]


class Markers:
    """Hands out the positions of a statement's bind markers."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        """The position of the next marker."""
        self.count += 1
        return self.count - 1

    def argument(self, term: Term, cql_type: CqlType) -> Argument:
        """Say how to get a term's value. Raises InvalidRequest for a constant that does not fit the type."""
        if isinstance(term, Bind):
            at = self.next()
            return lambda values: values[at]
        value = None if _is_null(term) else cql_type.from_term(term)
        return lambda values: value

    def check(self, values: Values) -> None:
        """Raise InvalidRequest unless there are as many values as markers."""
        if len(values) != self.count:
            raise InvalidRequest(f"the statement has {self.count} bind markers; {len(values)} values came with it")


def _is_null(term: Term) -> bool:
    return isinstance(term, Constant) and term.kind is ConstantKind.NULL
