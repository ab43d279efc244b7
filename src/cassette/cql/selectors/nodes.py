"""The nodes that a SELECT lists, each with its printer."""

from typing import TYPE_CHECKING

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Negation, Operation, Operator, Term, TypedTerm, function_text, side_text

if TYPE_CHECKING:
    from cassette.cql.types import CqlType


class Column(Node, frozen=True, cache_hash=True, gc=False):
    """A column, as it is."""

    name: str

    def text(self) -> str:
        return quoted(self.name)


class Element(Node, frozen=True, cache_hash=True, gc=False):
    """`of[key]`: a map's value at a key, or a list's or vector's at a place; of a set the key itself, else null."""

    of: "Selector"
    key: Term

    def text(self) -> str:
        return f"{_whole_text(self.of)}[{self.key.text()}]"


class Slice(Node, frozen=True, cache_hash=True, gc=False):
    """`of[start..end]`: the part of a collection between two keys, both included; None where an end is open."""

    of: "Selector"
    start: Term | None = None
    end: Term | None = None

    def text(self) -> str:
        start, end = ("" if key is None else key.text() for key in (self.start, self.end))
        # the space: `1...` would be read as the number `1` with two points and one more behind it
        return f"{_whole_text(self.of)}[{start}{' ' if start.endswith('.') else ''}..{end}]"


class Field(Node, frozen=True, cache_hash=True, gc=False):
    """`of.name`: a field of a user type."""

    of: "Selector"
    name: str

    def text(self) -> str:
        return f"{_whole_text(self.of)}.{quoted(self.name)}"


class Call(Node, frozen=True, cache_hash=True, gc=False):
    """`name(argument, …)` or `keyspace.name(argument, …)`, writetime, ttl, token and aggregates among them."""

    name: str
    arguments: tuple["Selector", ...] = ()
    keyspace: str | None = None

    def text(self) -> str:
        arguments = ", ".join(argument.text() for argument in self.arguments)
        return f"{function_text(self.keyspace, self.name)}({arguments})"


class CountRows(Node, frozen=True, cache_hash=True, gc=False):
    """`count(*)`, or `count(1)`, which is the same."""

    def text(self) -> str:
        return "count(*)"


class Cast(Node, frozen=True, cache_hash=True, gc=False):
    """`CAST(of AS type)`: a value turned into one of another type."""

    of: "Selector"
    type: "CqlType"

    def text(self) -> str:
        return f"CAST({self.of.text()} AS {self.type.text()})"


class Value(Node, frozen=True, cache_hash=True, gc=False):
    """A constant, a marker, or a collection of such; with its type where a `(type)` stands before it."""

    term: Term

    def text(self) -> str:
        return self.term.text()


class ListSelector(Node, frozen=True, cache_hash=True, gc=False):
    """`[a, b]`: a list made of selectors, not all of them values."""

    items: tuple["Selector", ...]

    def text(self) -> str:
        return "[" + ", ".join(item.text() for item in self.items) + "]"


class SetSelector(Node, frozen=True, cache_hash=True, gc=False):
    """`{a, b}`: a set made of selectors, not all of them values."""

    items: tuple["Selector", ...]

    def text(self) -> str:
        return "{" + ", ".join(item.text() for item in self.items) + "}"


class MapSelector(Node, frozen=True, cache_hash=True, gc=False):
    """`{a: b}`: a map made of selectors; a key that is a Column may also be meant as a field of a user type."""

    entries: tuple[tuple["Selector", "Selector"], ...]

    def text(self) -> str:
        return "{" + ", ".join(f"{key.text()}: {value.text()}" for key, value in self.entries) + "}"


class TupleSelector(Node, frozen=True, cache_hash=True, gc=False):
    """`(a, b)`: a tuple made of selectors; with one item these are just parentheses."""

    items: tuple["Selector", ...]

    def text(self) -> str:
        return "(" + ", ".join(item.text() for item in self.items) + ")"


class TypedSelector(Node, frozen=True, cache_hash=True, gc=False):
    """`(type) of`: a selector with the type that it shall have."""

    type: "CqlType"
    of: "Selector"

    def text(self) -> str:
        shown = _operand_text(self.of)
        return f"({self.type.text()}) " + (f"({shown})" if isinstance(self.of, SelectorNegation) else shown)


class SelectorOperation(Node, frozen=True, cache_hash=True, gc=False):
    """`left + right`, or another calculation with two selectors."""

    operator: Operator
    left: "Selector"
    right: "Selector"

    def text(self) -> str:
        sides = side_text(self.left, self.operator, right=False), side_text(self.right, self.operator, right=True)
        return f" {self.operator} ".join(sides)


class SelectorNegation(Node, frozen=True, cache_hash=True, gc=False):
    """`-of`."""

    of: "Selector"

    def text(self) -> str:
        # the space: two signs without one between them begin a comment
        return f"- {_operand_text(self.of)}"


Selector = (
    Call
    | Cast
    | Column
    | CountRows
    | Element
    | Field
    | ListSelector
    | MapSelector
    | SelectorNegation
    | SelectorOperation
    | SetSelector
    | Slice
    | TupleSelector
    | TypedSelector
    | Value
)


def _operand_text(selector: Selector) -> str:
    """Print a selector behind a sign or a type: a calculation stands in parentheses."""
    calculates = isinstance(_term_or_self(selector), SelectorOperation | Operation)
    return f"({selector.text()})" if calculates else selector.text()


def _whole_text(selector: Selector) -> str:
    """Print a selector that something is taken out of: what binds less than `[` and `.` stands in parentheses."""
    return f"({selector.text()})" if isinstance(_term_or_self(selector), LOOSE) else selector.text()


def _term_or_self(selector: Selector) -> Node:
    return selector.term if isinstance(selector, Value) else selector


LOOSE = (Negation, Operation, SelectorNegation, SelectorOperation, TypedSelector, TypedTerm)


class Selection(Node, frozen=True, cache_hash=True, gc=False):
    """A selector and the name that its column gets in the rows, where one was asked for."""

    selector: Selector
    alias: str | None = None

    def text(self) -> str:
        shown = self.selector.text()
        return shown if self.alias is None else f"{shown} AS {quoted(self.alias)}"
