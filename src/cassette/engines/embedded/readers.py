"""Readers: connections of their own, in threads, for reads that would hold the event loop up."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import TypeVar

import apsw

from cassette.engines.embedded import functions
from cassette.engines.embedded.connection import close_connection, open_connection

Result = TypeVar("Result")

THREADS = 2
CACHE_KIB = 8_192


class Readers:
    """A few threads, each with its own connection that sees the last commit."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="cassette-reader")
        self._own = local()
        self._open: list[apsw.Connection] = []

    async def run(self, work: Callable[[apsw.Connection], Result]) -> Result:
        """Run work on a reader's connection."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._on_own, work)

    def close(self) -> None:
        """Stop what is running, then let go of the file."""
        for connection in self._open:
            connection.interrupt()
        self._threads.shutdown()
        for connection in self._open:
            close_connection(connection)

    def _on_own(self, work: Callable[[apsw.Connection], Result]) -> Result:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = open_connection(self._file, cache_kib=CACHE_KIB)
            functions.register(connection)
            self._open.append(connection)
            self._own.connection = connection
        return work(connection)
