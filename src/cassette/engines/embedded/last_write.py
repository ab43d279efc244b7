"""The last write time that a data directory has seen: the clock of the next start begins behind it.

A computer's clock may be put back between two starts. What is written then must still be newer than all that is
there, or a row would be older than the deletion that it follows. The time is noted when the engine closes; after a
crash, the files themselves tell when they were last written.
"""

from pathlib import Path

import apsw

TABLE = "cassette_clock"
MAKE = f"CREATE TABLE IF NOT EXISTS {TABLE} (one INTEGER PRIMARY KEY CHECK (one = 1), written_us INTEGER NOT NULL)"
NOTE = (
    f"INSERT INTO {TABLE} VALUES (1, ?) "
    "ON CONFLICT DO UPDATE SET written_us = excluded.written_us WHERE excluded.written_us > written_us"
)
NOTE_PATIENCE_MS = 1_000
COARSE_US = 20_000
"""How far the time of a file may be behind the clock: systems round it to their own ticks."""


def files_written_us(file: Path) -> int:
    """When the files were last written; 0 for files that are not there. To be asked before they are opened."""
    return max(_written_us(file), _written_us(Path(f"{file}-wal")))


def noted_us(connection: apsw.Connection) -> int:
    """The write time noted at the last close, 0 for none. Raises apsw.Error."""
    # the table is made when there is something to note
    if not connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = ?", (TABLE,)).get:
        return 0
    noted: int | None = connection.execute(f"SELECT written_us FROM {TABLE}").get
    return noted or 0


def note(connection: apsw.Connection, written_us: int) -> None:
    """Note the last write time. Raises apsw.Error."""
    connection.set_busy_timeout(NOTE_PATIENCE_MS)
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(MAKE)
        connection.execute(NOTE, (written_us,))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _written_us(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns // 1_000 + COARSE_US
    except OSError:
        return 0
