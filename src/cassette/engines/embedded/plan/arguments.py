"""Terms: where each value of a statement comes from when it is carried out.

Markers count in the order in which the statement prints them, so the parts of a statement have to be
compiled in that order.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cassette.cql.functions import find_function
from cassette.cql.terms import Bind, Constant, ConstantKind, FunctionTerm, ListTerm, MapTerm, SetTerm, Term, TupleTerm
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
        moving = [part for part in _parts(term) if isinstance(part, Bind | FunctionTerm)]
        if moving:
            return self._moving(term, cql_type, moving)
        value = None if _is_null(term) else cql_type.from_term(term)
        return lambda values: value

    def check(self, values: Values) -> None:
        """Raise InvalidRequest unless there are as many values as markers."""
        if len(values) != self.count:
            raise InvalidRequest(f"the statement has {self.count} bind markers; {len(values)} values came with it")

    def _moving(self, term: Term, cql_type: CqlType, moving: Sequence[Term]) -> Argument:
        """A term with markers or functions in it: its value is made anew each time."""
        functions = {part: find_function(part) for part in moving if isinstance(part, FunctionTerm)}
        first = self.count
        self.count += sum(isinstance(part, Bind) for part in moving)

        def argument(values: Values) -> Any:
            bound = iter(values[first:])

            def resolve(part: Term, part_type: CqlType) -> Any:
                if isinstance(part, Bind):
                    return part_type.check(next(bound))
                assert isinstance(part, FunctionTerm)
                return part_type.check(functions[part].call())

            return cql_type.from_term(term, resolve)

        return argument


def _parts(term: Term) -> Iterator[Term]:
    """A term and all that is in it, in the order in which it is printed."""
    yield term
    match term:
        case ListTerm(items) | SetTerm(items) | TupleTerm(items):
            for item in items:
                yield from _parts(item)
        case MapTerm(entries):
            for key, value in entries:
                yield from _parts(key)
                yield from _parts(value)


def _is_null(term: Term) -> bool:
    return isinstance(term, Constant) and term.kind is ConstantKind.NULL
