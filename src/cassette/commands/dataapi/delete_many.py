"""deleteMany: forget what matches, some documents with each call; without a filter all at once.

{"deleteMany": {"filter": {"a": 1}}}
{"status": {"deletedCount": 20, "moreData": true}}      ask again for the rest

{"deleteMany": {}}
{"status": {"deletedCount": -1}}                        all of them, nobody counted
"""

from functools import partial
from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, Arguments, Fields, no_options
from cassette.commands.documents import statements
from cassette.commands.documents.changing import changed_count, delete_row, modify_read, named_failures
from cassette.commands.documents.reading import read_filter
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.plan import Modified, Read, Write
from cassette.cql.rows import Rows
from cassette.cql.statements.statement import Bound

NAME = "deleteMany"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read some versions, compare and delete each; or empty the table."""
    if arguments.get("filter") in (None, {}):
        return Planned(Write((Bound(statements.truncate(collection.name)),)), answer_all)
    where = read_filter(arguments, collection, limits)
    finish = partial(answer, limits)
    if where.nothing:
        return planned(finish(Modified([])))
    select = statements.select(collection.name, statements.VERSION, where.condition)
    read = Read(Bound(select, where.values), limits.delete_rows)
    change = partial(delete_row, collection)
    return Planned(modify_read(collection, where, limits, read, change, selections=statements.VERSION), finish)


def answer(limits: Limits, modified: Modified) -> Answer:
    """Tell how many were deleted, whether there are more, and which could not be."""
    status: dict[str, Any] = {"deletedCount": changed_count(modified)}
    if modified.paging_state is not None:
        status["moreData"] = True
    return Answer(status=status, errors=named_failures(modified, limits))


def answer_all(rows: Rows) -> Answer:
    """Tell that all are gone."""
    return Answer(status={"deletedCount": -1})


FIELDS = Fields(NAME, {"filter": ANYTHING, "options": no_options(NAME)})
DELETE_MANY = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
