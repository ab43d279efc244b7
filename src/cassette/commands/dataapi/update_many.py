"""updateMany: change a page of the documents that match, or make one where none does.

{"updateMany": {"filter": {"a": 1}, "update": {"$inc": {"n": 1}}, "options": {"upsert": false, "pageState": "…"}}}
{"status": {"matchedCount": 50, "modifiedCount": 50, "moreData": true, "nextPageState": "…"}}
"""

from functools import partial
from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, BOOLEAN, GIVEN, TEXT, Arguments, Fields, options
from cassette.commands.documents import statements
from cassette.commands.documents.changing import (
    counts,
    failures,
    modify_read,
    named_failures,
    only_insert,
)
from cassette.commands.documents.paging import from_wire, to_wire, trouble_with_state
from cassette.commands.documents.reading import read_filter
from cassette.commands.documents.updating import Updating
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.updates import compile_update
from cassette.cql.plan import Modified, Read
from cassette.cql.statements.statement import Bound

NAME = "updateMany"
NO_OPTIONS: dict[str, Any] = {}


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read a page, update each row, compare and set."""
    where = read_filter(arguments, collection, limits)
    updating = Updating(compile_update(arguments["update"], collection), collection, where, limits)
    chosen = arguments.get("options") or NO_OPTIONS
    state = from_wire(chosen.get("pageState"))
    # a later page that holds nothing is the end, no reason to make a document
    upsert = chosen.get("upsert") and state is None
    finish = partial(answer, limits)
    if where.nothing:
        return only_insert(updating.insert(), finish) if upsert else planned(answer(limits, Modified([])))
    select = statements.select(collection.name, statements.VERSIONED, where.condition)
    read = Read(Bound(select, where.values), limits.page_rows, state)
    insert = updating.insert if upsert else None
    changes = modify_read(collection, where, limits, read, updating.change, insert)
    return Planned(changes, finish, None if state is None else trouble_with_state)


def answer(limits: Limits, modified: Modified) -> Answer:
    """Tell the counts of this page, where the next one begins, and which documents could not be changed."""
    status = counts(modified)
    if modified.paging_state is not None:
        status["moreData"] = True
        status["nextPageState"] = to_wire(modified.paging_state)
    errors = failures(modified, limits)
    if errors and not status["matchedCount"]:
        return Answer(errors=errors[:1])
    return Answer(status=status, errors=named_failures(modified, limits) if errors else errors)


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(NAME, {"pageState": TEXT, "upsert": BOOLEAN}),
        "update": GIVEN,
    },
)
UPDATE_MANY = DocumentCommand(NAME, FIELDS, plan)
