"""findOneAndReplace: put another document in the place of the first that matches, or make one, and show it.

    {"findOneAndReplace": {"filter": {"_id": "x"}, "replacement": {"a": 2},
                           "options": {"returnDocument": "after", "upsert": true}}}
    {"data": {"document": {"_id": "x", "a": 2}}, "status": {"matchedCount": 1, "modifiedCount": 1}}

The `_id` stays: the replacement has the same one, or none.
"""

from functools import partial
from typing import Any

from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, BOOLEAN, Arguments, Field, Fields, one_of, options, read_object
from cassette.commands.documents import statements
from cassette.commands.documents.changing import id_of, leave, make_row, modify, only_insert, replace_row, stored
from cassette.commands.documents.reading import read_filter, read_projection, read_sort
from cassette.commands.documents.showing import answer_changed
from cassette.commands.documents.upserting import identified
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.ids import key_of
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.shred import shred
from cassette.compile.filters import Filter
from cassette.cql.plan import Change, Modified
from cassette.cql.rows import Row
from cassette.errors import Failure

NAME = "findOneAndReplace"
NO_OPTIONS: dict[str, Any] = {}


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row (with a sort: all that match), replace its document, compare and set."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    projection = read_projection(arguments, collection)
    replacement = arguments["replacement"]
    if "$vector" in replacement and "$vectorize" in replacement:
        raise Failure("INVALID_USAGE_OF_VECTORIZE")
    chosen = arguments.get("options") or NO_OPTIONS
    change = partial(replace, replacement, collection, limits)
    insert = partial(make, replacement, collection, where, limits) if chosen.get("upsert") else None
    finish = partial(answer_changed, projection, chosen.get("returnDocument") == "after", limits)
    if where.nothing:
        return planned(finish(Modified([]))) if insert is None else only_insert(insert(), finish)
    return Planned(modify(collection, where, sort, limits, change, insert), finish)


def replace(replacement: dict[str, Any], collection: Collection, limits: Limits, row: Row) -> Change:
    """Replace the document in a row. Raises DOCUMENT_REPLACE_DIFFERENT_DOCID and what shredding raises."""
    id_ = id_of(row)
    if "_id" in replacement:
        given = replacement["_id"]
        # the key tells true from 1, the value tells a UUID from its text
        if key_of(given) != row[statements.KEY_AT] or given != id_:
            raise Failure("DOCUMENT_REPLACE_DIFFERENT_DOCID", got=given, expected=id_)
    document = replacement if "_id" in replacement else {"_id": id_, **replacement}
    shredded = shred(document, collection, limits)
    # stored text is made in one way only: equal text is an equal document, the order of its fields included
    return leave(row) if shredded.doc_json == stored(row) else replace_row(collection, row, shredded)


def make(replacement: dict[str, Any], collection: Collection, where: Filter, limits: Limits) -> Change:
    """Make the replacement a document of its own, under the filter's `_id` unless it has another."""
    document = replacement if "_id" in replacement else identified(where) | replacement
    return make_row(collection, shred(document, collection, limits))


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(NAME, {"returnDocument": one_of("after", "before"), "upsert": BOOLEAN}),
        "projection": ANYTHING,
        "replacement": Field(read_object, needed=True, not_null=True),
        "sort": ANYTHING,
    },
)
FIND_ONE_AND_REPLACE = DocumentCommand(NAME, FIELDS, plan)
