"""The nodes that stand for a value in a statement, each with its printer."""

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, Literal

from cassette.cql.names import quoted
from cassette.cql.node import Node

if TYPE_CHECKING:
    from cassette.cql.types import CqlType

Operator = Literal["+", "-", "*", "/", "%"]
OPERATORS: dict[str, Operator] = {"%": "%", "*": "*", "+": "+", "-": "-", "/": "/"}
ADDITIVE = frozenset("+-")
MISREAD = {"cast": '"cast"', "key": '"key"'}
"""Names that need quotes before a bracket or a point: CAST(…) is no function, and CONTAINS KEY is one word."""


class Unset(Enum):
    """What travels beside a statement for a marker that shall leave its column as it is."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class Bind(Node, frozen=True, cache_hash=True, gc=False):
    """`?` or `:name`: a value that travels beside the statement."""

    name: str | None = None

    def text(self) -> str:
        return "?" if self.name is None else f":{quoted(self.name)}"


BIND = Bind()


class ConstantKind(StrEnum):
    """How a constant was spelled; the column decides what type it becomes."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    UUID = "uuid"
    BLOB = "blob"
    DURATION = "duration"
    NULL = "null"


def quoted_text(value: str) -> str:
    """Print text as CQL writes it: in single quotes, a quote inside doubled."""
    return "'" + value.replace("'", "''") + "'"


class Constant(Node, frozen=True, cache_hash=True, gc=False):
    """A literal scalar. `value` is the content: for text without its quotes, else as spelled."""

    kind: ConstantKind
    value: str

    def text(self) -> str:
        if self.kind is ConstantKind.TEXT:
            return quoted_text(self.value)
        return self.value


NULL = Constant(ConstantKind.NULL, "null")


class ListTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`[a, b]`: a list, or a vector."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "[" + ", ".join(item.text() for item in self.items) + "]"


class SetTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`{a, b}`; without items it may also be meant as an empty map: the column decides."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "{" + ", ".join(item.text() for item in self.items) + "}"


class MapTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`{k: v, …}`, never empty (`{}` is a SetTerm)."""

    entries: tuple[tuple["Term", "Term"], ...]

    def text(self) -> str:
        return "{" + ", ".join(f"{key.text()}: {value.text()}" for key, value in self.entries) + "}"


class TupleTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`(a, b)`."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "(" + ", ".join(item.text() for item in self.items) + ")"


class UserTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`{street: 'x', zip: 1}`: a value of a user type, with one field at least; those not named are null."""

    fields: tuple[tuple[str, "Term"], ...]

    def text(self) -> str:
        return "{" + ", ".join(f"{quoted(name)}: {term.text()}" for name, term in self.fields) + "}"


class FunctionTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`name(argument, …)` or `keyspace.name(argument, …)` where a value is wanted."""

    name: str
    arguments: tuple["Term", ...] = ()
    keyspace: str | None = None

    def text(self) -> str:
        arguments = ", ".join(argument.text() for argument in self.arguments)
        return f"{function_text(self.keyspace, self.name)}({arguments})"


class TypedTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`(int) 5`: a value with the type that it shall have."""

    type: "CqlType"
    term: "Term"

    def text(self) -> str:
        shown = self.term.text()
        return f"({self.type.text()}) " + (f"({shown})" if isinstance(self.term, Operation | Negation) else shown)


class CastTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`CAST(term AS type)`: a value turned into one of another type."""

    term: "Term"
    type: "CqlType"

    def text(self) -> str:
        return f"CAST({self.term.text()} AS {self.type.text()})"


class Operation(Node, frozen=True, cache_hash=True, gc=False):
    """`left + right`, or another calculation with two values."""

    operator: Operator
    left: "Term"
    right: "Term"

    def text(self) -> str:
        sides = side_text(self.left, self.operator, right=False), side_text(self.right, self.operator, right=True)
        return f" {self.operator} ".join(sides)


class Negation(Node, frozen=True, cache_hash=True, gc=False):
    """`-term`; the sign of a number is part of its constant."""

    term: "Term"

    def text(self) -> str:
        # the space: two signs without one between them begin a comment
        shown = self.term.text()
        return f"- ({shown})" if isinstance(self.term, Operation) else f"- {shown}"


Term = (
    Bind
    | CastTerm
    | Constant
    | FunctionTerm
    | ListTerm
    | MapTerm
    | Negation
    | Operation
    | SetTerm
    | TupleTerm
    | TypedTerm
    | UserTerm
)


def function_text(keyspace: str | None, name: str) -> str:
    """Print the name of a function as it stands before its arguments."""
    if keyspace is not None:
        return f"{MISREAD.get(keyspace) or quoted(keyspace)}.{'token' if name == 'token' else quoted(name)}"
    return "token" if name == "token" else MISREAD.get(name) or quoted(name)


def side_text(side: Node, outer: Operator, *, right: bool) -> str:
    """Print one side of a calculation, in parentheses where it would bind less than the operator beside it."""
    inner = getattr(side, "operator", None)
    if inner is None:
        return side.text()
    loose = inner in ADDITIVE and outer not in ADDITIVE
    alike = (inner in ADDITIVE) is (outer in ADDITIVE)
    return f"({side.text()})" if loose or (alike and right) else side.text()
