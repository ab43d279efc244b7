"""Matching: `column : 'text'`, all of whose terms a row has, and the best rows by BM25."""

from typing import Any

import apsw

from cassette.engines.embedded.layout import IndexPlace, Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Values
from cassette.engines.embedded.plan.predicate import Predicate, Source, Sql
from cassette.engines.embedded.search.candidates import Candidates
from cassette.engines.embedded.search.texts import stored
from cassette.engines.embedded.search.texts.keeper import TextKeeper
from cassette.errors import InvalidRequest

MOST_TERMS = 1_000
NOTHING = Sql("0")


def analyzed_index(layout: Layout, place: Place) -> IndexPlace:
    """Find the index of a column that takes texts apart. Raises InvalidRequest where there is none."""
    for index in layout.indexes_of.get(place.column.name, ()):
        if isinstance(index.keeper, TextKeeper):
            return index
    raise InvalidRequest(f"this needs an index with index_analyzer on {place.column.name}, which has none")


def _query_of(index: IndexPlace, text: Any) -> str | None:
    """Give FTS5's query for a text; None where it has no terms, and so nothing matches. Raises InvalidRequest."""
    assert isinstance(index.keeper, TextKeeper)
    terms = set(index.keeper.analyze(index.place.kept.check(text)))
    if len(terms) > MOST_TERMS:
        raise InvalidRequest(f"a text to match has {MOST_TERMS:,} terms at most; this one has {len(terms):,}")
    return stored.query(sorted(terms)) if terms else None


def match(index: IndexPlace, argument: Argument, row: str = "t.row") -> Predicate:
    """Make the predicate of `column : 'text'`; `row` is the SQL of the number of the row it is about."""
    static = index.place.column.kind == "static"

    def query(values: Values) -> str | None:
        text = argument(values)
        if text is None:
            raise InvalidRequest("a condition cannot compare with null")
        return _query_of(index, text)

    def check(values: Values) -> Sql:
        asked = query(values)
        if asked is None:
            return NOTHING
        return Sql(f"{row} IN (SELECT rowid FROM {index.sql} WHERE {index.sql} MATCH ?)", (asked,))

    def source(values: Values) -> Source:
        asked = query(values)
        start = f"SELECT rowid AS row FROM {index.sql} WHERE"
        found = Sql(f"{start} 0") if asked is None else Sql(f"{start} {index.sql} MATCH ?", (asked,))
        return Source(found, static=static)

    return Predicate(check, source)


def best(connection: apsw.Connection, index: IndexPlace, text: Any, count: int, found: Candidates) -> list[int]:
    """Give the numbers of the rows that have every term of a text, the best by BM25 first."""
    asked = _query_of(index, text)
    if asked is None:
        return []
    sql = found.among(
        "t.row", f"{index.sql} i CROSS JOIN {found.table} t ON t.row = i.rowid", (), f"{index.sql} MATCH ?"
    )
    # the query stands before the other conditions in the SQL, and so do their values
    ordered = f"{sql.text} ORDER BY bm25({index.sql}), t.token, t.row LIMIT ?"
    return [row for (row,) in connection.execute(ordered, (asked, *sql.values, count))]
