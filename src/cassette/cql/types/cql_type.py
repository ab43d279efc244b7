"""What all types have in common: a value in Python, and the other shapes it takes.

    check      Python value -> the same value as this type keeps it; refuses what does not fit
    encode     Python value -> bytes of the native protocol            decode     and back
    to_term    Python value -> constant term (a CQL literal)           from_term  and back
    to_json    Python value -> JSON value, as SELECT JSON shows it     from_json  and back
    key        Python value -> what Python sorts as CQL orders the values

Null is None, and no business of a type: a row, a tuple or a collection says what it means there.
What goes in is checked, and refused with InvalidRequest; `key` trusts what `check` or `decode` gave.
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.node import Node
from cassette.cql.terms import Term
from cassette.errors import InvalidRequest

SHOWN_CHARS = 80

Resolve = Callable[[Term, "CqlType"], Any]
"""Gives the value of a term that is not constant: a marker, a function."""


class CqlType(Node, frozen=True, cache_hash=True, gc=False):
    """A type of the language; compared by value."""

    @property
    def multicell(self) -> bool:
        """Whether values are stored item by item: a collection that is not frozen."""
        return False

    @property
    def width_bytes(self) -> int | None:
        """How long every value is on the wire, where Cassandra counts on it (in vectors); None where not."""
        return None

    def check(self, value: Any) -> Any:
        """Give a value as this type keeps it. Raises InvalidRequest where it does not fit."""
        raise NotImplementedError(type(self).__name__)

    def encode(self, value: Any) -> bytes:
        """Write a value as the native protocol carries it, without its length."""
        raise NotImplementedError(type(self).__name__)

    def decode(self, data: bytes) -> Any:
        """Read what `encode` wrote."""
        raise NotImplementedError(type(self).__name__)

    def to_term(self, value: Any) -> Term:
        """Write a value as a CQL literal."""
        raise NotImplementedError(type(self).__name__)

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        """Read a literal; `resolve` gives the values of markers and functions in it, which are refused without."""
        raise NotImplementedError(type(self).__name__)

    def to_json(self, value: Any) -> Any:
        """Write a value as SELECT JSON shows it."""
        raise NotImplementedError(type(self).__name__)

    def from_json(self, value: Any) -> Any:
        """Read a value as INSERT JSON takes it: for scalars also as text."""
        raise NotImplementedError(type(self).__name__)

    def key(self, value: Any) -> Any:
        """Give what sorts as the values of this type do."""
        raise NotImplementedError(type(self).__name__)


def shown(value: object) -> str:
    """Show a value in an error, shortened where it is long."""
    try:
        text = repr(value[:SHOWN_CHARS] if isinstance(value, str | bytes | list | tuple) else value)
    except (ValueError, RecursionError):
        # Python refuses to write out whole numbers of thousands of digits, and lists in lists in lists
        return f"a huge {type(value).__name__}"
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def misfit(type_name: str, value: object, wanted: str) -> InvalidRequest:
    """Make the error for a value that a type does not take; `wanted` says what it takes."""
    return InvalidRequest(f"{shown(value)} is not a value of type {type_name}: it takes {wanted}")


def misread(type_name: str, data: bytes) -> InvalidRequest:
    """Make the error for bytes that no value of a type is made of."""
    return InvalidRequest(f"{len(data)} bytes ({data[:16].hex()}) are not a value of type {type_name}")


def resolved(type_: CqlType, term: Term, resolve: Resolve | None) -> Any:
    """Give the value of a term that the type itself cannot read."""
    if resolve is None:
        raise InvalidRequest(f"{shown(term.text())} is not a constant of type {type_.text()}")
    return resolve(term, type_)
