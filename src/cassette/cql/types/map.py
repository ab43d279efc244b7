"""`map<…, …>`: values by distinct keys, in the order of the keys' type.

Python      dict; any mapping goes in; a tuple of pairs where it has to be hashable    Literal    {'a': 1}
Protocol    count, then each key and value after their lengths, in order    JSON    an object; keys are text
Order       pair by pair; a map that ends earlier comes first
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from cassette.cql.terms import NULL, MapTerm, SetTerm, Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import items
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, resolved
from cassette.cql.types.scalar import ScalarType

KEY_ENCODER = msgspec.json.Encoder(decimal_format="number")
KEY_DECODER = msgspec.json.Decoder(float_hook=Decimal)
Pairs = list[tuple[Any, Any]]


class MapType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Values by distinct keys, in the order of the keys' type."""

    keys: CqlType
    values: CqlType

    def text(self) -> str:
        return f"map<{self.keys.text()}, {self.values.text()}>"

    @property
    def multicell(self) -> bool:
        return True

    def check(self, value: Any) -> dict[Any, Any]:
        return {items.hashable(key): item for key, item in self.ordered(value)}

    def encode(self, value: Any) -> bytes:
        pairs = self.ordered(value)
        parts = [part for key, item in pairs for part in (self.keys.encode(key), self.values.encode(item))]
        return items.join(parts, len(pairs))

    def decode(self, data: bytes) -> dict[Any, Any]:
        parts = items.cut(self, data, per_item=2)
        return {
            items.hashable(items.decoded(self, self.keys, key)): items.decoded(self, self.values, item)
            for key, item in zip(parts[::2], parts[1::2], strict=True)
        }

    def to_term(self, value: Any) -> Term:
        pairs = self.ordered(value)
        if not pairs:
            return SetTerm(())
        return MapTerm(tuple((self.keys.to_term(key), self.values.to_term(item)) for key, item in pairs))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if isinstance(term, MapTerm):
            # pair by pair, as it is printed: markers inside are taken in that order
            return dict(self._pair_from_terms(key, value, resolve) for key, value in term.entries)
        if isinstance(term, SetTerm) and not term.items:
            return {}
        return None if term == NULL else resolved(self, term, resolve)

    def _pair_from_terms(self, key: Term, value: Term, resolve: Resolve | None) -> tuple[Any, Any]:
        (read_key,) = items.from_terms(self, self.keys, (key,), resolve)
        (read_value,) = items.from_terms(self, self.values, (value,), resolve)
        return items.hashable(read_key), read_value

    def to_json(self, value: Any) -> dict[str, Any]:
        return {self._json_key(key): self.values.to_json(item) for key, item in self._in_order(_pairs(value))}

    def from_json(self, value: Any) -> dict[Any, Any]:
        if not isinstance(value, Mapping):
            raise misfit(self.text(), value, "an object")
        return {
            items.hashable(self._read_json_key(key)): self.values.from_json(items.present(self, item))
            for key, item in value.items()
        }

    def key(self, value: Any) -> Any:
        pairs = self._in_order(_pairs(value))
        return tuple((self.keys.key(key), self.values.key(item)) for key, item in pairs)

    def ordered(self, value: Any) -> Pairs:
        """Check keys and values and put the pairs in order, each key once."""
        if not isinstance(value, Mapping) and not _is_pairs(value):
            raise misfit(self.text(), value, "a map")
        pairs = _pairs(value)
        keys = items.checked(self, self.keys, (key for key, _ in pairs))
        return self._in_order(zip(keys, items.checked(self, self.values, (item for _, item in pairs)), strict=True))

    def _in_order(self, pairs: Any) -> Pairs:
        by_key = {self.keys.key(key): (key, item) for key, item in pairs}
        return [by_key[key] for key in sorted(by_key)]

    def _json_key(self, key: Any) -> str:
        shown = self.keys.to_json(key)
        return shown if isinstance(shown, str) else KEY_ENCODER.encode(shown).decode()

    def _read_json_key(self, key: Any) -> Any:
        # scalars read their text; anything else stands in a key as JSON in JSON
        if not isinstance(key, str) or isinstance(self.keys, ScalarType):
            return self.keys.from_json(key)
        try:
            return self.keys.from_json(KEY_DECODER.decode(key))
        except (msgspec.DecodeError, RecursionError, ArithmeticError):
            raise misfit(self.text(), key, "keys that are JSON in text") from None


def _is_pairs(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value)


def _pairs(value: Any) -> Any:
    return value.items() if isinstance(value, Mapping) else value


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> MapType:
    """Read what stands between the angle brackets."""
    keys = inner(tokens)
    tokens.expect(",")
    return MapType(keys, inner(tokens))
