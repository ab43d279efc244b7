"""findOneAndUpdate: change the first document that matches, or make one, and show it.

{"findOneAndUpdate": {"filter": {"_id": "x"}, "update": {"$set": {"a": 2}}, "projection": {"a": 1},
                      "options": {"returnDocument": "after", "upsert": true}}}
{"data": {"document": {"_id": "x", "a": 2}}, "status": {"matchedCount": 1, "modifiedCount": 1}}
"""

from functools import partial
from typing import Any

from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, BOOLEAN, GIVEN, Arguments, Fields, one_of, options
from cassette.commands.documents.changing import modify, only_insert
from cassette.commands.documents.reading import read_filter, read_projection, read_sort
from cassette.commands.documents.showing import answer_changed
from cassette.commands.documents.updating import Updating
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.updates import compile_update
from cassette.cql.plan import Modified

NAME = "findOneAndUpdate"
NO_OPTIONS: dict[str, Any] = {}


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row (with a sort: all that match), update it, compare and set."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    projection = read_projection(arguments, collection)
    updating = Updating(compile_update(arguments["update"], collection), collection, where, limits)
    chosen = arguments.get("options") or NO_OPTIONS
    finish = partial(answer_changed, projection, chosen.get("returnDocument") == "after", limits)
    upsert = chosen.get("upsert")
    if where.nothing:
        return only_insert(updating.insert(), finish) if upsert else planned(finish(Modified([])))
    insert = updating.insert if upsert else None
    return Planned(modify(collection, where, sort, limits, updating.change, insert), finish)


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(NAME, {"returnDocument": one_of("after", "before"), "upsert": BOOLEAN}),
        "projection": ANYTHING,
        "sort": ANYTHING,
        "update": GIVEN,
    },
)
FIND_ONE_AND_UPDATE = DocumentCommand(NAME, FIELDS, plan)
