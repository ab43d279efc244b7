"""Blobs out of values and back: `int_as_blob(5)`, `blob_as_int(0x00000005)`, for every scalar type."""

from cassette.cql.functions.function import Function
from cassette.cql.types import TYPES, CqlType, ScalarType
from cassette.errors import InvalidRequest

BLOB = ScalarType("blob")
NAMES = {**{name: name for name in sorted(TYPES) if name != "blob"}, "varchar": "text"}
"""Each type by the word that stands in the functions' names."""


def _as_blob(word: str, type_: CqlType) -> Function:
    return Function(name=f"{word}_as_blob", arguments=(type_,), result=BLOB, call=type_.encode)


def _from_blob(word: str, type_: CqlType) -> Function:
    def call(data: bytes) -> object:
        try:
            return type_.decode(data)
        except InvalidRequest:
            raise InvalidRequest(f"0x{data[:16].hex()} ({len(data)} bytes) is not a value of {type_.text()}") from None

    return Function(name=f"blob_as_{word}", arguments=(BLOB,), result=type_, call=call)


BLOBS = {
    function.name: function
    for word, name in NAMES.items()
    for function in (_as_blob(word, ScalarType(name)), _from_blob(word, ScalarType(name)))
}
