"""The way to a partition: its token, and its key as it is kept."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from cassette.cql.terms import UNSET
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.tokens import token
from cassette.engines.embedded.values import SqliteValue
from cassette.engines.embedded.values.native import native
from cassette.errors import InvalidRequest

MOST_KEY_BYTES = 65_535


def locator(layout: Layout) -> Callable[[Sequence[Any]], SqlValues]:
    """Make the function from a partition key's values to (token, kept values…), the way to its rows."""
    places = layout.partition
    writers = [native(place.column.type)[1] for place in places]
    if len(places) == 1:
        return _single_locator(layout, writers[0])

    def locate(key: Sequence[Any]) -> SqlValues:
        kept_values: list[SqliteValue] = []
        serialized = bytearray()
        for place, encode, value in zip(places, writers, key, strict=True):
            if value is None or value is UNSET:
                _refuse_nothing(place.column.name)
            value = place.kept.check(value)
            kept_values.append(value if place.kept.in_row is None else place.kept.in_row(value))
            data = encode(value)
            if len(data) > MOST_KEY_BYTES:
                _refuse_long(data)
            serialized += len(data).to_bytes(2, "big") + data + b"\0"
        if len(serialized) > MOST_KEY_BYTES:
            _refuse_long(serialized)
        return (token(bytes(serialized)), *kept_values)

    return locate


def _single_locator(layout: Layout, encode: Callable[[Any], bytes]) -> Callable[[Sequence[Any]], SqlValues]:
    place = layout.partition[0]
    check, in_row, name = place.kept.check, place.kept.in_row, place.column.name
    is_serialized = in_row is encode

    def locate(key: Sequence[Any]) -> SqlValues:
        value = key[0]
        if value is None or value is UNSET:
            _refuse_nothing(name)
        value = check(value)
        data = encode(value)
        if len(data) > MOST_KEY_BYTES:
            _refuse_long(data)
        if not data:
            raise InvalidRequest(f"{name} is the whole partition key and cannot be empty")
        if is_serialized:
            return token(data), data
        return token(data), value if in_row is None else in_row(value)

    return locate


def check_clustering(kept_values: Iterable[SqliteValue]) -> None:
    """Refuse clustering values that are too long together for a row to have. Raises InvalidRequest."""
    length = 0
    for value in kept_values:
        if isinstance(value, str):
            length += len(value) if value.isascii() else len(value.encode())
        elif isinstance(value, bytes):
            length += len(value)
    if length > MOST_KEY_BYTES:
        raise InvalidRequest(
            f"the clustering values of a row have {MOST_KEY_BYTES:,} bytes at most; these have {length:,}"
        )


def _refuse_nothing(name: str) -> NoReturn:
    raise InvalidRequest(f"{name} is part of the primary key: it has to be given, and cannot be null")


def _refuse_long(data: bytes | bytearray) -> NoReturn:
    raise InvalidRequest(f"a key value has {MOST_KEY_BYTES:,} bytes at most; this one has {len(data):,}")
