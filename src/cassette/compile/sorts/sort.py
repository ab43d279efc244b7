"""Sort clauses by fields: the columns are read with the rows, the order is made in memory.

    {"city": 1, "score": -1}

For each path five columns are selected; one of them has the value, none when the field is missing.
"""

from collections.abc import Sequence
from heapq import nsmallest
from itertools import islice
from typing import Any

import msgspec

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.compile.documents.paths import BadPath, check_escapes
from cassette.compile.sorts.order import OrderKey, ascending, descending, of_key
from cassette.cql.rows import Row
from cassette.cql.selectors import Column, Element, Selection
from cassette.cql.terms import BIND
from cassette.errors import Failure

COLUMNS = (
    "query_text_values",
    "query_dbl_values",
    "query_bool_values",
    "query_null_values",
    "query_timestamp_values",
)
WIDTH = len(COLUMNS)
SELECTIONS = tuple(Selection(Element(Column(column), BIND)) for column in COLUMNS)
PLANNED = frozenset({"$hybrid", *SPECIAL})


class Sort(msgspec.Struct, frozen=True):
    """A compiled sort: `paths` with True where the order is descending.

    `selections` and `values` belong into the SELECT that reads the rows, side by side.
    """

    paths: tuple[tuple[str, bool], ...]
    selections: tuple[Selection, ...]
    values: tuple[Any, ...]

    def first(self, rows: Sequence[Row], at: int, id_at: int, skip: int, limit: int) -> list[Row]:
        """Give `limit` rows after the first `skip`, in order; ties by `_id`, ascending.

        `at` is the place of the first selected column in a row, `id_at` the place of the key.
        """
        columns = [
            (slice(at + WIDTH * n, at + WIDTH * (n + 1)), descending if down else ascending)
            for n, (_, down) in enumerate(self.paths)
        ]

        def order(row: Row) -> OrderKey:
            return (*[key(*row[place]) for place, key in columns], of_key(row[id_at]))  # type: ignore[arg-type]

        return list(islice(nsmallest(skip + limit, rows, key=order), skip, None))


def compile_sort(sort: object, collection: Collection, limits: Limits = DEFAULTS) -> Sort | None:
    """Compile a sort clause; None for a missing or empty one.

    Errors: SORT_CLAUSE_INVALID, SORT_CLAUSE_PATH_INVALID, SORT_CLAUSE_PATH_UNINDEXED, SORT_CLAUSE_VALUE_INVALID,
            VECTOR_SEARCH_NOT_SUPPORTED, EMBEDDING_SERVICE_NOT_CONFIGURED, LEXICAL_NOT_ENABLED_FOR_COLLECTION.
    """
    if sort is None:
        return None
    if type(sort) is not dict:
        raise Failure("SORT_CLAUSE_INVALID", reason="a sort is an object of paths")
    if not sort:
        return None
    if not PLANNED.isdisjoint(sort):
        raise _special(sort, collection)
    if len(sort) > limits.sort_keys:
        raise Failure("SORT_CLAUSE_INVALID", reason=f"it has {len(sort)} paths, more than {limits.sort_keys}")
    paths = []
    values: list[Any] = []
    for path, direction in sort.items():
        _check_path(path, collection)
        if type(direction) is not int or direction not in (1, -1):
            raise Failure("SORT_CLAUSE_VALUE_INVALID", path=path, got=direction)
        paths.append((path, direction < 0))
        values += [path] * WIDTH
    return Sort(tuple(paths), SELECTIONS * len(paths), tuple(values))


def _check_path(path: str, collection: Collection) -> None:
    if not path or path[0] == "$":
        reason = "starts with '$'" if path else "is empty"
        raise Failure("SORT_CLAUSE_PATH_INVALID", path=path, reason=reason)
    try:
        check_escapes(path)
    except BadPath as error:
        raise Failure("SORT_CLAUSE_PATH_INVALID", path=path, reason=error.reason) from None
    if not collection.indexing.covers(path):
        raise Failure("SORT_CLAUSE_PATH_UNINDEXED", path=path)


def _special(sort: dict[str, Any], collection: Collection) -> Failure:
    """Make the failure for a sort by `$vector`, `$vectorize`, `$lexical` or `$hybrid`."""
    name = next(name for name in sort if name in PLANNED)
    if len(sort) > 1:
        return Failure("SORT_CLAUSE_INVALID", reason=f"{name} stands alone in a sort")
    table = collection.name.table
    if name == "$vector":
        return Failure("VECTOR_SEARCH_NOT_SUPPORTED", collection=table, reason="vectors are not supported yet")
    if name == "$vectorize":
        return Failure("EMBEDDING_SERVICE_NOT_CONFIGURED", collection=table)
    if name == "$lexical" and not collection.lexical:
        return Failure("LEXICAL_NOT_ENABLED_FOR_COLLECTION", collection=table)
    return Failure("SORT_CLAUSE_INVALID", reason=f"sorting by {name} is not supported yet")
