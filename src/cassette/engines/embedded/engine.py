"""EmbeddedEngine: the engine contract on one SQLite file."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, Literal, Self

import apsw

from cassette.cql.rows import NO_ROWS, Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.statement import Bound, Statement
from cassette.cql.statements.truncate import Truncate
from cassette.engines.contract import Features, Page
from cassette.engines.embedded import functions, last_write
from cassette.engines.embedded.builder import Builder
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.checkpoint import Checkpointer
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.connection import OPEN_PATIENCE_MS, close_connection, open_connection
from cassette.engines.embedded.definer import Definer
from cassette.engines.embedded.expiry import Expiry
from cassette.engines.embedded.faults import readable
from cassette.engines.embedded.format import make_directory, make_tables, refuse_foreign
from cassette.engines.embedded.garbage import Garbage
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plans import Plans
from cassette.engines.embedded.readers import Readers
from cassette.engines.embedded.reading import Reading
from cassette.engines.embedded.sweeper import Sweeper
from cassette.engines.embedded.watch import Watch
from cassette.engines.embedded.writer import Writer
from cassette.engines.embedded.writing import Writing
from cassette.errors import InvalidRequest, Unavailable

logger = logging.getLogger(__name__)

Durability = Literal["full", "relaxed"]
FEATURES = Features(disjunction=True, negation=True, entry_ranges=True, analyzed_texts=True)
CACHE_KIB = 131_072


class EmbeddedEngine:
    """Carries CQL out over one data directory, or in memory.

    Everything short runs on the event loop, on one connection; see `writer.py`, `readers.py` and
    `definer.py` for what does not.
    """

    def __init__(self, connection: apsw.Connection, file: Path | None, durability: Durability, clock: Clock) -> None:
        """Use `open`."""
        self._connection = connection
        self._catalog = Catalog(connection, self._garbage_grown)
        self._catalog.catch_up()
        plans, watch = Plans(self._catalog), Watch(connection, self._catalog)
        log = Path(f"{file}-wal") if file is not None and durability == "full" else None
        self._writer = Writer(connection, log, watch.catch_up)
        self._definer = Definer(file, self._catalog, connection, self._writer)
        self._has_file = file is not None
        # a database in memory has no second connection: there, large writes are like all others
        apart = self._definer if file is not None else None
        self._writing = Writing(connection, self._writer, self._catalog, plans, clock, apart)
        self._readers = Readers(file) if file is not None else None
        self._checkpointer = Checkpointer(file, connection, self._writer) if file is not None else None
        self._builder = Builder(connection, self._catalog, self._writer.submit)
        self._expiry = Expiry(connection, self._writer.submit, self._catalog, clock)
        self._reading = Reading(
            connection, self._readers, self._catalog, plans, self._builder, watch, self._expiry, clock
        )
        self._sweeper = Sweeper(connection, self._writer.submit, self._layout_numbered, self._reading.count)
        self._clock = clock
        self._began_us = clock.last_us
        self._closed = False

    @classmethod
    async def open(cls, directory: Path | None, durability: Durability = "full", clock: Clock | None = None) -> Self:
        """Open a data directory, making it where it is missing; None opens a fresh database in memory.

        Errors: StorageFault for a directory that cannot be used, or holds something else.
        """
        file = None if directory is None else make_directory(directory)
        where = str(file or "the database in memory")
        written_us = 0 if file is None else last_write.files_written_us(file)
        clock = clock or Clock()
        connection = open_connection(
            file, cache_kib=CACHE_KIB, create=True, admit=lambda opened: refuse_foreign(opened, where)
        )
        try:
            connection.set_busy_timeout(OPEN_PATIENCE_MS)
            make_tables(connection)
            connection.set_busy_timeout(0)
            functions.register(connection)
            with readable():
                clock.begin_after(max(written_us, last_write.noted_us(connection)))
                engine = cls(connection, file, durability, clock)
        except BaseException:
            close_connection(connection)
            raise
        engine._expiry.start()
        return engine

    @property
    def schema(self) -> Schema:
        """The newest snapshot that this engine has seen."""
        return self._catalog.schema

    @property
    def features(self) -> Features:
        """What may be asked beyond the common core."""
        return FEATURES

    def execute(self, statement: Statement, values: tuple[Any, ...] = (), page: Page | None = None) -> Awaitable[Rows]:
        """Carry out one statement; without a page, all its rows come back."""
        if self._closed:
            raise Unavailable("the engine is closed")
        if statement.purpose == "read":
            return self._reading.execute(statement, values, page)
        if statement.purpose == "schema" or isinstance(statement, Truncate):
            return self._define(statement, values)
        return self._writing.execute(statement, values)

    def batch(self, bounds: Sequence[Bound]) -> Awaitable[Rows]:
        """Carry out writes together or not at all."""
        if self._closed:
            raise Unavailable("the engine is closed")
        return self._writing.batch(bounds)

    async def refresh(self) -> Schema:
        """Look whether the schema has changed elsewhere; give the newest snapshot."""
        self._catalog.refresh()
        return self._catalog.schema

    async def built(self) -> None:
        """Wait until no index is being built in the background."""
        await self._builder.idle()
        await asyncio.to_thread(self._catalog.caches.idle)

    async def close(self) -> None:
        """Finish what was accepted, then let go of every file and connection."""
        if self._closed:
            return
        self._closed = True
        await self._expiry.close()
        await self._sweeper.close()
        await self._builder.close()
        await self._writer.close()
        if self._checkpointer is not None:
            await self._checkpointer.close()
        if self._readers is not None:
            await asyncio.to_thread(self._readers.close)
        await self._definer.close()
        await asyncio.to_thread(self._catalog.caches.close)
        self._reading.close()
        self._connection.set_wal_hook(None)
        self._note_last_write()
        # the last connection moves the rest of the log into the file, and removes the log
        await asyncio.to_thread(close_connection, self._connection)

    async def _define(self, statement: Statement, values: tuple[Any, ...]) -> Rows:
        if values:
            raise InvalidRequest("this statement takes no values")
        # the schema's statements are many files, and most starts define nothing
        from cassette.engines.embedded.definitions import definition_of

        await self._definer.run(definition_of(statement))
        return NO_ROWS

    def _note_last_write(self) -> None:
        if self._has_file and self._clock.last_us > self._began_us:
            try:
                last_write.note(self._connection, self._clock.last_us)
            except apsw.Error as fault:
                # the times of the files are left to go by
                logger.warning("the last write time could not be noted: %s", fault)

    def _garbage_grown(self, garbage: Garbage) -> None:
        self._sweeper.look(garbage)

    def _layout_numbered(self, number: int) -> Layout | None:
        return next((layout for layout in self._catalog.layouts.values() if layout.number == number), None)
