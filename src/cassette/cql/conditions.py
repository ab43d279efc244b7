"""Conditions: what a WHERE or an IF says.

    key = ?    a < 3    key IN ?    tags CONTAINS ?    scores['p'] >= ?    (a = 1 OR tags NOT CONTAINS ?) AND b != 2

AND, OR and parentheses, `!=`, NOT IN, NOT CONTAINS and ranges on map entries are what DataStax HCD
adds to Apache Cassandra's language; which engine takes them is a matter of its `features`.
"""

from typing import Literal

from cassette.cql import terms
from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import BIND, Bind, Term
from cassette.cql.tokens import Tokens

Comparator = Literal["=", "!=", "<", "<=", ">", ">="]
COMPARATORS: dict[str, Comparator] = {"!=": "!=", "<": "<", "<=": "<=", "=": "=", ">": ">", ">=": ">="}

PLANNED = {
    "(": "a function in a condition",
    ".": "a field of a user type in a condition",
    ":": "a match with an analyzed index",
    "BETWEEN": "BETWEEN",
    "IS": "IS NOT NULL",
    "LIKE": "LIKE",
}
"""What may follow a column in good CQL, and cannot yet."""


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
    """All of two or more, none of them an And itself."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " AND ".join(f"({p.text()})" if isinstance(p, Or) else p.text() for p in self.parts)


class Or(Node, frozen=True, cache_hash=True, gc=False):
    """At least one of two or more, none of them an Or itself."""

    parts: tuple["Condition", ...]

    def text(self) -> str:
        return " OR ".join(f"({p.text()})" if isinstance(p, And) else p.text() for p in self.parts)


Condition = Compare | In | Contains | ContainsKey | Entry | And | Or


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """Give the conditions that all have to hold."""
    if condition is None:
        return ()
    return condition.parts if isinstance(condition, And) else (condition,)


def parse(tokens: Tokens) -> Condition:
    """Read a condition: OR binds weaker than AND, parentheses bind first."""
    parts = [_conjunction(tokens)]
    while tokens.accept("OR"):
        parts.append(_conjunction(tokens))
    if len(parts) == 1:
        return parts[0]
    return Or(tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))


def parse_if(tokens: Tokens) -> tuple[Condition | None, bool]:
    """Read what may end an UPDATE or a DELETE: `IF EXISTS` (None, True) or `IF …` (the condition, False)."""
    if not tokens.accept("IF"):
        return None, False
    # EXISTS is no reserved word: a column may be called so
    if tokens.peek() == "EXISTS" and tokens.peek(1) not in {*COMPARATORS, "[", ".", "IN", "NOT", "CONTAINS"}:
        tokens.accept("EXISTS")
        return None, True
    return parse(tokens), False


def _conjunction(tokens: Tokens) -> Condition:
    parts = [_relation(tokens)]
    while tokens.accept("AND"):
        parts.append(_relation(tokens))
    if len(parts) == 1:
        return parts[0]
    return And(tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))))


def _relation(tokens: Tokens) -> Condition:
    if tokens.accept("("):
        return _in_parentheses(tokens)
    if tokens.peek() == "TOKEN" and tokens.peek(1) == "(":
        raise tokens.planned("token(…) in a condition")
    column = tokens.name("the name of a column")
    if tokens.accept("["):
        key = terms.parse(tokens)
        tokens.expect("]")
        if tokens.peek() == "IN":
            raise tokens.planned("IN on an entry")
        return Entry(column, key, _comparator(tokens), terms.parse(tokens))
    if tokens.peek() in COMPARATORS:
        return Compare(column, _comparator(tokens), terms.parse(tokens))
    return _membership(tokens, column)


def _in_parentheses(tokens: Tokens) -> Condition:
    if tokens.at_name() and tokens.peek(1) in {",", ")"}:
        raise tokens.planned("a condition on several columns at once")
    tokens.enter()
    condition = parse(tokens)
    tokens.expect(")")
    tokens.leave()
    return condition


def _comparator(tokens: Tokens) -> Comparator:
    comparator = COMPARATORS.get(tokens.peek())
    if comparator is None:
        raise tokens.fault("a comparison (= != < <= > >=)")
    tokens.at += 1
    return comparator


def _membership(tokens: Tokens, column: str) -> Condition:
    """Read [NOT] IN, [NOT] CONTAINS or [NOT] CONTAINS KEY."""
    negated = tokens.accept("NOT")
    if tokens.accept("IN"):
        return In(column, _choices(tokens), negated)
    if tokens.accept("CONTAINS", "KEY"):
        return ContainsKey(column, terms.parse(tokens), negated)
    if tokens.accept("CONTAINS"):
        return Contains(column, terms.parse(tokens), negated)
    what = PLANNED.get(tokens.peek())
    if what is not None:
        raise tokens.planned(what)
    raise tokens.fault(*([] if negated else ["a comparison (= != < <= > >=)"]))


def _choices(tokens: Tokens) -> Bind | tuple[Term, ...]:
    if tokens.accept("?"):
        return BIND
    if tokens.peek() == ":":
        raise tokens.planned("a marker with a name")
    tokens.expect("(")
    return terms.parse_many(tokens, ")")
