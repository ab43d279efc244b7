"""Terms: what stands for a value in a statement.

    ?    'text'    42    1.5e3    true    null    0xcafe    [1, 2]    {1, 2}    {'a': 1}    (1, 'a')    now()

A marker is positional: the n-th `?` in the printed text takes the n-th value that travels with the
statement.
"""

from enum import StrEnum

from cassette.cql.node import Node


class Bind(Node, frozen=True, cache_hash=True, gc=False):
    """`?`: a value that travels beside the statement."""

    def text(self) -> str:
        return "?"


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


class FunctionTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`name(argument, …)` where a value is wanted."""

    name: str
    arguments: tuple["Term", ...] = ()

    def text(self) -> str:
        return f"{self.name}({', '.join(argument.text() for argument in self.arguments)})"


Term = Bind | Constant | ListTerm | SetTerm | MapTerm | TupleTerm | FunctionTerm
