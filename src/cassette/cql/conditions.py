"""Conditions: what a WHERE or an IF says.

    key = ?    a < 3    key IN ?    tags CONTAINS ?    scores['p'] >= ?    (a = 1 OR tags NOT CONTAINS ?) AND b != 2

AND, OR and parentheses, `!=`, NOT IN, NOT CONTAINS and ranges on map entries are what DataStax HCD
adds to Apache Cassandra's language; which engine takes them is a matter of its `features`.
"""

from typing import Literal

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Bind, Term

Comparator = Literal["=", "!=", "<", "<=", ">", ">="]


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
    terms: Bind | tuple[Term, ...]
    negated: bool = False

    def text(self) -> str:
        operator = "NOT IN" if self.negated else "IN"
        terms = "?" if isinstance(self.terms, Bind) else "(" + ", ".join(t.text() for t in self.terms) + ")"
        return f"{quoted(self.column)} {operator} {terms}"


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


class And(Node, frozen=True, cache_hash=True, gc=False):
    """All of two or more."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " AND ".join(f"({p.text()})" if isinstance(p, Or) else p.text() for p in self.parts)


class Or(Node, frozen=True, cache_hash=True, gc=False):
    """At least one of two or more."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " OR ".join(f"({p.text()})" if isinstance(p, And) else p.text() for p in self.parts)


Condition = Compare | In | Contains | ContainsKey | Entry | And | Or
