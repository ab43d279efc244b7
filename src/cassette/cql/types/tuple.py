"""`tuple<…>`: a fixed number of values of given types, always in one piece.

Python      tuple, None where a value is null; shorter ones go in, what is missing is null    Literal    (1, 'a')
Protocol    each value after its length, -1 for null                                          JSON       an array
Order       value by value, null first
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.terms import NULL, Term, TupleTerm
from cassette.cql.tokens import Tokens
from cassette.cql.types import items
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, misread, resolved


class TupleType(CqlType, frozen=True, cache_hash=True, gc=False):
    """In Python a tuple as long as `items`."""

    items: tuple[CqlType, ...]

    def text(self) -> str:
        return f"tuple<{', '.join(item.text() for item in self.items)}>"

    def check(self, value: Any) -> tuple[Any, ...]:
        return self._each(value, lambda inner, item: inner.check(item))

    def encode(self, value: Any) -> bytes:
        return items.join(self._each(value, lambda inner, item: inner.encode(item)))

    def decode(self, data: bytes) -> tuple[Any, ...]:
        parts, end = items.cut_parts(self, data, 0, len(self.items))
        if end != len(data):
            raise misread(self.text(), data)
        parts += [None] * (len(self.items) - len(parts))
        pairs = zip(self.items, parts, strict=True)
        return tuple(None if part is None else inner.decode(part) for inner, part in pairs)

    def to_term(self, value: Any) -> Term:
        terms = self._each(value, lambda inner, item: inner.to_term(item))
        return TupleTerm(tuple(NULL if term is None else term for term in terms))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if isinstance(term, TupleTerm):
            return self._each(term.items, lambda inner, item: inner.from_term(item, resolve))
        return None if term == NULL else resolved(self, term, resolve)

    def to_json(self, value: Any) -> list[Any]:
        return list(self._each(value, lambda inner, item: inner.to_json(item)))

    def from_json(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(self.items):
            raise misfit(self.text(), value, f"an array of {len(self.items)}")
        return self._each(value, lambda inner, item: inner.from_json(item))

    def key(self, value: Any) -> Any:
        keys = self._each(value, lambda inner, item: (1, inner.key(item)))
        return tuple((0,) if key is None else key for key in keys)

    def _each(self, value: Any, do: Callable[[CqlType, Any], Any]) -> tuple[Any, ...]:
        """Do something with each value and its type; null stays None."""
        if not items.is_row_of_values(value) or len(value) > len(self.items):
            raise misfit(self.text(), value, f"a tuple of {len(self.items)}")
        padded = (*value, *[None] * (len(self.items) - len(value)))
        return tuple(None if item is None else do(inner, item) for inner, item in zip(self.items, padded, strict=True))


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> TupleType:
    """Read what stands between the angle brackets."""
    types = [inner(tokens)]
    while tokens.accept(","):
        types.append(inner(tokens))
    return TupleType(tuple(types))
