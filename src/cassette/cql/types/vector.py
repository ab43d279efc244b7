"""`vector<…, n>`: exactly n values of one type, never null.

Python      list of n values; any sequence goes in        Literal    [0.5, 1.0]        JSON    an array
Protocol    the values one after the other; where their type has no fixed width, each after its length,
            an unsigned [vint]
Order       value by value
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cassette.cql.terms import NULL, ListTerm, Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import items, vint
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, misread, resolved
from cassette.cql.types.scalar import ScalarType
from cassette.errors import InvalidRequest

FLOAT = ScalarType("float")


class VectorType(CqlType, frozen=True, cache_hash=True, gc=False):
    """In Python a sequence of `dimension` values."""

    items: CqlType
    dimension: int

    def text(self) -> str:
        return f"vector<{self.items.text()}, {self.dimension}>"

    @property
    def width_bytes(self) -> int | None:
        width = self.items.width_bytes
        return None if width is None else width * self.dimension

    def check(self, value: Any) -> list[Any]:
        if not items.is_row_of_values(value):
            raise misfit(self.text(), value, "a list")
        packed = self._packed(value)
        if packed is not None:
            return list(struct.unpack(f">{self.dimension}f", packed))
        return items.checked(self, self.items, self._count(value))

    def encode(self, value: Any) -> bytes:
        packed = self._packed(value)
        if packed is not None:
            return packed
        values = self.check(value)
        if self.items == FLOAT:
            return struct.pack(f">{self.dimension}f", *values)
        parts = map(self.items.encode, values)
        if self.items.width_bytes is not None:
            return b"".join(parts)
        return b"".join(piece for part in parts for piece in (vint.encode_unsigned(len(part)), part))

    def decode(self, data: bytes) -> list[Any]:
        width = self.width_bytes
        if width is not None and len(data) != width:
            raise misread(self.text(), data)
        if self.items == FLOAT:
            return list(struct.unpack(f">{self.dimension}f", data))
        step = self.items.width_bytes
        parts = self._cut(data) if step is None else [data[at : at + step] for at in range(0, len(data), step)]
        return [items.decoded(self, self.items, part) for part in parts]

    def to_term(self, value: Any) -> Term:
        return ListTerm(tuple(map(self.items.to_term, self.check(value))))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if isinstance(term, ListTerm):
            return items.from_terms(self, self.items, self._count(term.items), resolve)
        return None if term == NULL else resolved(self, term, resolve)

    def to_json(self, value: Any) -> list[Any]:
        return list(map(self.items.to_json, value))

    def from_json(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise misfit(self.text(), value, "an array")
        return [self.items.from_json(items.present(self, item)) for item in self._count(value)]

    def key(self, value: Any) -> Any:
        return tuple(map(self.items.key, value))

    def _packed(self, value: Any) -> bytes | None:
        """Write the usual vector, of Python's floats, in one go; None for any other."""
        if self.items == FLOAT and isinstance(value, list | tuple) and set(map(type, self._count(value))) == {float}:
            # packing rounds as the check of each item would
            with suppress(OverflowError):
                return struct.pack(f">{self.dimension}f", *value)
        return None

    def _count(self, values: Any) -> Any:
        """Give the values back when there are as many as the vector has."""
        if len(values) != self.dimension:
            raise InvalidRequest(f"a value of type {self.text()} has {self.dimension} items, not {len(values)}")
        return values

    def _cut(self, data: bytes) -> list[bytes]:
        parts, at = [], 0
        try:
            # an item has its length at least, so a dimension that lies ends with the bytes
            for _ in range(self.dimension):
                length, at = vint.decode_unsigned(data, at)
                parts.append(data[at : at + length])
                at += length
        except IndexError:
            raise misread(self.text(), data) from None
        if at != len(data):
            raise misread(self.text(), data)
        return parts


def parse(tokens: Tokens, inner: Callable[[Tokens], CqlType]) -> VectorType:
    """Read what stands between the angle brackets."""
    items_type = inner(tokens)
    tokens.expect(",")
    negative = tokens.accept("-")
    dimension = tokens.peek()
    if not (dimension.isascii() and dimension.isdigit()) or len(dimension) > 9:
        raise tokens.fault("the number of items in the vector")
    tokens.at += 1
    if negative:
        raise InvalidRequest(f"a vector has one item at least, not -{dimension}")
    return VectorType(items_type, int(dimension))
