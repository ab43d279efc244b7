"""What the engine suite works with: an engine that takes CQL text, and looks after itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from time import time_ns
from typing import Any

import pytest

from cassette.cql.parser import parse
from cassette.cql.rows import Row, Rows
from cassette.cql.schema import Table
from cassette.cql.statements.statement import Bound
from cassette.engines.contract import Page
from cassette.engines.embedded import EmbeddedEngine
from cassette.engines.embedded.clock import Clock
from cassette.errors import EngineError

KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}"


class SteeredClock(Clock):
    """The time that it is, or that it will be in so many seconds."""

    def __init__(self) -> None:
        super().__init__(lambda: time_ns() + self.ahead_s * 1_000_000_000)
        self.ahead_s = 0


class Session:
    """An engine that takes CQL text."""

    def __init__(self, engine: EmbeddedEngine, directory: Path | None, clock: Clock) -> None:
        self.engine = engine
        self.directory = directory
        self.clock = clock
        self.others: list[Session] = []

    @classmethod
    async def open(cls, directory: Path | None, clock: Clock | None = None) -> "Session":
        clock = clock or SteeredClock()
        return cls(await EmbeddedEngine.open(directory, clock=clock), directory, clock)

    def start(self, cql: str, *values: Any) -> Awaitable[Rows]:
        """Hand one statement over; the answer is for later."""
        return self.engine.execute(parse(cql), values)

    async def run(self, cql: str, *values: Any, rows: int | None = None, state: bytes | None = None) -> Rows:
        """Run one statement."""
        page = None if rows is None else Page(rows, state)
        return await self.engine.execute(parse(cql), values, page)

    async def rows(self, cql: str, *values: Any) -> list[Row]:
        """Run one statement, give its rows."""
        return list((await self.run(cql, *values)).rows)

    async def column(self, cql: str, *values: Any) -> list[Any]:
        """Run one statement, give the first value of each row."""
        return [row[0] for row in await self.rows(cql, *values)]

    async def pages(self, cql: str, *values: Any, rows: int) -> list[list[Row]]:
        """Ask page after page until there is no more."""
        pages: list[list[Row]] = []
        state: bytes | None = None
        while not pages or state is not None:
            page = await self.run(cql, *values, rows=rows, state=state)
            pages.append(list(page.rows))
            state = page.paging_state
        return pages

    async def batch(self, *bounds: tuple[str, tuple[Any, ...]]) -> Rows:
        """Run writes together."""
        return await self.engine.batch([Bound(parse(cql), values) for cql, values in bounds])

    async def refused(self, kind: type[EngineError], cql: str, *values: Any) -> str:
        """Run a statement that has to be refused in exactly one way; give the sentence."""
        with pytest.raises(EngineError) as caught:
            await self.run(cql, *values)
        assert type(caught.value) is kind, caught.value
        return str(caught.value)

    def table(self, name: str) -> Table:
        """Look up a table of ks."""
        table = self.engine.schema.table("ks", name)
        assert table is not None
        return table

    async def built(self) -> None:
        """Wait until every index that a query has asked for is built."""
        await self.engine.built()

    async def restart(self) -> None:
        """Close the engine and open its directory again; in memory there is nothing to come back to."""
        if self.directory is not None:
            await self.engine.close()
            self.engine = await EmbeddedEngine.open(self.directory, clock=self.clock)

    def later(self, seconds: int) -> None:
        """Let time pass."""
        assert isinstance(self.clock, SteeredClock)
        self.clock.ahead_s += seconds

    async def other(self) -> "Session":
        """Open the same directory a second time."""
        assert self.directory is not None
        self.others.append(await Session.open(self.directory, self.clock))
        return self.others[-1]

    async def close(self) -> None:
        """Close this one and all others."""
        for session in (*self.others, self):
            await session.engine.close()


Test = Callable[[Session], Awaitable[None]]
OnEngine = Callable[[Test], None]
