"""insertMany: store documents, each for itself, all at once or one after the other.

{"insertMany": {"documents": [{"_id": 1}, {"_id": 2}], "options": {"ordered": false}}}
{"status": {"insertedIds": [1, 2]}}

… "options": {"returnDocumentResponses": true}
{"status": {"documentResponses": [{"_id": 1, "status": "OK"}, {"_id": 2, "status": "ERROR", "errorsIdx": 0}]},
 "errors": […]}
"""

from functools import partial
from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned
from cassette.commands.dataapi.fields import BOOLEAN, Arguments, Field, Fields, options, read_array, violation
from cassette.commands.documents.inserting import Inserting, inserting, outcome_of
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.plan import Each
from cassette.cql.rows import Rows
from cassette.errors import EngineError, Failure

NAME = "insertMany"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Write every document that can be, on its own; when ordered, those before the first that cannot."""
    documents = arguments["documents"]
    if len(documents) > limits.insert_documents:
        raise violation("documents", f"it has {len(documents)} of them, more than {limits.insert_documents}")
    chosen = arguments.get("options") or {}
    ordered = bool(chosen.get("ordered"))
    tried: list[Inserting | Failure] = []
    for document in documents:
        tried.append(inserting(document, collection, limits))
        if ordered and isinstance(tried[-1], Failure):
            break
    writes = tuple(one.write for one in tried if isinstance(one, Inserting))
    tell = documents if chosen.get("returnDocumentResponses") else None
    return Planned(Each(writes, ordered), partial(answer, tried, collection, tell))


def answer(
    tried: list[Inserting | Failure],
    collection: Collection,
    documents: list[Any] | None,
    results: list[Rows | Failure | EngineError],
) -> Answer:
    """Tell the ids of what is stored, in the order in which they came, and why the rest is not."""
    outcomes = _outcomes(tried, collection, results)
    errors = [failure for failure in outcomes if failure is not None]
    if documents is not None:
        return Answer(status={"documentResponses": _responses(tried, outcomes, documents)}, errors=errors)
    stored = [one.id for one, failure in zip(tried, outcomes, strict=False) if failure is None]  # type: ignore[union-attr]
    return Answer(status={"insertedIds": stored}, errors=errors)


def _outcomes(
    tried: list[Inserting | Failure], collection: Collection, results: list[Rows | Failure | EngineError]
) -> list[Failure | None]:
    """Say what became of each document; the list ends where an ordered command stopped."""
    outcomes: list[Failure | None] = []
    waiting = iter(results)
    for one in tried:
        if isinstance(one, Failure):
            outcomes.append(one)
            continue
        result = next(waiting, None)
        if result is None:
            break
        outcomes.append(outcome_of(one, result, collection))
    return outcomes


def _responses(
    tried: list[Inserting | Failure], outcomes: list[Failure | None], documents: list[Any]
) -> list[dict[str, Any]]:
    responses: list[dict[str, Any]] = []
    failed = 0
    for at, document in enumerate(documents):
        response = _identified(tried[at] if at < len(tried) else None, document)
        if at >= len(outcomes):
            response["status"] = "SKIPPED"
        elif outcomes[at] is None:
            response["status"] = "OK"
        else:
            response["status"] = "ERROR"
            response["errorsIdx"] = failed
            failed += 1
        responses.append(response)
    return responses


def _identified(one: Inserting | Failure | None, document: Any) -> dict[str, Any]:
    if isinstance(one, Inserting):
        return {"_id": one.id}
    return {"_id": document["_id"]} if type(document) is dict and "_id" in document else {}


def _count(documents: list[Any] | None) -> str | None:
    return None if documents else "it has to hold one document at least"


FIELDS = Fields(
    NAME,
    {
        "documents": Field(read_array, _count, needed=True, not_null=True),
        "options": options(NAME, {"ordered": BOOLEAN, "returnDocumentResponses": BOOLEAN}),
    },
)
INSERT_MANY = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
