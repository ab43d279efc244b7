"""What came of a statement, in a form that both engines share and JSON holds."""

import time

from tests.conformance.oracle.kinds import KINDS
from tests.conformance.oracle.values import readable
from tests.conformance.oracle.wire import Connection, Page, Refused

Outcome = dict[str, object]
BUILDING_TIMEOUT_S = 10


def outcome(connection: Connection, cql: str, page_rows: int | None = None) -> Outcome:
    """Run a statement to its last page.

    {"error": kind, "message": text} | {"done": true} | {"columns": [[name, type], …], "rows": [[…], …]},
    with "pages": [rows of each that has some] where `page_rows` was asked for, and "warnings" where there are some.
    """
    try:
        pages = [_first(connection, cql, page_rows)]
        while pages[-1].paging_state:
            pages.append(connection.query(cql, page_rows, pages[-1].paging_state))
    except Refused as refused:
        return {"error": KINDS.get(refused.code, hex(refused.code)), "message": refused.message}
    return told(pages, page_rows)


def _first(connection: Connection, cql: str, page_rows: int | None) -> Page:
    """Ask for the first page, again and again while an index that the question needs is being built."""
    deadline_s = time.monotonic() + BUILDING_TIMEOUT_S
    while True:
        try:
            return connection.query(cql, page_rows)
        except Refused as refused:
            if "INDEX_NOT_AVAILABLE" not in refused.message or time.monotonic() > deadline_s:
                raise
            time.sleep(0.05)


def told(pages: list[Page], page_rows: int | None) -> Outcome:
    """Put the pages of an answer together."""
    first = pages[0]
    found: Outcome = {"done": True}
    if first.columns is not None:
        types = [of for _, of in first.columns]
        found = {
            "columns": [[name, of.text()] for name, of in first.columns],
            "rows": [[readable(*cell) for cell in zip(types, row, strict=True)] for page in pages for row in page.rows],
        }
        if page_rows:
            # Cassandra hands out an empty page where it cannot tell that the one before was the last
            found["pages"] = [len(page.rows) for page in pages if page.rows]
    if first.warnings:
        found["warnings"] = list(first.warnings)
    return found
