"""Checkpoints: moving what was committed from the log into the database file.

A passive checkpoint copies beside running transactions and holds nobody up, but while writes keep
coming the log never becomes empty and grows. Past a size, writing pauses for the little that is then
left to copy, and the log starts again at its beginning.
"""

import asyncio
import logging
from pathlib import Path

import apsw

from cassette.engines.embedded.connection import PAGE_BYTES, close_connection, open_connection
from cassette.engines.embedded.writer import Writer

logger = logging.getLogger(__name__)

STEP_PAGES = 8 * 2**20 // PAGE_BYTES
"""How much the log grows from one passive checkpoint to the next: 8 MB."""
MOST_PAGES = 64 * 2**20 // PAGE_BYTES
"""Where writing pauses, so that the log can start again: 64 MB."""
CACHE_KIB = 1_024


class Checkpointer:
    """Watches the log of one connection and copies it, in threads, as it grows."""

    def __init__(self, file: Path, connection: apsw.Connection, writer: Writer) -> None:
        self._connection = open_connection(file, cache_kib=CACHE_KIB)
        self._writer = writer
        self._copied = 0
        self._task: asyncio.Task[None] | None = None
        connection.set_wal_hook(self._grown)

    async def close(self) -> None:
        """Wait for a checkpoint under way, then let go of the file."""
        if self._task is not None:
            await self._task
        close_connection(self._connection)

    def _grown(self, connection: apsw.Connection, name: str, pages: int) -> int:
        """Called after each commit with the number of pages in the log."""
        if pages < self._copied:
            self._copied = 0
        if self._task is None and pages - self._copied >= STEP_PAGES:
            self._task = asyncio.get_running_loop().create_task(self._copy(pages))
        return apsw.SQLITE_OK

    async def _copy(self, pages: int) -> None:
        try:
            await asyncio.to_thread(self._checkpoint, apsw.SQLITE_CHECKPOINT_PASSIVE)
            self._copied = pages
            if pages >= MOST_PAGES:
                await self._start_again()
        finally:
            self._task = None

    async def _start_again(self) -> None:
        self._writer.pause()
        try:
            await asyncio.to_thread(self._checkpoint, apsw.SQLITE_CHECKPOINT_RESTART)
        finally:
            self._writer.resume()

    def _checkpoint(self, mode: int) -> None:
        try:
            self._connection.wal_checkpoint(mode=mode)
        except apsw.BusyError:
            # another process is at it, or reads from the log: the next step tries again
            return
        except apsw.Error as fault:
            # nothing is lost, the log has it all; the next step tries again
            logger.warning("the log could not be moved into the database file: %s", fault)
