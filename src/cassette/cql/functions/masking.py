"""Masks: `mask_null(v)`, `mask_default(v)`, `mask_replace(v, 'x')`, `mask_inner(t, 1, 2)`, `mask_outer`, `mask_hash`.

A mask that is set on a column is the same function.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from ipaddress import IPv4Address
from typing import Any
from uuid import UUID

from cassette.cql.functions.function import Function, Maker
from cassette.cql.functions.given import Given, type_of
from cassette.cql.functions.time_uuids import GREGORIAN_OFFSET, LEAST_CLOCK_AND_NODE, time_uuid
from cassette.cql.types import (
    CqlType,
    Duration,
    FrozenType,
    ListType,
    MapType,
    ScalarType,
    SetType,
    TupleType,
    VectorType,
)
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest

BLOB, INT, TEXT = ScalarType("blob"), ScalarType("int"), ScalarType("text")
STARS = "****"
DEFAULTS: dict[str, Any] = {
    "ascii": STARS,
    "bigint": 0,
    "blob": b"",
    "boolean": False,
    "counter": 0,
    "date": 0,
    "decimal": Decimal(0),
    "double": 0.0,
    "duration": Duration(0, 0, 0),
    "float": 0.0,
    "inet": IPv4Address(0),
    "int": 0,
    "smallint": 0,
    "text": STARS,
    "time": 0,
    "timestamp": 0,
    "timeuuid": time_uuid(GREGORIAN_OFFSET, LEAST_CLOCK_AND_NODE),
    "tinyint": 0,
    "uuid": UUID(int=0),
    "varint": 0,
}
DIGESTS = {
    "md5": "md5",
    "sha-1": "sha1",
    "sha1": "sha1",
    "sha-224": "sha224",
    "sha-256": "sha256",
    "sha-384": "sha384",
    "sha-512": "sha512",
    "sha-512/224": "sha512_224",
    "sha-512/256": "sha512_256",
    "sha3-224": "sha3_224",
    "sha3-256": "sha3_256",
    "sha3-384": "sha3_384",
    "sha3-512": "sha3_512",
}
"""Digests by the names that Java knows them by, in lower case."""


def _default_of(type_: CqlType) -> Any:
    """Give what mask_default shows in place of every value of a type."""
    match type_:
        case FrozenType(inner=inner):
            return _default_of(inner)
        case ScalarType(name=name):
            return DEFAULTS[name]
        case ListType():
            return []
        case SetType():
            return set()
        case MapType():
            return {}
        case VectorType(items=inner, dimension=dimension):
            return [_default_of(inner)] * dimension
        case TupleType(items=inners):
            return tuple(map(_default_of, inners))
        case UserType(fields=fields):
            return {name: _default_of(inner) for name, inner in fields}
    raise AssertionError(type_.text())


def _first_type(name: str, arguments: Sequence[Given], least: int, most: int) -> CqlType:
    if not least <= len(arguments) <= most:
        raise InvalidRequest(f"the function {name} does not take {len(arguments)} arguments")
    return type_of(arguments[0], name)


def _null(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _first_type(name, arguments, 1, 1)
    return Function(name=name, arguments=(type_,), result=type_, call=lambda value: None, takes_null=True)


def _default(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _first_type(name, arguments, 1, 1)
    shown = _default_of(type_)
    return Function(name=name, arguments=(type_,), result=type_, call=lambda value: shown, takes_null=True)


def _replace(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _first_type(name, arguments, 2, 2)
    return Function(name=name, arguments=(type_, type_), result=type_, call=lambda value, by: by, takes_null=True)


def _parts(masks_inner: bool) -> Maker:
    """Make mask_inner or mask_outer: characters at the ends are left, or just they are covered."""

    def call(value: str | None, begin: int | None, end: int | None, padding: str | None = "*") -> str | None:
        if value is None:
            return None
        padding = "*" if padding is None else padding
        if len(padding) != 1:
            raise InvalidRequest(f"a mask is filled with one character, not {len(padding)}")
        first, last = begin or 0, len(value) - 1 - (end or 0)
        return "".join(
            padding if (first <= at <= last) is masks_inner else character for at, character in enumerate(value)
        )

    def make(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
        type_ = _first_type(name, arguments, 3, 4)
        if type_ not in (TEXT, ScalarType("ascii")):
            raise InvalidRequest(f"{name} takes text, not {type_.text()}")
        types = (type_, INT, INT, TEXT)[: len(arguments)]
        return Function(name=name, arguments=types, result=type_, call=call, takes_null=True)

    return make


def _digest(algorithm: str | None) -> Callable[[bytes], bytes]:
    # the module takes its time to load, and few ask for it
    import hashlib

    found = DIGESTS.get((algorithm or "SHA-256").lower())
    if found is None or found not in hashlib.algorithms_available:
        raise InvalidRequest(f"there is no digest {algorithm}")
    return lambda data: hashlib.new(found, data, usedforsecurity=False).digest()


def _hash(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _first_type(name, arguments, 1, 2)

    def call(value: Any, algorithm: str | None = None) -> bytes | None:
        return None if value is None else _digest(algorithm)(type_.encode(value))

    types = (type_, TEXT)[: len(arguments)]
    return Function(name=name, arguments=types, result=BLOB, call=call, takes_null=True)


MASK_DEFAULT = _default
MASK_HASH = _hash
MASK_INNER = _parts(masks_inner=True)
MASK_NULL = _null
MASK_OUTER = _parts(masks_inner=False)
MASK_REPLACE = _replace
