"""`list<…>`: items in their order.

Python      list; any sequence goes in, a tuple where it has to be hashable        Literal    [1, 2]
Protocol    count, then each item after its length                                 JSON       an array
Order       item by item; a list that ends earlier comes first
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.terms import NULL, ListTerm, Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import items
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, resolved


class ListType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Items in their order, duplicates kept."""

    items: CqlType

    def text(self) -> str:
        return f"list<{self.items.text()}>"

    @property
    def multicell(self) -> bool:
        return True

    def check(self, value: Any) -> list[Any]:
        if not items.is_row_of_values(value):
            raise misfit(self.text(), value, "a list")
        return items.checked(self, self.items, value)

    def encode(self, value: Any) -> bytes:
        if not items.is_row_of_values(value):
            raise misfit(self.text(), value, "a list")
        # lists that are stored have no nulls in them, lists of write times do
        return items.join([None if item is None else self.items.encode(item) for item in value], len(value))

    def decode(self, data: bytes) -> list[Any]:
        return [items.decoded(self, self.items, part) for part in items.cut(self, data)]

    def to_term(self, value: Any) -> Term:
        return ListTerm(tuple(map(self.items.to_term, self.check(value))))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if isinstance(term, ListTerm):
            return items.from_terms(self, self.items, term.items, resolve)
        return None if term == NULL else resolved(self, term, resolve)

    def to_json(self, value: Any) -> list[Any]:
        return list(map(self.items.to_json, value))

    def from_json(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise misfit(self.text(), value, "an array")
        return [self.items.from_json(items.present(self, item)) for item in value]

    def key(self, value: Any) -> Any:
        return tuple(map(self.items.key, value))


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> ListType:
    """Read what stands between the angle brackets."""
    return ListType(inner(tokens))
