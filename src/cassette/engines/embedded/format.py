"""The data directory: what is in it, and in which version of the format.

The file carries SQLite's `application_id` (whose it is) and `user_version` (the format's version). Another
version, or a database that is somebody else's, is refused before anything in it is touched.
"""

from pathlib import Path

import apsw

from cassette.engines.embedded.connection import APPLICATION_ID
from cassette.engines.embedded.faults import translated
from cassette.errors import StorageFault

FORMAT_VERSION = 2
"""Format 1 was that of Cassettes under development, and no release wrote it."""
FILE_NAME = "cassette.db"

DEFINITIONS = """
CREATE TABLE cassette_schema (version INTEGER NOT NULL, host BLOB NOT NULL);
INSERT INTO cassette_schema VALUES (0, randomblob(16));
CREATE TABLE cassette_keyspaces (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cassette_types (
    keyspace TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (keyspace, name)) WITHOUT ROWID;
CREATE TABLE cassette_tables (
    number INTEGER PRIMARY KEY AUTOINCREMENT, keyspace TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
    garbage INTEGER NOT NULL DEFAULT 0, UNIQUE (keyspace, name));
CREATE TABLE cassette_indexes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, table_number INTEGER NOT NULL, name TEXT NOT NULL,
    definition TEXT NOT NULL, state TEXT NOT NULL, UNIQUE (table_number, name));
"""


def make_directory(directory: Path) -> Path:
    """Make the data directory if it is not there; give the database file's path. Raises StorageFault."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StorageFault(f"the data directory {directory} cannot be made: {fault.strerror}") from fault
    return directory / FILE_NAME


def refuse_foreign(connection: apsw.Connection, where: str) -> None:
    """Refuse a database that is not ours, or of another format than ours; nothing is changed. Raises StorageFault."""
    # one snapshot: another process may be making the tables at this moment
    connection.execute("BEGIN")
    owner, version = connection.pragma("application_id"), connection.pragma("user_version")
    is_new = owner == 0 and version == 0 and _is_empty(connection)
    connection.execute("COMMIT")
    if is_new:
        return
    if owner != APPLICATION_ID:
        raise StorageFault(f"{where} is a database of another program: choose another directory with --data")
    if version > FORMAT_VERSION:
        raise StorageFault(
            f"{where} has format {version}, and this Cassette knows up to {FORMAT_VERSION}: it was written by a "
            "newer Cassette; use that one, or another directory with --data"
        )
    if version < FORMAT_VERSION:
        raise StorageFault(
            f"{where} has format {version}, which only Cassettes under development have written: this one reads "
            f"format {FORMAT_VERSION}; choose another directory with --data"
        )


def make_tables(connection: apsw.Connection) -> None:
    """Make an empty database ours; one that has our tables stays as it is. Raises EngineErrors."""
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _is_empty(connection):
                connection.execute(DEFINITIONS)
                connection.pragma("application_id", APPLICATION_ID)
                connection.pragma("user_version", FORMAT_VERSION)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _is_empty(connection: apsw.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_schema").get
