"""Reading documents: what is asked of the engine, and how stored documents become those of an answer."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from cassette.commands.dataapi.fields import Arguments
from cassette.commands.documents import statements
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.json import decode_stored
from cassette.compile.documents.limits import Limits
from cassette.compile.filters import Filter, compile_filter
from cassette.compile.projections import Projection, compile_projection
from cassette.compile.sorts import Sort, compile_sort
from cassette.cql.plan import Read
from cassette.cql.rows import Row
from cassette.cql.selectors import Selection
from cassette.cql.statements.statement import Bound
from cassette.errors import Failure

SORT_PAGE_ROWS = 1000
NO_PROJECTION: dict[str, Any] = {}


def read_filter(arguments: Arguments, collection: Collection, limits: Limits) -> Filter:
    """Compile the filter of a command; a missing one is every document."""
    return compile_filter(arguments.get("filter"), collection, limits)


def read_sort(arguments: Arguments, collection: Collection, limits: Limits) -> Sort | None:
    """Compile the sort of a command, None without one."""
    sort = arguments.get("sort")
    return None if sort is None else compile_sort(sort, collection, limits)


def read_projection(arguments: Arguments, collection: Collection) -> Projection:
    """Compile the projection of a command. A null is no projection, while a missing one is."""
    return compile_projection(arguments.get("projection", NO_PROJECTION), collection)


def read_one(collection: Collection, selections: tuple[Selection, ...], where: Filter) -> Read:
    """Ask for the first match, in no order."""
    select = statements.select(collection.name, selections, where.condition, statements.ONE)
    return Read(Bound(select, where.values), page_rows=1)


def read_sorted(
    collection: Collection, selections: tuple[Selection, ...], where: Filter, sort: Sort, limits: Limits
) -> Read:
    """Ask for every match with the values to sort by, up to the most that may be sorted."""
    most = limits.sort_rows

    def too_many() -> Failure:
        return Failure("OVERLOADED_SORT_ROW_LIMIT", most=most, collection=collection.name.table)

    return Read(
        Bound(
            statements.select(collection.name, selections + sort.selections, where.condition),
            sort.values + where.values,
        ),
        page_rows=SORT_PAGE_ROWS,
        all_pages=True,
        most_rows=most - 1,
        too_many=too_many,
    )


def shown(doc_json: Any, projection: Projection) -> Any:
    """Give a stored document as the projection shows it: untouched bytes where it shows all."""
    if projection.whole:
        return msgspec.Raw(doc_json)
    return projection.apply(decode_stored(doc_json))


def all_shown(rows: Iterable[Row], at: int, projection: Projection) -> list[Any]:
    """Give the documents that stand in a column of rows."""
    if projection.whole:
        return [msgspec.Raw(row[at]) for row in rows]  # type: ignore[call-overload]  # a text column
    return [projection.apply(decode_stored(row[at])) for row in rows]  # type: ignore[arg-type]


def first_sorted(rows: Sequence[Row], sort: Sort, skip: int, limit: int) -> list[Row]:
    """Give the first rows of VERSIONED and the sort's columns, in the order of the sort."""
    return sort.first(rows, statements.SORT_AT, statements.KEY_AT, skip, limit)
