"""`frozen<…>`: a collection, tuple or user type stored and compared as one value."""

from collections.abc import Callable
from typing import Any

from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens
from cassette.cql.types.cql_type import CqlType, Resolve
from cassette.cql.types.scalar import ScalarType


class FrozenType(CqlType, frozen=True, cache_hash=True, gc=False):
    """The same values as the type inside, in one piece."""

    inner: CqlType

    def text(self) -> str:
        return f"frozen<{self.inner.text()}>"

    @property
    def width_bytes(self) -> int | None:
        return self.inner.width_bytes

    def check(self, value: Any) -> Any:
        return self.inner.check(value)

    def encode(self, value: Any) -> bytes:
        return self.inner.encode(value)

    def decode(self, data: bytes) -> Any:
        return self.inner.decode(data)

    def to_term(self, value: Any) -> Term:
        return self.inner.to_term(value)

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        return self.inner.from_term(term, resolve)

    def to_json(self, value: Any) -> Any:
        return self.inner.to_json(value)

    def from_json(self, value: Any) -> Any:
        return self.inner.from_json(value)

    def key(self, value: Any) -> Any:
        return self.inner.key(value)


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> FrozenType:
    """Read what stands between the angle brackets. Raises SyntaxFault for a type that is in one piece anyway."""
    at = tokens.at
    type_ = inner(tokens)
    if isinstance(type_, ScalarType):
        tokens.at = at
        raise tokens.fault("a collection, a tuple, a vector or a user type")
    return FrozenType(type_)
