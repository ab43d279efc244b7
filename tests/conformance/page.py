"""Write docs/conformance.md: how Cassette's CQL compares with Cassandra's, as the corpora say.

The suite holds the corpora to it: what they do not mark as a difference agrees, and what they mark differs.
"""

import sys
from collections.abc import Iterator

from tests.conformance.corpus import Case, corpus, subjects
from tests.conformance.oracle.jars import VERSION
from tests.conformance.table import Tally, table

HEAD = f"""# CQL: Cassette and Apache Cassandra {VERSION}

Each statement below has been run on Apache Cassandra {VERSION} and is run on Cassette's own engine; rows, column names
and types, order, pages and the kind of an error have to agree. The statements are in `tests/conformance/cql`, one file
a subject, and Cassandra's answers beside them. `make conformance` compares; where Java and Maven are installed it also
starts Cassandra and checks that the recorded answers are still what it says, then runs random histories of writes on
both. `make conformance RECORD=1` records anew. This page is written by `make docs`.
"""


def page() -> str:
    """Give the whole page."""
    return "\n".join([HEAD, *table(tally(subject) for subject in subjects()), "", *differences()]) + "\n"


def tally(subject: str) -> Tally:
    """Count a corpus, as a run that passes counts it."""
    cases = corpus(subject)
    known = sum(case.differs is not None for case in cases)
    return Tally(subject, len(cases), len(cases) - known, known)


def differences() -> Iterator[str]:
    """Tell the known differences, by their reason."""
    yield "## Known differences"
    yield ""
    reasons: dict[str, list[tuple[str, Case]]] = {}
    for subject in subjects():
        for case in corpus(subject):
            if case.differs is not None:
                reasons.setdefault(case.differs, []).append((subject, case))
    for reason, found in sorted(reasons.items()):
        yield f"- {reason}"
        yield from (f"  - {subject}: `{' '.join(case.cql.split())}`" for subject, case in found)
    if not reasons:
        yield "None."


if __name__ == "__main__":
    sys.stdout.write(page())
