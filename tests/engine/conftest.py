"""One suite for every engine: today the embedded one, in memory and on disk."""

import asyncio
from pathlib import Path

import pytest
from tests.engine.indexes import check_indexes
from tests.engine.session import KEYSPACE, OnEngine, Session, Test


def runner(directory: Path | None) -> OnEngine:
    """Run test bodies, each with a session on a fresh engine that has the keyspace ks."""

    async def main(body: Test) -> None:
        session = await Session.open(directory)
        try:
            await session.run(KEYSPACE)
            await body(session)
            # whatever a test has done to a table, its indexes have to say what its rows say
            check_indexes(session.engine._connection)
        finally:
            await session.close()

    return lambda body: asyncio.run(main(body))


@pytest.fixture(params=["memory", "disk"])
def on_engine(request: pytest.FixtureRequest, tmp_path: Path) -> OnEngine:
    """Run an async test body on each kind of engine."""
    return runner(tmp_path / "data" if request.param == "disk" else None)


@pytest.fixture
def on_disk(tmp_path: Path) -> OnEngine:
    """Run an async test body on an engine that has a data directory."""
    return runner(tmp_path / "data")
