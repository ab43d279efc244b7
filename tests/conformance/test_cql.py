"""Every corpus on the embedded engine: its answers are those that Cassandra gave.

`pytest tests/conformance/test_cql.py -k lwt` runs one subject.
"""

import asyncio

import pytest
from tests.conformance.answers import KEYSPACE, Difference, differences, recorded
from tests.conformance.corpus import corpus, subjects
from tests.conformance.oracle.outcome import Outcome
from tests.conformance.ours import Ours
from tests.conformance.table import Tally, tallies

from cassette.engines.embedded import EmbeddedEngine

SHOWN = 100


@pytest.mark.parametrize("subject", subjects())
def test_corpus_answers_as_cassandra_does(subject: str) -> None:
    found = differences(subject, recorded(subject), asyncio.run(ask_ours(subject)))
    differing = {difference.case.line for difference in found}
    cases = corpus(subject)
    known = [case for case in cases if case.differs]
    tallies.append(Tally(subject, len(cases), len(cases) - len(differing), len(known)))
    unexplained = [difference for difference in found if not difference.case.differs]
    if unexplained:
        pytest.fail(report(subject, unexplained), pytrace=False)
    gone = [case.cql for case in known if case.line not in differing]
    assert not gone, f"these agree now, so their `-- differs` has to go: {gone}"


async def ask_ours(subject: str) -> list[Outcome]:
    """Run a corpus on a fresh engine, in a keyspace `ks` that is in use."""
    engine = await EmbeddedEngine.open(None)
    try:
        ours = Ours(engine)
        for cql in (KEYSPACE, "USE ks"):
            assert await ours.outcome(cql) == {"done": True}
        answers = []
        for case in corpus(subject):
            await asyncio.sleep(case.sleep_s)
            answers.append(await ours.outcome(case.cql, case.page_rows))
        return answers
    finally:
        await engine.close()


def report(subject: str, found: list[Difference]) -> str:
    """Show the first differences."""
    more = [f"… and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return "\n".join([f"{subject}: {len(found)} differences", *(each.text() for each in found[:SHOWN]), *more])
