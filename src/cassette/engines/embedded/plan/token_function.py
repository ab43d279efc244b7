"""`token(a, b)` where a value is wanted: the place of a partition key in the ring."""

from functools import lru_cache
from typing import Any

from cassette.cql.functions import FUNCTIONS, Callee, Function, Maker
from cassette.cql.types import CqlType, ScalarType
from cassette.engines.embedded.tokens import token
from cassette.engines.embedded.values.native import native

BIGINT = ScalarType("bigint")
Functions = dict[str, tuple[Callee | Maker, ...]]


@lru_cache(maxsize=256)
def functions_for(partition: tuple[CqlType, ...]) -> Functions:
    """Give all functions for statements on a table with a partition key of these types."""
    return {**FUNCTIONS, "token": (_token(partition),)}


def _token(partition: tuple[CqlType, ...]) -> Function:
    writers = [native(type_)[1] for type_ in partition]

    def call(*key: Any) -> int:
        if len(writers) == 1:
            return token(writers[0](key[0]))
        parts = [write(value) for write, value in zip(writers, key, strict=True)]
        return token(b"".join(len(part).to_bytes(2, "big") + part + b"\0" for part in parts))

    return Function(name="token", arguments=partition, result=BIGINT, call=call)
