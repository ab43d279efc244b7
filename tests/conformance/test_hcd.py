"""What Hyper-Converged Database's CQL has beyond Apache Cassandra's: the rows stand in the corpora."""

import asyncio
from pathlib import Path

import pytest
from tests.conformance.answers import KEYSPACE
from tests.conformance.corpus import Case, cases
from tests.conformance.oracle.outcome import Outcome
from tests.conformance.ours import Ours

from cassette.engines.embedded import EmbeddedEngine

FOLDER = Path(__file__).parent / "hcd"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.cql")), ids=lambda path: path.stem)
def test_corpus_answers_as_it_says(path: Path) -> None:
    asked = list(cases(path.read_text("utf-8")))
    for case, got in zip(asked, asyncio.run(answers(asked)), strict=True):
        where = f"{path.name}:{case.line}: {case.cql} {got}"
        assert got.get("error") == case.refused, where
        assert got.get("rows") == case.rows, where


async def answers(asked: list[Case]) -> list[Outcome]:
    engine = await EmbeddedEngine.open(None)
    try:
        ours = Ours(engine)
        for cql in (KEYSPACE, "USE ks"):
            await ours.outcome(cql)
        return [await ours.outcome(case.cql, case.page_rows) for case in asked]
    finally:
        await engine.close()
