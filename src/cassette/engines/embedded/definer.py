"""Schema changes, and whatever else takes its time to write: off the event loop.

Dropping or emptying a large table, or filling a new index, visits many pages. The definer does it on a
connection of its own, in a thread, while other writes wait in their queue and reads go on; its commit is
synced before it returns. A database in memory has one connection only, and does it right there.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import apsw

from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.connection import close_connection, open_connection
from cassette.engines.embedded.faults import readable
from cassette.engines.embedded.writer import Writer

CACHE_KIB = 4_096
PATIENCE_MS = 10_000

Definition = Callable[[Catalog, apsw.Connection], None]


class Definer:
    """Runs one definition after the other, each in a transaction of its own."""

    def __init__(self, file: Path | None, main: Catalog, connection: apsw.Connection, writer: Writer) -> None:
        self._file = file
        self._main = main
        self._main_connection = connection
        self._writer = writer
        self._turn = asyncio.Lock()
        self._own: tuple[Catalog, apsw.Connection] | None = None

    async def run(self, definition: Definition) -> None:
        """Carry a definition out; it is durable, and the main catalog knows it, when this returns.

        Once begun it is finished, also when nobody waits for it any more: its thread cannot be stopped.
        """
        task = asyncio.get_running_loop().create_task(self._run(definition))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            # nobody is left to hear of its failure
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    async def _run(self, definition: Definition) -> None:
        async with self._turn:
            self._writer.refuse_after_failure()
            if self._file is None:
                self._transact(self._main, self._main_connection, definition)
                return
            self._writer.pause()
            try:
                await asyncio.to_thread(self._apart, self._file, definition)
            finally:
                try:
                    with readable():
                        self._main.catch_up()
                finally:
                    self._writer.resume()

    async def close(self) -> None:
        """Finish what is under way, then let go of the file."""
        async with self._turn:
            if self._own is not None:
                close_connection(self._own[1])

    def _apart(self, file: Path, definition: Definition) -> None:
        if self._own is None:
            connection = open_connection(file, cache_kib=CACHE_KIB)
            connection.set_busy_timeout(PATIENCE_MS)
            # a definition is rare, and the flusher does not know of it: its commit syncs the log itself
            connection.pragma("synchronous", "full")
            self._own = Catalog(connection), connection
        self._transact(*self._own, definition)

    @staticmethod
    def _transact(catalog: Catalog, connection: apsw.Connection, definition: Definition) -> None:
        with readable():
            connection.execute("BEGIN IMMEDIATE")
            try:
                catalog.catch_up()
                definition(catalog, connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                catalog.catch_up()
                raise
