"""`kill -9` in the middle of writing, twenty times on one directory that grows."""

import asyncio
from pathlib import Path

import pytest
from tests.crash.storm import run

KILLS, KILLS_OF_WORKERS, SEED = 20, 6, 3
BUILDS, DOCUMENTS = 3, 3_000


@pytest.mark.slow
def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    report = asyncio.run(run(tmp_path / "data", KILLS, SEED))
    assert not report.faults, "\n".join(report.faults[:20])
    assert report.kills == KILLS
    # the kills must have hit writes, or they show nothing
    assert report.unanswered >= KILLS
    assert report.acknowledged >= 50 * KILLS


@pytest.mark.slow
def test_kill_of_all_workers_loses_nothing(tmp_path: Path) -> None:
    report = asyncio.run(run(tmp_path / "data", KILLS_OF_WORKERS, SEED, workers=2))
    assert not report.faults, "\n".join(report.faults[:20])
    assert report.unanswered >= KILLS_OF_WORKERS


@pytest.mark.slow
def test_kill_while_indexes_are_built_leaves_them_right(tmp_path: Path) -> None:
    reports = [asyncio.run(run(tmp_path / str(seed), 2, seed, wake=DOCUMENTS)) for seed in range(BUILDS)]
    faults = [fault for report in reports for fault in report.faults]
    assert not faults, "\n".join(faults[:20])
    assert sum(report.building for report in reports) >= BUILDS
