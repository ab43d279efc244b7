"""Random histories: as on Cassandra, across restarts, and from two processes at once."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.conformance.answers import KEYSPACE, OWN_FAULTS
from tests.conformance.histories.history import Ask, histories, steady
from tests.conformance.oracle.outcome import Outcome, outcome
from tests.conformance.oracle.wire import Connection
from tests.conformance.ours import Ours

from cassette.engines.embedded import EmbeddedEngine

ROOT = Path(__file__).parents[2]
SETUP = (KEYSPACE, "USE ks")
ON_CASSANDRA = (
    KEYSPACE.replace("KEYSPACE ks", "KEYSPACE IF NOT EXISTS histories"),
    "USE histories",
    "DROP MATERIALIZED VIEW IF EXISTS w",
    "DROP TABLE IF EXISTS t",
)
# the examples of a test share what is slow to start, and each leaves it as it found it
SLACK = settings(
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@settings(SLACK, max_examples=80)
@given(history=histories())
def test_history_is_answered_as_cassandra_answers_it(cassandra: Connection, history: list[Ask]) -> None:
    check(history, list(ask_cassandra(cassandra, history)), asyncio.run(ask_ours(history)))


@settings(SLACK, max_examples=40)
@given(history=histories(), restarts=st.sets(st.integers(0, 60), max_size=4))
def test_history_is_answered_the_same_across_restarts(history: list[Ask], restarts: set[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        got = asyncio.run(ask_across_restarts(Path(folder), history, restarts))
    check(history, asyncio.run(ask_ours(history)), got)


@settings(SLACK, max_examples=25)
@given(history=histories(), elsewhere=st.sets(st.integers(0, 60)))
def test_history_is_answered_the_same_from_two_processes(
    other: "OtherProcess", history: list[Ask], elsewhere: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        got = asyncio.run(ask_from_two(Path(folder), other, history, elsewhere))
    check(history, asyncio.run(ask_ours(history)), got)


class OtherProcess:
    """The process at the other end of a pipe; see other_process.py."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.conformance.other_process"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **order: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def other() -> Iterator[OtherProcess]:
    process = OtherProcess()
    yield process
    process.end()


def ask_cassandra(cassandra: Connection, history: list[Ask]) -> Iterator[Outcome]:
    for cql in ON_CASSANDRA:
        cassandra.query(cql)
    for ask in history:
        yield steady(outcome(cassandra, ask.cql, ask.page_rows))


async def ask_ours(history: list[Ask]) -> list[Outcome]:
    """Run a history on a fresh engine in memory."""
    ours = await opened(None)
    try:
        return [await answer(ours, ask) for ask in history]
    finally:
        await ours.engine.close()


async def ask_across_restarts(directory: Path, history: list[Ask], restarts: set[int]) -> list[Outcome]:
    """Run a history on disk; before the asks that `restarts` names, close the engine and open it anew."""
    ours = await opened(directory)
    answers = []
    for at, ask in enumerate(history):
        if at in restarts:
            await ours.engine.close()
            ours.engine = await EmbeddedEngine.open(directory)
        answers.append(await answer(ours, ask))
    await ours.engine.close()
    return answers


async def ask_from_two(directory: Path, other: OtherProcess, history: list[Ask], elsewhere: set[int]) -> list[Outcome]:
    """Run a history on disk; another process asks what `elsewhere` names."""
    ours = await opened(directory)
    other.ask(open=str(directory))
    answers = []
    for at, ask in enumerate(history):
        if at in elsewhere:
            answers.append(steady(other.ask(cql=ask.cql, page_rows=ask.page_rows)))
        else:
            answers.append(await answer(ours, ask))
    other.ask(close=True)
    await ours.engine.close()
    return answers


async def opened(directory: Path | None) -> Ours:
    ours = Ours(await EmbeddedEngine.open(directory))
    for cql in SETUP:
        assert await ours.outcome(cql) == {"done": True}
    return ours


async def answer(ours: Ours, ask: Ask) -> Outcome:
    return steady(await ours.outcome(ask.cql, ask.page_rows))


def check(history: list[Ask], expected: list[Outcome], got: list[Outcome]) -> None:
    """Compare two runs; where they first part, tell what had been said until then."""
    for at, (ask, one, other) in enumerate(zip(history, expected, got, strict=True)):
        if faulty(ask, one, other):
            continue
        if one != other:
            said = "".join(f"{earlier.cql};\n" for earlier in history[: at + 1])
            note(f"{said}-- in pages of {ask.page_rows}\nexpected {one}\ngot      {other}")
        assert one == other, ask.cql


def faulty(ask: Ask, expected: Outcome, got: Outcome) -> bool:
    """Tell whether Cassandra failed by a fault of its own, such as at a page state that it had made itself."""
    return expected.get("error") in (*OWN_FAULTS, "ProtocolError") and ("error" in got or ask.page_rows is not None)
