"""The fields with rules of their own: `_id`, `$vector`, `$vectorize` and `$lexical`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cassette.compile.updates.update_operator import Step
from cassette.errors import Failure

if TYPE_CHECKING:
    from cassette.compile.documents.collection import Collection

REPLACING: Final = frozenset({"$set", "$setOnInsert", "$unset"})
REFUSALS: Final[dict[str, str]] = {
    "$lexical": "UNSUPPORTED_UPDATE_OPERATOR_FOR_LEXICAL",
    "$vector": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTOR",
    "$vectorize": "UNSUPPORTED_UPDATE_OPERATOR_FOR_VECTORIZE",
    "_id": "UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID",
}


def check(operator: str, at: tuple[str, ...], operand: Any, collection: Collection) -> None:
    """Refuse what may not be done to a special field; `at` begins with one of REFUSALS."""
    field = at[0]
    if field == "_id":
        if operator != "$setOnInsert" or len(at) > 1:
            raise Failure(REFUSALS[field], operator=operator)
        return
    if operator not in REPLACING:
        raise Failure(REFUSALS[field], operator=operator)
    # null is how to say "none", and that is allowed where there is never one
    if operator != "$unset" and operand is not None:
        _check_enabled(field, collection)


def _check_enabled(field: str, collection: Collection) -> None:
    if field == "$lexical" and not collection.lexical:
        raise Failure("LEXICAL_NOT_ENABLED_FOR_COLLECTION", collection=collection.name.table)
    if field == "$vector" and collection.vector is None:
        raise Failure("VECTOR_SEARCH_NOT_SUPPORTED", collection=collection.name.table)
    if field == "$vectorize" and (collection.vector is None or collection.vector.service is None):
        raise Failure("EMBEDDING_SERVICE_NOT_CONFIGURED", collection=collection.name.table)


def companions(steps: list[Step]) -> list[Step]:
    """Give the further steps that keep `$vector` and `$vectorize` of one document in agreement.

    A vector that is set by hand no longer belongs to the text, and without one of them the other has no meaning.
    Raises INVALID_USAGE_OF_VECTORIZE when both are set.
    """
    touched = {(step.operator, step.path) for step in steps}
    if ("$set", "$vector") in touched and ("$set", "$vectorize") in touched:
        raise Failure("INVALID_USAGE_OF_VECTORIZE")
    more = []
    if ("$set", "$vector") in touched or ("$unset", "$vector") in touched:
        more.append(Step("$unset", "$vectorize", ("$vectorize",), None))
    if ("$unset", "$vectorize") in touched:
        more.append(Step("$unset", "$vector", ("$vector",), None))
    return more
