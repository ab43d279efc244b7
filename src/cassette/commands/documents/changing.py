"""Changing documents: read them, work out what becomes of each, compare and set on `tx_id`.

What a change tells when it is applied is a Changed: the document before and after, as stored text.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import Planned
from cassette.commands.documents import statements
from cassette.commands.documents.reading import first_sorted, read_one, read_sorted
from cassette.commands.faults import failure_of
from cassette.compile.documents.clock import new_tx_id
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.ids import DATE, TEXT
from cassette.compile.documents.json import decode_stored
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.shred import Shredded
from cassette.compile.filters import Filter
from cassette.compile.sorts import Sort
from cassette.cql.plan import Change, Fate, Modified, Modify, Outcome, Read, Write
from cassette.cql.rows import Row, Rows
from cassette.cql.selectors import Selection
from cassette.cql.statements.statement import Bound
from cassette.errors import EngineError, Failure

PLAIN_TEXT_ID = '{"_id":"'


class Changed(msgspec.Struct, frozen=True):
    """What a change did: the stored texts (None where there was, or is, no document), and the id of an insert."""

    before: str | None
    after: str | None
    id: Any = None


def modify(
    collection: Collection,
    where: Filter,
    sort: Sort | None,
    limits: Limits,
    change: Callable[[Row], Change],
    insert: Callable[[], Change] | None = None,
    selections: tuple[Selection, ...] = statements.VERSIONED,
) -> Modify:
    """Change the first match, in the order of a sort if there is one."""
    pick: Callable[[Sequence[Row]], Sequence[Row]] | None = None
    if sort is None:
        read = read_one(collection, selections, where)
    else:
        read = read_sorted(collection, statements.VERSIONED, where, sort, limits)

        def pick(rows: Sequence[Row]) -> Sequence[Row]:
            return first_sorted(rows, sort, 0, 1)

    return modify_read(collection, where, limits, read, change, insert, pick, selections)


def modify_read(
    collection: Collection,
    where: Filter,
    limits: Limits,
    read: Read,
    change: Callable[[Row], Change],
    insert: Callable[[], Change] | None = None,
    pick: Callable[[Sequence[Row]], Sequence[Row]] | None = None,
    selections: tuple[Selection, ...] = statements.VERSIONED,
) -> Modify:
    """Change what a read gives; each row that another writer was faster with is read again by key and filter."""

    def again(row: Row) -> Bound:
        key = row[statements.KEY_AT]
        if where.key is None and where.keys is None:
            return Bound(statements.select_again(collection.name, selections, where.condition), (key, *where.values))
        # the filter names the key itself, or a list of keys (nothing else is a list) that becomes this one
        values = tuple([key] if type(value) is list else value for value in where.values)
        return Bound(statements.select(collection.name, selections, where.condition), values)

    return Modify(read, change, again, pick, insert, limits.write_attempts)


def replace_row(collection: Collection, row: Row, shredded: Shredded) -> Change:
    """Put another document in the place of the one in this row."""
    key, *columns = shredded.values(new_tx_id())
    bound = Bound(statements.update(collection), (*columns, key, row[statements.TX_ID_AT]))
    return Change(bound, Changed(stored(row), shredded.doc_json))


def leave(row: Row) -> Change:
    """Let a document be as it is."""
    text = stored(row)
    return Change(None, Changed(text, text))


def make_row(collection: Collection, shredded: Shredded) -> Change:
    """Make a document where none matched."""
    key, *columns = shredded.values(new_tx_id())
    bound = Bound(statements.upsert(collection), (*columns, key))
    return Change(bound, Changed(None, shredded.doc_json, shredded.id))


def delete_row(collection: Collection, row: Row) -> Change:
    """Forget the document in this row."""
    bound = Bound(statements.delete(collection.name), (row[statements.KEY_AT], row[statements.TX_ID_AT]))
    return Change(bound, Changed(row[statements.DOC_JSON_AT] if len(row) > statements.DOC_JSON_AT else None, None))  # type: ignore[arg-type]  # a text column


def stored(row: Row) -> str:
    """Give the stored text of a row of VERSIONED."""
    return row[statements.DOC_JSON_AT]  # type: ignore[return-value]  # a text column


def counts(modified: Modified) -> dict[str, Any]:
    """Count what was matched and modified; the id of an insert comes first."""
    matched = changed = 0
    status: dict[str, Any] = {}
    for outcome in modified.outcomes:
        if outcome.fate is Fate.INSERTED:
            status["upsertedId"] = changed_of(outcome).id
        elif outcome.fate is Fate.CHANGED:
            matched += 1
            changed += 1
        elif outcome.fate is Fate.UNCHANGED:
            matched += 1
    status["matchedCount"] = matched
    status["modifiedCount"] = changed
    return status


def failures(modified: Modified, limits: Limits) -> list[Failure]:
    """Tell what did not work out, one failure for each document."""
    errors: list[Failure] = []
    for outcome in modified.outcomes:
        if outcome.fate is Fate.LOST:
            errors.append(_lost(outcome, limits))
        elif isinstance(outcome.failure, EngineError):
            errors.append(failure_of(outcome.failure))
        elif outcome.failure is not None:
            errors.append(outcome.failure)
    return errors


def _lost(outcome: Outcome, limits: Limits) -> Failure:
    if outcome.row is None:
        return _taken(outcome)
    id_ = id_of(outcome.row)
    return Failure("FAILED_CONCURRENT_OPERATIONS", document_ids=(id_,), id=id_, attempts=limits.write_attempts)


def _taken(outcome: Outcome) -> Failure:
    """Tell of an upsert whose document is there each time, and does not match each time."""
    made = outcome.result.id if isinstance(outcome.result, Changed) else None
    details: dict[str, Any] = {"hint": "The filter of this upsert does not match it"}
    if made is None:
        return Failure("DOCUMENT_ALREADY_EXISTS", **details)
    return Failure("DOCUMENT_ALREADY_EXISTS", document_ids=(made,), id=made, **details)


def id_of(row: Row) -> Any:
    """Give the `_id` of a row as JSON: from the document, or from the key where that was not read."""
    key: Any = row[statements.KEY_AT]
    code, text = key
    has_document = len(row) > statements.DOC_JSON_AT
    if code == TEXT:
        # a UUID or an ObjectId is stored under its text
        if not has_document or stored(row).startswith(PLAIN_TEXT_ID):
            return text
        return decode_stored(stored(row)).get("_id", text)
    return {"$date": int(text)} if code == DATE else decode_stored(text)


def changed_count(modified: Modified) -> int:
    """Count the rows that were changed; for a deletion, those that are gone."""
    return sum(outcome.fate is Fate.CHANGED for outcome in modified.outcomes)


def named_failures(modified: Modified, limits: Limits) -> list[Failure]:
    """Tell what did not work out while other documents were changed: each failure says which document it is."""
    errors = failures(modified, limits)
    failed = [o.row for o in modified.outcomes if o.fate is Fate.LOST or o.failure is not None]
    for failure, row in zip(errors, failed, strict=True):
        if not failure.document_ids and row is not None:
            failure.document_ids = (id_of(row),)
    return errors


def only_insert(change: Change, answer: Callable[[Modified], Answer]) -> Planned:
    """Plan an upsert where the filter can match nothing, so that there is nothing to read."""
    assert change.bound is not None

    def finish(rows: Rows) -> Answer:
        # a new document has an `_id` of its own, or the one that the update sets on insert
        fate = Fate.INSERTED if rows.applied else Fate.LOST
        return answer(Modified([Outcome(fate, None, change.result)]))

    return Planned(Write((change.bound,)), finish)


def changed_of(outcome: Outcome) -> Changed:
    """Give what a change of this room told."""
    assert isinstance(outcome.result, Changed)
    return outcome.result


def refused(modified: Modified, limits: Limits) -> Answer | None:
    """Answer a command about one document that could not be changed; None when all went well."""
    errors = failures(modified, limits)
    return Answer(errors=errors) if errors else None
