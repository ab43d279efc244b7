"""findOne: the first document that matches.

{"findOne": {"filter": {"_id": "x"}, "projection": {"a": 1}, "sort": {"a": -1}}}
{"data": {"document": {"_id": "x", "a": 1}}}
"""

from functools import partial

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, BOOLEAN, Arguments, Fields, options
from cassette.commands.documents import statements
from cassette.commands.documents.reading import (
    first_sorted,
    read_filter,
    read_one,
    read_projection,
    read_sort,
    read_sorted,
    shown,
)
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.projections import Projection
from cassette.compile.sorts import Sort
from cassette.cql.rows import Rows

NAME = "findOne"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read one row; with a sort, all that match, to choose from."""
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    projection = read_projection(arguments, collection)
    sort_vector = bool((arguments.get("options") or {}).get("includeSortVector"))
    if where.nothing:
        return planned(answer(projection, sort_vector, Rows()))
    if sort is not None:
        read = read_sorted(collection, statements.VERSIONED, where, sort, limits)
        return Planned(read, partial(answer_sorted, projection, sort_vector, sort))
    return Planned(read_one(collection, statements.DOCUMENT, where), partial(answer, projection, sort_vector))


def answer(projection: Projection, sort_vector: bool, rows: Rows) -> Answer:
    """Show the document, null where there is none."""
    if not rows.rows:
        return _answer(None, sort_vector)
    doc_json = rows.rows[0][0]
    return _answer(shown(doc_json, projection), sort_vector)


def answer_sorted(projection: Projection, sort_vector: bool, sort: Sort, rows: Rows) -> Answer:
    """Show the first document in the order of the sort."""
    first = first_sorted(rows.rows, sort, 0, 1)
    return _answer(shown(first[0][statements.DOC_JSON_AT], projection) if first else None, sort_vector)


def _answer(document: object, sort_vector: bool) -> Answer:
    # only a sort by vector has a vector to show
    return Answer({"document": document}, {"sortVector": None} if sort_vector else None)


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(NAME, {"includeSimilarity": BOOLEAN, "includeSortVector": BOOLEAN}),
        "projection": ANYTHING,
        "sort": ANYTHING,
    },
)
FIND_ONE = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
