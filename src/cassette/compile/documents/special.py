"""The special fields of a document: `$vector`, `$vectorize` and `$lexical`.

They have columns of their own (`query_vector_value`, `query_lexical_value`) in collections made for
them, and are an error in others. A null is stored and means nothing.
"""

import binascii
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cassette.compile.documents.limits import Limits
from cassette.errors import Failure

if TYPE_CHECKING:
    from cassette.compile.documents.collection import Collection


def lexical_text(value: Any, collection: "Collection") -> str | None:
    """Read `$lexical`. Raises LEXICAL_NOT_ENABLED_FOR_COLLECTION, SHRED_BAD_DOCUMENT_LEXICAL_TYPE."""
    if value is None:
        return None
    if not collection.lexical:
        raise Failure("LEXICAL_NOT_ENABLED_FOR_COLLECTION", collection=collection.name.table)
    if type(value) is not str:
        raise Failure("SHRED_BAD_DOCUMENT_LEXICAL_TYPE", got=value)
    return value


def vectorize_text(value: Any, collection: "Collection") -> str | None:
    """Read `$vectorize`. No collection has an embedding service yet. Raises EMBEDDING_SERVICE_NOT_CONFIGURED."""
    if value is None:
        return None
    raise Failure("EMBEDDING_SERVICE_NOT_CONFIGURED", collection=collection.name.table)


def vector_floats(value: Any, collection: "Collection", limits: Limits) -> tuple[float, ...] | None:
    """Read `$vector`: numbers, or `{"$binary": …}` with big-endian 32-bit floats.

    Errors: VECTOR_SEARCH_NOT_SUPPORTED, SHRED_BAD_DOCUMENT_VECTOR_TYPE, SHRED_BAD_VECTOR_SIZE, SHRED_BAD_VECTOR_VALUE,
            SHRED_BAD_BINARY_VECTOR_VALUE, SHRED_DOC_LIMIT_VIOLATION, INVALID_VECTOR_LENGTH.
    """
    if value is None:
        return None
    if collection.vector is None:
        raise Failure("VECTOR_SEARCH_NOT_SUPPORTED", collection=collection.name.table)
    if type(value) is list:
        floats = _floats_of_numbers(value, limits)
    elif type(value) is dict and len(value) == 1 and "$binary" in value:
        floats = _floats_of_binary(value["$binary"])
    else:
        raise Failure("SHRED_BAD_DOCUMENT_VECTOR_TYPE", got=value)
    if len(floats) != collection.vector.dimension:
        raise Failure("INVALID_VECTOR_LENGTH", expected=collection.vector.dimension, got=len(floats))
    return floats


def _floats_of_numbers(numbers: list[Any], limits: Limits) -> tuple[float, ...]:
    if not numbers:
        raise Failure("SHRED_BAD_VECTOR_SIZE")
    if len(numbers) > limits.vector_elements:
        reason = f"a vector has {len(numbers)} elements, more than {limits.vector_elements}"
        raise Failure("SHRED_DOC_LIMIT_VIOLATION", path="$vector", reason=reason)
    for number in numbers:
        if type(number) is not int and type(number) is not Decimal:
            raise Failure("SHRED_BAD_VECTOR_VALUE", got=number)
    try:
        return tuple(map(float, numbers))
    except OverflowError:
        raise Failure("SHRED_BAD_VECTOR_VALUE", got=max(numbers, key=abs)) from None


def _floats_of_binary(text: Any) -> tuple[float, ...]:
    try:
        packed = binascii.a2b_base64(text, strict_mode=True)
    except (TypeError, ValueError):
        raise Failure("SHRED_BAD_BINARY_VECTOR_VALUE", reason="it is not base64") from None
    if not packed or len(packed) % 4:
        raise Failure("SHRED_BAD_BINARY_VECTOR_VALUE", reason=f"it has {len(packed)} bytes, not a multiple of 4")
    return struct.unpack(f">{len(packed) // 4}f", packed)
