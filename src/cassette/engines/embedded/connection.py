"""SQLite connections: opened in one way, so that all of them agree."""

import logging
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import apsw

from cassette.engines.embedded.faults import translated

logger = logging.getLogger(__name__)

APPLICATION_ID = 0x43415353
"""What the file says it is: "CASS"."""
STATEMENT_CACHE = 512
PAGE_BYTES = 2_048
OPEN_PATIENCE_MS = 5_000


def open_connection(
    file: Path | None,
    *,
    cache_kib: int,
    create: bool = False,
    admit: Callable[[apsw.Connection], None] | None = None,
) -> apsw.Connection:
    """Open the database file, or a database in memory when there is no file.

    `admit` may look at the database before anything is changed in it, and refuse it.

    Commits do not reach the disk by themselves (`synchronous=NORMAL`): the flusher syncs the log
    before anything is acknowledged. Nothing is checkpointed by accident in the middle of a request.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with translated():
        connection = apsw.Connection(str(file or ":memory:"), flags=flags, statementcachesize=STATEMENT_CACHE)
        try:
            connection.set_busy_timeout(OPEN_PATIENCE_MS)
            if admit is not None:
                admit(connection)
            _set_up(connection, is_file=file is not None, cache_kib=cache_kib)
        except BaseException:
            close_connection(connection)
            raise
    return connection


def close_connection(connection: apsw.Connection) -> None:
    """Let go of a database. The last connection moves the log into the file first; where that fails, the log stays.

    Nothing is lost then: whoever opens the database next reads the log.
    """
    try:
        connection.close()
    except apsw.Error as fault:
        logger.warning("the log could not be moved into the database file at the end: %s", fault)
        connection.close(True)


def _set_up(connection: apsw.Connection, *, is_file: bool, cache_kib: int) -> None:
    # of a new database only: index entries change all over the place, and each change writes its page to the log
    connection.pragma("page_size", PAGE_BYTES)
    if is_file:
        _use_log(connection)
    # without this, a new value for `LIMIT ?` makes SQLite prepare the statement anew
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    connection.pragma("synchronous", "normal")
    connection.pragma("wal_autocheckpoint", 0)
    connection.pragma("cache_size", -cache_kib)
    connection.pragma("temp_store", "memory")
    connection.pragma("trusted_schema", False)
    connection.set_busy_timeout(0)


def _use_log(connection: apsw.Connection) -> None:
    """Switch to write-ahead logging. While another process does the same, SQLite says busy without any patience."""
    end = monotonic() + OPEN_PATIENCE_MS / 1000
    while True:
        try:
            connection.pragma("journal_mode", "wal")
            return
        except apsw.BusyError:
            if monotonic() > end:
                raise
            sleep(0.01)
