"""Items: what lists, sets, maps, tuples and vectors do with the values inside them.

On the wire a collection is a count of items, then each item after its length, all lengths in four bytes.
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cassette.cql.terms import Term
from cassette.cql.types.cql_type import CqlType, Resolve, misread
from cassette.errors import InvalidRequest

LENGTH = struct.Struct(">i")
ABSENT = LENGTH.pack(-1)


def present(type_: CqlType, value: Any) -> Any:
    """Give the value of an item, which must not be null."""
    if value is None:
        raise InvalidRequest(f"null cannot be an item of {type_.text()}")
    return value


def checked(type_: CqlType, inner: CqlType, values: Iterable[Any]) -> list[Any]:
    """Check every item, and that none is null."""
    check = inner.check
    return [check(present(type_, value)) for value in values]


def from_terms(type_: CqlType, inner: CqlType, terms: Iterable[Term], resolve: Resolve | None) -> list[Any]:
    """Read every item of a literal."""
    return [present(type_, inner.from_term(term, resolve)) for term in terms]


def ordered(inner: CqlType, values: Iterable[Any]) -> list[Any]:
    """Put checked values in the order of their type, each one once."""
    by_key = {inner.key(value): value for value in values}
    return [by_key[key] for key in sorted(by_key)]


def is_row_of_values(value: object) -> bool:
    """Tell whether something holds values in an order: text and bytes do not."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview)


def join(parts: Sequence[bytes | None], count: int | None = None) -> bytes:
    """Write values after their lengths, and before them their count if there is one; None is null."""
    pieces = [] if count is None else [LENGTH.pack(count)]
    for part in parts:
        pieces += (ABSENT,) if part is None else (LENGTH.pack(len(part)), part)
    return b"".join(pieces)


def cut(type_: CqlType, data: bytes, per_item: int = 1) -> list[bytes]:
    """Read the values of a collection, `per_item` for each one counted."""
    try:
        count = LENGTH.unpack_from(data)[0] * per_item
    except struct.error:
        raise misread(type_.text(), data) from None
    # each value has its length at least, so a count that lies is found before any work is done for it
    if not 0 <= count <= len(data) // LENGTH.size:
        raise misread(type_.text(), data)
    parts, end = cut_parts(type_, data, LENGTH.size, count)
    if end != len(data) or None in parts:
        raise misread(type_.text(), data)
    return [part for part in parts if part is not None]


def cut_parts(type_: CqlType, data: bytes, at: int, most: int) -> tuple[list[bytes | None], int]:
    """Read up to so many values with their lengths, and say where they end."""
    parts: list[bytes | None] = []
    while len(parts) < most and at < len(data):
        if at + LENGTH.size > len(data):
            raise misread(type_.text(), data)
        length = LENGTH.unpack_from(data, at)[0]
        at += LENGTH.size
        if length < 0:
            parts.append(None)
            continue
        if at + length > len(data):
            raise misread(type_.text(), data)
        parts.append(data[at : at + length])
        at += length
    return parts, at


def decoded(type_: CqlType, inner: CqlType, part: bytes) -> Any:
    """Read one item, which must not be null."""
    return present(type_, inner.decode(part))


def hashable(value: Any) -> Any:
    """Give what a set or the keys of a dict can hold: tuples for lists and dicts, a frozenset for a set."""
    if isinstance(value, list | tuple):
        return tuple(map(hashable, value))
    if isinstance(value, set | frozenset):
        return frozenset(map(hashable, value))
    if isinstance(value, Mapping):
        return tuple((hashable(key), hashable(item)) for key, item in value.items())
    return value
