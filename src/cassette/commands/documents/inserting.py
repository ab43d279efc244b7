"""Inserting documents: each is taken apart and written on its own, if there is none of its `_id`."""

from typing import Any
from uuid import UUID

import msgspec

from cassette.commands.documents import statements
from cassette.commands.documents.hybrid import expand
from cassette.commands.faults import failure_of
from cassette.compile.documents.clock import new_tx_id
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.shred import shred
from cassette.cql.plan import Write
from cassette.cql.rows import Rows
from cassette.cql.statements.statement import Bound
from cassette.errors import EngineError, Failure

# what is looked at before any document is: one such document ends the whole command
FOR_ALL = frozenset(
    {
        "EMBEDDING_SERVICE_NOT_CONFIGURED",
        "HYBRID_FIELD_CONFLICT",
        "HYBRID_FIELD_UNKNOWN_SUBFIELDS",
        "HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE",
        "HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE",
        "INVALID_USAGE_OF_VECTORIZE",
        "VECTOR_SEARCH_NOT_SUPPORTED",
    }
)
NO_ID = frozenset({"SHRED_BAD_DOCID_TYPE", "SHRED_BAD_DOCID_VALUE", "SHRED_BAD_DOCUMENT_TYPE"})


class Inserting(msgspec.Struct, frozen=True, gc=False):
    """One document on its way: its `_id` as JSON, and the statement that writes it."""

    id: Any
    tx_id: UUID
    write: Write


def inserting(document: Any, collection: Collection, limits: Limits) -> Inserting | Failure:
    """Take a document apart, or say why it cannot be. Raises the failures that end the whole command."""
    try:
        if type(document) is dict and "$hybrid" in document:
            document = expand(document)
        shredded = shred(document, collection, limits)
    except Failure as failure:
        if failure.name in FOR_ALL:
            raise
        return _of_document(failure, document)
    tx_id = new_tx_id()
    return Inserting(shredded.id, tx_id, Write((Bound(statements.insert(collection), shredded.values(tx_id)),)))


def _of_document(failure: Failure, document: Any) -> Failure:
    """Say which document it was, where it said so itself."""
    if failure.name not in NO_ID and not failure.document_ids and type(document) is dict and "_id" in document:
        failure.document_ids = (document["_id"],)
    return failure


def outcome_of(one: Inserting, result: Rows | Failure | EngineError, collection: Collection) -> Failure | None:
    """Say what became of a document; None when it is stored."""
    if isinstance(result, Failure):
        return result
    if isinstance(result, EngineError):
        failure = failure_of(result)
        failure.document_ids = (one.id,)
        return failure
    # a statement that was sent twice finds its own row
    if result.applied or _is_own(one, result):
        return None
    return Failure("DOCUMENT_ALREADY_EXISTS", document_ids=(one.id,), id=one.id, collection=collection.name.table)


def _is_own(one: Inserting, found: Rows) -> bool:
    names = [column.name for column in found.columns]
    return "tx_id" in names and any(row[names.index("tx_id")] == one.tx_id for row in found.rows)
