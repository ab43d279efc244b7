"""updateOne: change the first document that matches, or make one.

{"updateOne": {"filter": {"_id": "x"}, "update": {"$set": {"a": 2}}, "options": {"upsert": true}}}
{"status": {"matchedCount": 1, "modifiedCount": 1}}
made: {"status": {"upsertedId": "x", "matchedCount": 0, "modifiedCount": 0}}
"""

from functools import partial
from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, BOOLEAN, GIVEN, Arguments, Fields, options
from cassette.commands.documents.changing import counts, modify, only_insert, refused
from cassette.commands.documents.reading import read_filter, read_sort
from cassette.commands.documents.updating import Updating
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.updates import compile_update
from cassette.cql.plan import Modified

NAME = "updateOne"
NO_OPTIONS: dict[str, Any] = {}


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row (with a sort: all that match), update it, compare and set."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    updating = Updating(compile_update(arguments["update"], collection), collection, where, limits)
    upsert = (arguments.get("options") or NO_OPTIONS).get("upsert")
    finish = partial(answer, limits)
    if where.nothing:
        return only_insert(updating.insert(), finish) if upsert else planned(answer(limits, Modified([])))
    insert = updating.insert if upsert else None
    return Planned(modify(collection, where, sort, limits, updating.change, insert), finish)


def answer(limits: Limits, modified: Modified) -> Answer:
    """Tell the counts."""
    return refused(modified, limits) or Answer(status=counts(modified))


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(NAME, {"upsert": BOOLEAN}),
        "sort": ANYTHING,
        "update": GIVEN,
    },
)
UPDATE_ONE = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
