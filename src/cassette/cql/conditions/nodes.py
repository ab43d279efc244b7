"""The nodes of a condition, each with its printer."""

from typing import Literal

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Bind, Term

Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
COMPARATORS: dict[str, Comparator] = {"!=": "!=", "<": "<", "<=": "<=", "=": "=", ">": ">", ">=": ">="}

Choices = Bind | tuple[Term, ...]
"""What an IN chooses from: one marker for all, or terms."""


class Compare(Node, frozen=True, cache_hash=True, gc=False):
    """`column = term`, or another comparison."""

    column: str
    operator: Comparator
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} {self.operator} {self.term.text()}"


class In(Node, frozen=True, cache_hash=True, gc=False):
    """`column IN ?` (one value: a list) or `column IN (a, b)`."""

    column: str
    terms: Choices
    negated: bool = False

    def text(self) -> str:
        operator = "NOT IN" if self.negated else "IN"
        return f"{quoted(self.column)} {operator} {_choices_text(self.terms)}"


class Contains(Node, frozen=True, cache_hash=True, gc=False):
    """`column CONTAINS term`: a set, a list or the values of a map have such an item."""

    column: str
    term: Term
    negated: bool = False

    def text(self) -> str:
        return f"{quoted(self.column)} {'NOT CONTAINS' if self.negated else 'CONTAINS'} {self.term.text()}"


class ContainsKey(Node, frozen=True, cache_hash=True, gc=False):
    """`column CONTAINS KEY term`: a map has such a key."""

    column: str
    term: Term
    negated: bool = False

    def text(self) -> str:
        return f"{quoted(self.column)} {'NOT CONTAINS KEY' if self.negated else 'CONTAINS KEY'} {self.term.text()}"


class Entry(Node, frozen=True, cache_hash=True, gc=False):
    """`column[key] = term`, or another comparison with the value at a key of a map."""

    column: str
    key: Term
    operator: Comparator
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)}[{self.key.text()}] {self.operator} {self.term.text()}"


class InEntry(Node, frozen=True, cache_hash=True, gc=False):
    """`column[key] IN ?` or `column[key] IN (a, b)`."""

    column: str
    key: Term
    terms: Choices
    negated: bool = False

    def text(self) -> str:
        operator = "NOT IN" if self.negated else "IN"
        return f"{quoted(self.column)}[{self.key.text()}] {operator} {_choices_text(self.terms)}"


class FieldCompare(Node, frozen=True, cache_hash=True, gc=False):
    """`column.field = term`, or another comparison with a field of a user type; in an IF only."""

    column: str
    field: str
    operator: Comparator
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)}.{quoted(self.field)} {self.operator} {self.term.text()}"


class InField(Node, frozen=True, cache_hash=True, gc=False):
    """`column.field IN ?` or `column.field IN (a, b)`; in an IF only."""

    column: str
    field: str
    terms: Choices

    def text(self) -> str:
        return f"{quoted(self.column)}.{quoted(self.field)} IN {_choices_text(self.terms)}"


class IsNotNull(Node, frozen=True, cache_hash=True, gc=False):
    """`column IS NOT NULL`."""

    column: str

    def text(self) -> str:
        return f"{quoted(self.column)} IS NOT NULL"


class Match(Node, frozen=True, cache_hash=True, gc=False):
    """`column : term`: the words of the text are among those of an analyzed column."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} : {self.term.text()}"


class CompareTuple(Node, frozen=True, cache_hash=True, gc=False):
    """`(a, b) > (?, ?)` or `(a, b) > ?`: several columns compared at once, the first that differs decides."""

    columns: tuple[str, ...]
    operator: Comparator
    term: Term

    def text(self) -> str:
        return f"({_columns_text(self.columns)}) {self.operator} {self.term.text()}"


class InTuple(Node, frozen=True, cache_hash=True, gc=False):
    """`(a, b) IN ((1, 2), ?)` or `(a, b) IN ?` (one value: a list of tuples)."""

    columns: tuple[str, ...]
    terms: Choices

    def text(self) -> str:
        return f"({_columns_text(self.columns)}) IN {_choices_text(self.terms)}"


class CompareToken(Node, frozen=True, cache_hash=True, gc=False):
    """`token(a, b) > term`: where the partition stands in the ring."""

    columns: tuple[str, ...]
    operator: Comparator
    term: Term

    def text(self) -> str:
        return f"token({_columns_text(self.columns)}) {self.operator} {self.term.text()}"


class And(Node, frozen=True, cache_hash=True, gc=False):
    """All of two or more, none of them an And itself."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " AND ".join(f"({p.text()})" if isinstance(p, Or) else p.text() for p in self.parts)


class Or(Node, frozen=True, cache_hash=True, gc=False):
    """At least one of two or more, none of them an Or itself."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " OR ".join(f"({p.text()})" if isinstance(p, And) else p.text() for p in self.parts)


Condition = (
    And
    | Compare
    | CompareToken
    | CompareTuple
    | Contains
    | ContainsKey
    | Entry
    | FieldCompare
    | In
    | InEntry
    | InField
    | InTuple
    | IsNotNull
    | Match
    | Or
)


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """Give the conditions that all have to hold."""
    if condition is None:
        return ()
    return condition.parts if isinstance(condition, And) else (condition,)


def _choices_text(choices: Choices) -> str:
    """Print what stands behind IN."""
    return choices.text() if isinstance(choices, Bind) else "(" + ", ".join(term.text() for term in choices) + ")"


def _columns_text(columns: tuple[str, ...]) -> str:
    """Print the names of columns."""
    return ", ".join(quoted(column) for column in columns)
