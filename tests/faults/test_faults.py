"""A fault at every place: EIO, a full disk, short writes, syncs that fail, swept over a session of all kinds of work.

Each point begins with a fresh directory. The step that meets the fault answers with an engine error, or does not
notice; the next open, on a file system that works again, finds what was acknowledged, and all of the failed step or
nothing of it.
"""

import asyncio
import sqlite3
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.faults.script import STEPS, Dump, dump, run, states
from tests.faults.vfs import CALLS, Fault, Kind, faulty

from cassette.engines.embedded import EmbeddedEngine
from cassette.errors import EngineError

POINTS = 115
"""How many places of each kind of fault are tried."""
PATIENCE_S = 20


@lru_cache(maxsize=1)
def healthy() -> tuple[list[Dump], dict[str, int]]:
    """The states of a session without faults, and how many calls it makes."""
    with TemporaryDirectory() as place, faulty(Fault("none")) as fault:
        found = asyncio.run(states(Path(place) / "data"))
        return found, dict(fault.calls)


def places(kind: Kind) -> list[int]:
    """Numbers of calls, spread over the session."""
    total = healthy()[1][CALLS[kind]]
    points = min(POINTS, total)
    return [1 + at * total // points for at in range(points)]


async def session(directory: Path, fault: Fault) -> tuple[int, bool]:
    """Run steps until one fails; gives how many were acknowledged, and whether one failed."""
    try:
        engine = await EmbeddedEngine.open(directory)
    except EngineError:
        return 0, True
    done = 0
    try:
        for step in STEPS:
            await run(engine, step)
            done += 1
    except EngineError:
        # what can be read meanwhile is read, or refused in an orderly way
        with suppress(EngineError):
            await dump(engine)
    finally:
        fault.healed = not fault.stays
        with suppress(EngineError):
            await engine.close()
    return done, done < len(STEPS)


async def reopened(directory: Path) -> Dump:
    engine = await EmbeddedEngine.open(directory)
    try:
        found = await dump(engine)
        # it goes on from there
        with suppress(EngineError):
            await run(engine, STEPS[0])
        return found
    finally:
        await engine.close()


@pytest.mark.slow
@pytest.mark.parametrize("stays", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("kind", CALLS)
def test_fault_anywhere_loses_nothing(kind: Kind, stays: bool, tmp_path: Path) -> None:
    expected, _ = healthy()
    wrong = []
    for at in places(kind)[stays::2]:
        directory = tmp_path / f"{kind}-{at}"
        with faulty(Fault(kind, at, stays)) as fault:
            done, failed = asyncio.run(asyncio.wait_for(session(directory, fault), PATIENCE_S))
        found = asyncio.run(asyncio.wait_for(reopened(directory), PATIENCE_S))
        allowed = expected[done : done + 2] if failed else expected[done : done + 1]
        if found not in allowed:
            wrong.append(f"{kind} at call {at}: after {done} steps neither the state before nor after {STEPS[done]!r}")
        with closing(sqlite3.connect(directory / "cassette.db")) as stock:
            said = stock.execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            wrong.append(f"{kind} at call {at}: integrity_check says {said[:3]}")
    assert wrong == []


def test_sweep_has_five_hundred_points() -> None:
    assert sum(len(places(kind)) for kind in CALLS) >= 500
