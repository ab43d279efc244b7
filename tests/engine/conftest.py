"""One suite for every engine: today the embedded one, in memory and on disk."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from cassette.cql.parser import parse
from cassette.cql.rows import Rows
from cassette.engines.contract import Page
from cassette.engines.embedded import EmbeddedEngine

KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}"


class Session:
    """An engine that takes CQL text."""

    def __init__(self, engine: EmbeddedEngine, directory: Path | None) -> None:
        self.engine = engine
        self.directory = directory

    async def run(self, cql: str, *values: Any, rows: int | None = None, state: bytes | None = None) -> Rows:
        """Run one statement."""
        page = None if rows is None else Page(rows, state)
        return await self.engine.execute(parse(cql), values, page)

    async def rows(self, cql: str, *values: Any) -> list[Any]:
        """Run one statement, give its rows."""
        return list((await self.run(cql, *values)).rows)

    async def restart(self) -> None:
        """Close the engine and open its directory again."""
        await self.engine.close()
        self.engine = await EmbeddedEngine.open(self.directory)


Test = Callable[[Session], Awaitable[None]]


@pytest.fixture(params=["memory", "disk"])
def on_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Test], None]:
    """Run an async test body with a session on a fresh engine that has the keyspace ks."""
    import asyncio

    directory = tmp_path / "data" if request.param == "disk" else None

    def run(body: Test) -> None:
        async def main() -> None:
            session = Session(await EmbeddedEngine.open(directory), directory)
            try:
                await session.run(KEYSPACE)
                await body(session)
            finally:
                await session.engine.close()

        asyncio.run(main())

    return run
