"""`kill -9` in the middle of writing, twenty times on one directory that grows."""

import asyncio
from pathlib import Path

import pytest
from tests.crash.storm import run

KILLS, SEED = 20, 3


@pytest.mark.slow
def test_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    report = asyncio.run(run(tmp_path / "data", KILLS, SEED))
    assert not report.faults, "\n".join(report.faults[:20])
    assert report.kills == KILLS
    # the kills must have hit writes, or they show nothing
    assert report.unanswered >= KILLS
    assert report.acknowledged >= 50 * KILLS
