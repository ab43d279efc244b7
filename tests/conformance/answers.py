"""What Cassandra answered, recorded: one line of JSON for each statement of a corpus, in its order.

    {"cql": "SELECT k FROM t", "columns": [["k", "int"]], "rows": [[1]]}

So a machine without Java compares too, and in seconds. Messages are recorded for people; they are not compared.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.corpus import Case, corpus
from tests.conformance.oracle.outcome import Outcome, outcome
from tests.conformance.oracle.wire import Connection

FOLDER = Path(__file__).parent / "cql" / "answers"
KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}"
SHOWN_CHARS = 600
# so Cassandra fails at some wrong statements, in its own code: refusing them is right, whatever the error is called
OWN_FAULTS = ("ReadFailure", "ServerError", "WriteFailure")


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement that was answered otherwise."""

    case: Case
    expected: Outcome
    got: Outcome

    def text(self) -> str:
        """Show it to people."""
        answers = f"expected {shown(self.expected)}\n    got      {shown(self.got)}"
        return f"line {self.case.line}: {self.case.cql}\n    {answers}"


def shown(answer: Outcome) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def ask_cassandra(connection: Connection, subject: str) -> list[Outcome]:
    """Run a corpus on Cassandra, in a fresh keyspace `ks` that is in use."""
    for cql in ("DROP KEYSPACE IF EXISTS ks", KEYSPACE, "USE ks"):
        connection.query(cql)
    answers = []
    for case in corpus(subject):
        time.sleep(case.sleep_s)
        answers.append(outcome(connection, case.cql, case.page_rows))
    return answers


def recorded(subject: str) -> list[Outcome]:
    """Read the recorded answers; they are those of the corpus as it is now."""
    path = FOLDER / f"{subject}.jsonl"
    answers = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    asked = [answer.pop("cql") for answer in answers]
    stale = f"{path.name} is not of this {subject}.cql: record it with `make conformance RECORD=1`"
    assert asked == [case.cql for case in corpus(subject)], stale
    return answers


def record(subject: str, answers: list[Outcome]) -> None:
    """Write what Cassandra answered."""
    FOLDER.mkdir(exist_ok=True)
    lines = [
        json.dumps({"cql": case.cql, **without(answer, "warnings")}, ensure_ascii=False, separators=(",", ":")) + "\n"
        for case, answer in zip(corpus(subject), answers, strict=True)
    ]
    (FOLDER / f"{subject}.jsonl").write_text("".join(lines), "utf-8")


def differences(subject: str, expected: list[Outcome], got: list[Outcome]) -> list[Difference]:
    """Find where two runs of a corpus disagree."""
    return [
        Difference(case, one, other)
        for case, one, other in zip(corpus(subject), expected, got, strict=True)
        if not agree(case, one, other)
    ]


def agree(case: Case, expected: Outcome, got: Outcome) -> bool:
    """Tell whether two answers are the same in what has to agree."""
    refused = expected.get("error") in OWN_FAULTS and "error" in got
    return refused or compared(case, expected) == compared(case, got)


def compared(case: Case, answer: Outcome) -> Outcome:
    """Keep what has to agree."""
    kept = without(answer, "message", "warnings")
    rows = kept.get("rows")
    if case.unordered and isinstance(rows, list):
        kept["rows"] = sorted(rows, key=json.dumps)
    return kept


def without(answer: Outcome, *names: str) -> Outcome:
    return {name: value for name, value in answer.items() if name not in names}
