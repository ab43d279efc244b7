"""Values in the native protocol's form: what partition tokens are made from.

A tuple is its items one after the other, each with its length before it (4 bytes, -1 for null).
"""

from collections.abc import Callable
from typing import Any

from cassette.cql.types import CqlType, FrozenType, ScalarType, TupleType
from cassette.cql.types.scalar import TYPES
from cassette.errors import InvalidRequest

Native = tuple[Callable[[Any], Any], Callable[[Any], bytes], Callable[[bytes], Any]]

DOCUMENT_KEY = TupleType((ScalarType("tinyint"), ScalarType("text")))
TINYINT, TEXT = DOCUMENT_KEY.items


def native(cql_type: CqlType) -> Native:
    """Give the functions that check, write and read values of a type; the second gets what the first gave."""
    while isinstance(cql_type, FrozenType):
        cql_type = cql_type.inner
    if cql_type == DOCUMENT_KEY:
        return _check_document_key, _document_key_bytes, _document_key
    if isinstance(cql_type, ScalarType) and cql_type.name != "decimal":
        # straight to the codec, which need not check again what was checked (whole decimals stay ints there)
        codec = TYPES[cql_type.name]
        return codec.check, codec.encode, cql_type.decode
    return cql_type.check, cql_type.encode, cql_type.decode


# the key of every collection: on the path of each read and write, so it is spelled out


def _check_document_key(key: Any) -> tuple[int, str]:
    if type(key) is not tuple or len(key) != 2:
        raise InvalidRequest(f"{DOCUMENT_KEY.text()} takes a tuple of two, not {type(key).__name__}")
    code, text = key
    if type(code) is not int or not -128 <= code < 128:
        TINYINT.check(code)
    if type(text) is not str or not text.isascii():
        TEXT.check(text)
    return key


def _document_key_bytes(key: tuple[int, str]) -> bytes:
    code, text = key
    data = text.encode()
    return b"\0\0\0\1" + code.to_bytes(1, "big", signed=True) + len(data).to_bytes(4, "big") + data


def _document_key(data: bytes) -> tuple[int, str]:
    return int.from_bytes(data[4:5], "big", signed=True), data[9:].decode()
