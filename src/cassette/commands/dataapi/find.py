"""find: documents that match, page by page.

{"find": {"filter": {"a": 1}, "projection": {"b": 1}, "options": {"limit": 70, "pageState": "…"}}}
{"data": {"documents": [{"_id": "x", "b": 2}, …], "nextPageState": "…"}}

{"find": {"sort": {"a": -1}, "options": {"skip": 10, "limit": 10}}}
one page, in the order of the sort; `nextPageState` is null
"""

from functools import partial
from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import (
    ANYTHING,
    BOOLEAN,
    TEXT,
    Arguments,
    Field,
    Fields,
    options,
    violation,
    whole,
)
from cassette.commands.documents import statements
from cassette.commands.documents.paging import from_wire, to_wire, trouble_with_state
from cassette.commands.documents.reading import (
    all_shown,
    first_sorted,
    read_filter,
    read_projection,
    read_sort,
    read_sorted,
)
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.compile.filters import Filter
from cassette.compile.projections import Projection
from cassette.compile.sorts import Sort
from cassette.cql.plan import Read
from cassette.cql.rows import Rows
from cassette.cql.statements.statement import Bound
from cassette.cql.terms import BIND
from cassette.errors import Failure

NAME = "find"
NO_OPTIONS: dict[str, Any] = {}


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read a page; with a sort, all that match, to choose from."""
    chosen = arguments.get("options") or NO_OPTIONS
    where = read_filter(arguments, collection, limits)
    sort = read_sort(arguments, collection, limits)
    projection = read_projection(arguments, collection)
    _check(arguments, chosen, sort)
    if where.nothing:
        return planned(_answer([], None, chosen))
    if sort is None:
        return _unsorted(collection, where, projection, chosen, limits)
    limit = min(chosen.get("limit") or limits.sorted_page_rows, limits.sorted_page_rows)
    read = read_sorted(collection, statements.VERSIONED, where, sort, limits)
    return Planned(read, partial(answer_sorted, projection, chosen, sort, limit))


def _check(arguments: Arguments, chosen: dict[str, Any], sort: Sort | None) -> None:
    if chosen.get("skip") is not None and "sort" not in arguments:
        raise violation("options.skip", "without a sort there is no order to skip in")
    if chosen.get("pageState") is not None and sort is not None:
        raise Failure("SORT_CLAUSE_INVALID", reason="a sorted answer has one page, no 'pageState' leads into it")


def _unsorted(
    collection: Collection, where: Filter, projection: Projection, chosen: dict[str, Any], limits: Limits
) -> Planned:
    limit = chosen.get("limit")
    state = from_wire(chosen.get("pageState"))
    if limit is None:
        select = statements.select(collection.name, statements.DOCUMENT, where.condition)
        values = where.values
    else:
        select = statements.select(collection.name, statements.DOCUMENT, where.condition, BIND)
        values = (*where.values, limit)
    read = Read(Bound(select, values), limits.page_rows, state)
    return Planned(read, partial(answer, projection, chosen), None if state is None else trouble_with_state)


def answer(projection: Projection, chosen: dict[str, Any], rows: Rows) -> Answer:
    """Show the documents of a page, and where the next one begins."""
    return _answer(all_shown(rows.rows, 0, projection), to_wire(rows.paging_state), chosen)


def answer_sorted(projection: Projection, chosen: dict[str, Any], sort: Sort, limit: int, rows: Rows) -> Answer:
    """Show the first documents in the order of the sort."""
    first = first_sorted(rows.rows, sort, chosen.get("skip") or 0, limit)
    return _answer(all_shown(first, statements.DOC_JSON_AT, projection), None, chosen)


def _answer(documents: list[Any], next_page: str | None, chosen: dict[str, Any]) -> Answer:
    # only a sort by vector has a vector to show
    status = {"sortVector": None} if chosen.get("includeSortVector") else None
    return Answer({"documents": documents, "nextPageState": next_page}, status)


FIELDS = Fields(
    NAME,
    {
        "filter": ANYTHING,
        "options": options(
            NAME,
            {
                "includeSimilarity": BOOLEAN,
                "includeSortVector": BOOLEAN,
                "limit": whole(least=1),
                "pageState": TEXT,
                "pagingState": Field(TEXT.read, alias_of="pageState"),
                "skip": whole(least=0),
            },
        ),
        "projection": ANYTHING,
        "sort": ANYTHING,
    },
)
FIND = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
