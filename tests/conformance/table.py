"""The table at the end of a run: subject, statements, agreed, known differences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a corpus."""

    subject: str
    statements: int
    agreed: int
    known: int


tallies: list[Tally] = []
"""Those of this run, in the order of the tests."""


def table(found: Iterable[Tally]) -> Iterator[str]:
    """Write the lines of the table, as Markdown too reads it."""
    rows = list(found)
    total = Tally(
        "**all**", sum(row.statements for row in rows), sum(row.agreed for row in rows), sum(row.known for row in rows)
    )
    yield "| subject | statements | agreed | known differences |"
    yield "|---|---:|---:|---:|"
    for row in (*rows, total):
        yield f"| {row.subject} | {row.statements} | {row.agreed} | {row.known} |"
