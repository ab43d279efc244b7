"""`set<…>`: distinct items, in the order of their type.

Python      set; any iterable of items goes in; a frozenset where it has to be hashable    Literal    {1, 2}
Protocol    count, then each item after its length, in order                               JSON       an array
Order       item by item; a set that ends earlier comes first
"""

from collections.abc import Callable, Set
from typing import Any

from cassette.cql.terms import NULL, SetTerm, Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import items
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, resolved


class SetType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Distinct items in the order of their type."""

    items: CqlType

    def text(self) -> str:
        return f"set<{self.items.text()}>"

    @property
    def multicell(self) -> bool:
        return True

    def check(self, value: Any) -> set[Any]:
        return set(map(items.hashable, self.ordered(value)))

    def encode(self, value: Any) -> bytes:
        values = self.ordered(value)
        return items.join(list(map(self.items.encode, values)), len(values))

    def decode(self, data: bytes) -> set[Any]:
        return {items.hashable(items.decoded(self, self.items, part)) for part in items.cut(self, data)}

    def to_term(self, value: Any) -> Term:
        return SetTerm(tuple(map(self.items.to_term, self.ordered(value))))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if isinstance(term, SetTerm):
            return set(map(items.hashable, items.from_terms(self, self.items, term.items, resolve)))
        return None if term == NULL else resolved(self, term, resolve)

    def to_json(self, value: Any) -> list[Any]:
        return list(map(self.items.to_json, items.ordered(self.items, value)))

    def from_json(self, value: Any) -> set[Any]:
        if not isinstance(value, list):
            raise misfit(self.text(), value, "an array")
        return {items.hashable(self.items.from_json(items.present(self, item))) for item in value}

    def key(self, value: Any) -> Any:
        return tuple(sorted(map(self.items.key, value)))

    def ordered(self, value: Any) -> list[Any]:
        """Check the items and put them in order, each one once."""
        if not isinstance(value, Set) and not items.is_row_of_values(value):
            raise misfit(self.text(), value, "a set")
        return items.ordered(self.items, items.checked(self, self.items, value))


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> SetType:
    """Read what stands between the angle brackets."""
    return SetType(inner(tokens))
