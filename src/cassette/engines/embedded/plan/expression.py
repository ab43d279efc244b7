"""Expressions: a selector on its way to the function that reads its value off a row.

known     what is known of it, for the choice of functions
build     compiled, once the function around it says which type it has to have; in the order of printing,
          since markers are counted on the way
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cassette.cql.functions import Given
from cassette.cql.types import CqlType
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.calls import converted

Reader = Callable[[Sequence[Any]], Any]
Bind = Callable[[Values], Reader]


class Built(NamedTuple):
    """A compiled selector: its type, and from the statement's values to what reads a row."""

    type: CqlType
    bind: Bind
    fixed: bool
    """Whether the reader is the same for all values."""
    at: int | None = None
    """Which column of SQL it is, where it is one just as it stands."""


class Expression(NamedTuple):
    """A selector before its type is settled."""

    known: Given
    build: Callable[[CqlType | None], Built]


def read_as(built: Built, wanted: CqlType, text: str) -> Built:
    """Read what was built as a value of another type. Raises InvalidRequest where it is none."""
    convert = converted(built.type, wanted, text)
    if convert is None:
        return Built(wanted, built.bind, built.fixed)
    into = convert
    return mapped(built, wanted, lambda value: None if value is None else into(value))


def mapped(built: Built, result: CqlType, make: Callable[[Any], Any]) -> Built:
    """Make something of each value."""

    def bind(values: Values) -> Reader:
        read = built.bind(values)
        return lambda row: make(read(row))

    return Built(result, bind, built.fixed)


def joined(parts: Sequence[Built], result: CqlType, make: Callable[[list[Any]], Any]) -> Built:
    """Make something of several values."""

    def bind(values: Values) -> Reader:
        readers = [part.bind(values) for part in parts]
        return lambda row: make([read(row) for read in readers])

    return Built(result, bind, all(part.fixed for part in parts))


def settled(built: Built) -> Bind:
    """Bind at once what does not depend on values."""
    if not built.fixed:
        return built.bind
    reader = built.bind(())
    return lambda values: reader
