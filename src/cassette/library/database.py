"""Database: an engine, and the keyspace that names without one belong to.

async with cassette.open("dir") as db:
    await db.execute("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}")
    await db.execute("USE ks")
    await db.execute("CREATE TABLE people (id int PRIMARY KEY, name text)")
    await db.execute("INSERT INTO people (id, name) VALUES (?, ?)", [1, "Ada"])
    rows = await db.execute("SELECT name FROM people WHERE id = :id", {"id": 1})
    print(rows.one().name)
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from cassette.cql.parser import marker_names, parse
from cassette.cql.rows import NO_ROWS, Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.explain import Explain, Explained
from cassette.cql.statements.statement import Bound, Statement
from cassette.cql.statements.use import Use
from cassette.engines.contract import Engine, Page
from cassette.engines.embedded import EmbeddedEngine
from cassette.engines.embedded.collector import paused
from cassette.engines.embedded.engine import Durability
from cassette.errors import EngineError, InvalidRequest
from cassette.library.result import Result, Row

Values = Sequence[Any] | Mapping[str, Any]

PAGE_ROWS = 5_000
"""How many rows `stream` reads at a time."""
GROUP_ROWS = 1_000
"""How many writes of `execute_many` are under way at a time: more of them are hardly faster, and need more memory."""
MOST_PREPARED = 2_000
MOST_PAGE_ROWS = (1 << 31) - 1


class Prepared:
    """A statement that was read once; `text` is what it was read from."""

    __slots__ = ("names", "statement", "text")

    def __init__(self, text: str, statement: Statement) -> None:
        self.text = text
        self.statement = statement
        self.names: tuple[str | None, ...] | None = None

    def positional(self, values: Values) -> tuple[Any, ...]:
        """Give the values in the order of the markers. Raises InvalidRequest for a name without a value."""
        # a tuple is what most programs give, and looking for a Mapping takes its time
        if type(values) is tuple:
            return values
        if not isinstance(values, Mapping):
            # a text is a sequence too, and each of its letters would be a value
            if isinstance(values, str | bytes | bytearray) or not isinstance(values, Iterable):
                raise InvalidRequest(f"values come in a list, or by name; {type(values).__name__} is neither")
            return tuple(values)
        if self.names is None:
            self.names = marker_names(self.text)
        if None in self.names:
            raise InvalidRequest("values by name need markers with names: write :name instead of ?")
        unknown = values.keys() - set(self.names)
        if unknown:
            raise InvalidRequest(f"the statement has no marker :{min(map(str, unknown))}")
        try:
            return tuple(values[name] for name in self.names if name is not None)
        except KeyError as missing:
            raise InvalidRequest(f"the marker :{missing.args[0]} has no value") from None


class Database:
    """CQL on one engine. Made by `cassette.open`; statements may run at the same time."""

    def __init__(self, engine: Engine, keyspace: str | None = None) -> None:
        self._engine = engine
        self._keyspace = keyspace
        self._prepared: dict[str, Prepared] = {}

    @property
    def keyspace(self) -> str | None:
        """The keyspace that the last USE chose."""
        return self._keyspace

    @property
    def schema(self) -> Schema:
        """The newest snapshot of what is defined."""
        return self._engine.schema

    async def execute(
        self,
        statement: str | Prepared,
        values: Values = (),
        *,
        page_rows: int | None = None,
        paging_state: bytes | None = None,
    ) -> Result:
        """Carry out one statement; with `page_rows` its rows come page by page.

        Errors: SyntaxFault, InvalidRequest, AlreadyExists, NotSupported, … : all of them EngineErrors.
        """
        known = self._known(statement)
        given = known.positional(values) if values else ()
        if page_rows is None:
            if paging_state is not None:
                raise InvalidRequest("a paging_state needs page_rows beside it")
            page = None
        else:
            page = _page(page_rows, paging_state)
        if isinstance(known.statement, Use):
            return self._use(known.statement)
        return Result(await self._engine.execute(known.statement, given, page))

    def prepare(self, text: str) -> Prepared:
        """Read a statement; what `execute` is given as text is remembered as well."""
        prepared = Prepared(text, parse(text, self._keyspace))
        if len(self._prepared) >= MOST_PREPARED:
            self._prepared.clear()
        self._prepared[text] = prepared
        return prepared

    async def execute_many(self, statement: str | Prepared, many: Iterable[Values]) -> int:
        """Write with one statement and many values, each by itself but many at once; give how many.

        The first failure is raised when all that was under way is done; what was written before it stays.
        """
        known = self._known(statement)
        done, left = 0, iter(many)
        while True:
            # until the group is done: the collector would only look at what is under way
            with paused():
                waiting, refused = self._begun(known, islice(left, GROUP_ROWS))
                done += await _all_of(waiting)
            if refused is not None:
                raise refused
            if not waiting:
                return done

    def _begun(self, known: Prepared, many: Iterable[Values]) -> tuple[list[Awaitable[Rows]], EngineError | None]:
        """Begin writes, up to the first that is refused."""
        begun: list[Awaitable[Rows]] = []
        try:
            begun.extend(self._engine.execute(known.statement, known.positional(values)) for values in many)
        except EngineError as refused:
            return begun, refused
        return begun, None

    async def batch(self, statements: Iterable[tuple[str | Prepared, Values] | str | Prepared]) -> Result:
        """Carry out writes together or not at all."""
        bounds = []
        for one in statements:
            text, values = one if isinstance(one, tuple) else (one, ())
            known = self._known(text)
            bounds.append(Bound(known.statement, known.positional(values)))
        return Result(await self._engine.batch(bounds))

    async def stream(
        self, statement: str | Prepared, values: Values = (), *, page_rows: int = PAGE_ROWS
    ) -> AsyncIterator[Row]:
        """Give the rows one by one; no more than a page of them is in memory."""
        state = None
        while True:
            page = await self.execute(statement, values, page_rows=page_rows, paging_state=state)
            for row in page:
                yield row
            state = page.paging_state
            if state is None:
                return

    async def explain(self, statement: str, values: Values = ()) -> str:
        """Say in words how a statement would be carried out."""
        known = self._known(statement)
        if not isinstance(known.statement, Explained):
            raise InvalidRequest("only SELECT, INSERT, UPDATE, DELETE and BATCH have a plan to explain")
        rows = await self._engine.execute(Explain(known.statement), known.positional(values))
        return "\n".join("  ".join(str(part) for part in row if part is not None) for row in rows.rows)

    async def close(self) -> None:
        """Finish what was accepted, then let go of the data directory."""
        await self._engine.close()

    def _known(self, statement: str | Prepared) -> Prepared:
        if isinstance(statement, Prepared):
            return statement
        return self._prepared.get(statement) or self.prepare(statement)

    def _use(self, statement: Use) -> Result:
        if statement.keyspace not in self._engine.schema.keyspaces:
            raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
        self._keyspace = statement.keyspace
        self._prepared.clear()
        return Result(NO_ROWS)


class Opening:
    """What `cassette.open` gives: `async with` it, or await it and close the database yourself."""

    def __init__(self, directory: Path | None, durability: Durability, keyspace: str | None) -> None:
        self._asked = directory, durability
        self._keyspace = keyspace
        self._database: Database | None = None

    async def _open(self) -> Database:
        engine = await EmbeddedEngine.open(*self._asked)
        try:
            database = Database(engine)
            if self._keyspace is not None:
                await database.execute(Use(self._keyspace).text())
        except BaseException:
            await engine.close()
            raise
        return database

    def __await__(self) -> Any:
        return self._open().__await__()

    async def __aenter__(self) -> Database:
        self._database = await self._open()
        return self._database

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._database is not None:
            await self._database.close()


def open_database(
    directory: str | Path | None = None, *, durability: Durability = "full", keyspace: str | None = None
) -> Opening:
    """Open a data directory, made where it is missing; without one, a database in memory.

    durability    "full": a write is on disk before it is answered; "relaxed": soon after
    keyspace      where names without a keyspace belong, as USE says it

    Errors: StorageFault for a directory that cannot be used; InvalidRequest for a keyspace that is not there.
    """
    return Opening(None if directory is None else Path(directory), durability, keyspace)


def _page(rows: int, state: bytes | None) -> Page:
    if not isinstance(rows, int) or not 0 < rows <= MOST_PAGE_ROWS:
        raise InvalidRequest(f"page_rows takes a whole number from 1 to {MOST_PAGE_ROWS:,}, not {rows!r:.80}")
    return Page(rows, state)


async def _all_of(waiting: list[Awaitable[Rows]]) -> int:
    """Wait for writes that are under way; they are answered together, so that one after the other is no slower."""
    failure: Exception | None = None
    for at, one in enumerate(waiting):
        try:
            await one
        except asyncio.CancelledError:
            await asyncio.gather(*map(_cancelled, waiting[at:]), return_exceptions=True)
            raise
        except Exception as fault:  # noqa: BLE001, whichever it is, it is raised when all are done
            failure = failure or fault
    if failure is not None:
        raise failure
    return len(waiting)


def _cancelled(one: Awaitable[Rows]) -> asyncio.Future[Rows]:
    future = asyncio.ensure_future(one)
    future.cancel()
    return future
