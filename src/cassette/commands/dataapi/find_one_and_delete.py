"""findOneAndDelete: forget the first document that matches, and show it a last time.

{"findOneAndDelete": {"filter": {"_id": "x"}, "sort": {"a": 1}, "projection": {"a": 1}}}
{"data": {"document": {"_id": "x", "a": 1}}, "status": {"deletedCount": 1}}
"""

from functools import partial

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, Arguments, Fields
from cassette.commands.documents.changing import changed_count, delete_row, modify, refused
from cassette.commands.documents.reading import read_filter, read_projection, read_sort
from cassette.commands.documents.showing import document_shown
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.projections import Projection
from cassette.cql.plan import Modified

NAME = "findOneAndDelete"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row (with a sort: all that match), compare and delete."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    finish = partial(answer, read_projection(arguments, collection), limits)
    if where.nothing:
        return planned(finish(Modified([])))
    return Planned(modify(collection, where, sort, limits, partial(delete_row, collection)), finish)


def answer(projection: Projection, limits: Limits, modified: Modified) -> Answer:
    """Show what was deleted."""
    return refused(modified, limits) or Answer(
        {"document": document_shown(projection, False, modified)}, {"deletedCount": changed_count(modified)}
    )


FIELDS = Fields(NAME, {"filter": ANYTHING, "projection": ANYTHING, "sort": ANYTHING})
FIND_ONE_AND_DELETE = DocumentCommand(NAME, FIELDS, plan)
