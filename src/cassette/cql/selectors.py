"""Selectors: what a SELECT lists between SELECT and FROM.

key    scores['p']    count(*)    key AS id
"""

from cassette.cql import terms
from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import ARITHMETIC, Term
from cassette.cql.tokens import Tokens


class Column(Node, frozen=True, cache_hash=True, gc=False):
    """A column, as it is."""

    name: str

    def text(self) -> str:
        return quoted(self.name)


class Element(Node, frozen=True, cache_hash=True, gc=False):
    """`column[key]`: a map's value at a key; of a set the key itself where it is in the set, else null."""

    column: str
    key: Term

    def text(self) -> str:
        return f"{quoted(self.column)}[{self.key.text()}]"


class CountRows(Node, frozen=True, cache_hash=True, gc=False):
    """`count(*)`."""

    def text(self) -> str:
        return "count(*)"


Selector = Column | Element | CountRows

OF_VALUES = frozenset("'?$(-:[{0123456789")
"""What constants, markers and casts begin with."""


class Selection(Node, frozen=True, cache_hash=True, gc=False):
    """A selector and the name that its column gets in the rows, where one was asked for."""

    selector: Selector
    alias: str | None = None

    def text(self) -> str:
        shown = self.selector.text()
        return shown if self.alias is None else f"{shown} AS {quoted(self.alias)}"


def parse_many(tokens: Tokens) -> tuple[Selection, ...]:
    """Read a list of selections; `*` is none of them."""
    if tokens.accept("*"):
        return ()
    selections = [parse(tokens)]
    while tokens.accept(","):
        selections.append(parse(tokens))
    return tuple(selections)


def parse(tokens: Tokens) -> Selection:
    """Read a selector, and the name it gets."""
    first, following = tokens.texts[tokens.at][:1], tokens.texts[tokens.at + 1]
    if following == "(":
        selector: Selector = _function(tokens)
    elif first in OF_VALUES:
        raise tokens.planned("a value in the list of a SELECT")
    else:
        selector = _column(tokens)
    if tokens.texts[tokens.at] in ARITHMETIC:
        raise tokens.planned("arithmetic")
    # the comma first, since it comes most often
    if tokens.texts[tokens.at] != "," and tokens.accept("AS"):
        return Selection(selector, tokens.name("a name for the column"))
    return Selection(selector)


def _column(tokens: Tokens) -> Selector:
    name = tokens.name("the name of a column")
    if tokens.texts[tokens.at] == ".":
        raise tokens.planned("a field of a user type in the list of a SELECT")
    return _element(tokens, name) if tokens.texts[tokens.at] == "[" else Column(name)


def _function(tokens: Tokens) -> CountRows:
    """Read `count(*)`, which may be written `count(1)`."""
    if tokens.peek() != "COUNT" or tokens.peek(2) not in {"*", "1"}:
        raise tokens.planned(f"{tokens.texts[tokens.at]}(…) in the list of a SELECT")
    tokens.at += 3
    tokens.expect(")")
    return CountRows()


def _element(tokens: Tokens, name: str) -> Element:
    tokens.expect("[")
    key = None if tokens.peek() == ".." else terms.parse(tokens)
    if key is None or tokens.peek() == "..":
        raise tokens.planned("a slice of a collection")
    tokens.expect("]")
    return Element(name, key)
