"""Paging states: where a read goes on, for whoever asked for it.

    [version, fingerprint of the statement and its values, place of the last row, rows left of the LIMIT,
     rows that there were of the last row's partition]

MessagePack, opaque to everybody else. It holds no more than a place, so it survives a restart; the
fingerprint refuses a state that belongs to another query.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from cassette.cql.statements.statement import Statement
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

VERSION = 2
encode = msgspec.msgpack.Encoder().encode


class PagingState(msgspec.Struct, array_like=True):
    """A place in the answer of one query.

    `left` counts the rows still wanted of a LIMIT, None without one; `of_partition` the rows given so far of the
    partition at the place, where that has a limit of its own.
    """

    version: int
    fingerprint: bytes
    place: list[Any]
    left: int | None
    of_partition: int


decode = msgspec.msgpack.Decoder(PagingState).decode


def fingerprint(statement: Statement, values: Sequence[object]) -> bytes:
    """Give 8 bytes that tell this query from another."""
    return blake2b(f"{statement.text()}\0{values!r}".encode(), digest_size=8).digest()


def write_state(mark: bytes, place: Sequence[SqliteValue], left: int | None, of_partition: int = 0) -> bytes:
    """Make the state that goes on after the row at this place."""
    return encode(PagingState(VERSION, mark, list(place), left, of_partition))


def read_state(state: bytes, mark: bytes, width: int) -> PagingState:
    """Read a state that belongs to the query with this mark. Raises InvalidRequest."""
    try:
        found = decode(state)
    except (msgspec.MsgspecError, ValueError, RecursionError, TypeError):
        raise InvalidRequest("the paging state is not one of this server: start again without it") from None
    counts = found.of_partition, 0 if found.left is None else found.left
    if (
        found.version != VERSION
        or len(found.place) != width
        or not all(map(_is_kept, found.place))
        or not all(0 <= count <= 1 << 31 for count in counts)
    ):
        raise InvalidRequest("the paging state is not one of this server: start again without it")
    if found.fingerprint != mark:
        raise InvalidRequest("the paging state belongs to another query: start again without it")
    return found


def _is_kept(value: object) -> bool:
    """Whether a value is one that SQLite can have given."""
    if isinstance(value, int):
        return -(1 << 63) <= value < 1 << 63
    return value is None or isinstance(value, str | bytes | float)
