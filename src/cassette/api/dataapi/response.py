"""Responses: an Answer becomes a status and a body.

    {"data": {"document": {…}}, "status": {"matchedCount": 1}}
    {"errors": [{"id": "…", "family": "REQUEST", "scope": "FILTER", "errorCode": "…", "title": "…", "message": "…"}]}

With errors there is no data. Stored documents go through as the bytes that they are.
"""

from typing import Any
from uuid import uuid4

from cassette.commands.call import Answer
from cassette.compile.documents.json import encode
from cassette.errors import Failure
from cassette.errors.catalogue import look_up, sentence

OK = 200


def write_answer(answer: Answer) -> tuple[int, bytes]:
    """Write an answer: HTTP status and body. The first error decides on the status."""
    if not answer.errors and not answer.warnings:
        if not answer.status:
            return OK, encode({"data": answer.data})
        return OK, encode(
            {"status": answer.status} if answer.data is None else {"data": answer.data, "status": answer.status}
        )
    return _with_trouble(answer)


def _with_trouble(answer: Answer) -> tuple[int, bytes]:
    envelope: dict[str, Any] = {}
    if answer.data is not None and not answer.errors:
        envelope["data"] = answer.data
    status = dict(answer.status or {})
    if answer.warnings:
        status["warnings"] = [dress(warning) for warning in answer.warnings]
    if status:
        envelope["status"] = status
    if not answer.errors:
        return OK, encode(envelope)
    envelope["errors"] = [dress(failure) for failure in answer.errors]
    return look_up(answer.errors[0].name).http, encode(envelope)


def dress(failure: Failure) -> dict[str, Any]:
    """Write a failure as the Data API shows errors; every one gets an id of its own."""
    row = look_up(failure.name)
    dressed: dict[str, Any] = {
        # an error that was logged under an id keeps it
        "id": failure.details.get("error_id") or str(uuid4()),
        "family": row.family,
        "scope": row.scope,
        "errorCode": row.code,
        "title": row.title,
        "message": sentence(failure),
    }
    if failure.document_ids:
        dressed["documentIds"] = list(failure.document_ids)
    return dressed
