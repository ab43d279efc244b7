"""Selectors: what a SELECT lists between SELECT and FROM.

    key    scores['p']    count(*)    key AS id
"""

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Term


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


class Selection(Node, frozen=True, cache_hash=True, gc=False):
    """A selector and the name that its column gets in the rows, where one was asked for."""

    selector: Selector
    alias: str | None = None

    def text(self) -> str:
        shown = self.selector.text()
        return shown if self.alias is None else f"{shown} AS {quoted(self.alias)}"
