"""Record what Cassandra answers to all corpora, or those named: `python -m tests.conformance.record [SUBJECT …]`."""

import os
import sys
from contextlib import nullcontext

from tests.conformance.answers import ask_cassandra, record
from tests.conformance.corpus import subjects
from tests.conformance.oracle.process import ADDRESS, running
from tests.conformance.oracle.wire import Connection


def main(named: list[str]) -> None:
    """Record; a Cassandra that runs already is named by CASSETTE_ORACLE_PORT."""
    port = os.environ.get("CASSETTE_ORACLE_PORT")
    with nullcontext(int(port)) if port else running() as started:
        connection = Connection(ADDRESS, started)
        for subject in named or subjects():
            answers = ask_cassandra(connection, subject)
            record(subject, answers)
            refused = sum("error" in answer for answer in answers)
            sys.stdout.write(f"{subject}: {len(answers)} statements, {refused} refused\n")


if __name__ == "__main__":
    main(sys.argv[1:])
