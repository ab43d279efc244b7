"""deleteOne: forget the first document that matches.

{"deleteOne": {"filter": {"_id": "x"}, "sort": {"a": 1}}}
{"status": {"deletedCount": 1}}
"""

from functools import partial

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, GIVEN, Arguments, Fields, no_options
from cassette.commands.documents import statements
from cassette.commands.documents.changing import changed_count, delete_row, modify, refused
from cassette.commands.documents.reading import read_filter, read_sort
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.plan import Modified

NAME = "deleteOne"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row's version (with a sort: all that match), compare and delete."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    finish = partial(answer, limits)
    if where.nothing:
        return planned(finish(Modified([])))
    change = partial(delete_row, collection)
    return Planned(modify(collection, where, sort, limits, change, selections=statements.VERSION), finish)


def answer(limits: Limits, modified: Modified) -> Answer:
    """Tell whether one was deleted."""
    return refused(modified, limits) or Answer(status={"deletedCount": changed_count(modified)})


FIELDS = Fields(NAME, {"filter": GIVEN, "options": no_options(NAME), "sort": ANYTHING})
DELETE_ONE = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
