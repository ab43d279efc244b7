"""SQLite's errors, as the engine errors that they mean."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from cassette.errors import EngineError, StaleSchema, StorageFault, Unavailable

NO_SUCH = ("no such table", "no such column", "no such index")


def engine_error(fault: apsw.Error) -> EngineError:
    """Say what a fault of SQLite means to a caller."""
    match fault:
        case apsw.FullError():
            return StorageFault("the disk is full: nothing was written. Free some space, then try again")
        case apsw.BusyError() | apsw.LockedError():
            return Unavailable("the database is busy with another process: try again")
        case apsw.CorruptError() | apsw.NotADBError():
            return StorageFault(f"the database file is damaged, or is not a database: {fault}")
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.CantOpenError():
            return StorageFault(f"the database file cannot be opened for writing: {fault}")
        case apsw.IOError():
            return StorageFault(f"the disk failed: {fault}")
        case apsw.InterruptError():
            return Unavailable("the statement was stopped before it had finished")
        case apsw.SQLError() if str(fault).removeprefix("SQLError: ").startswith(NO_SUCH):
            return StaleSchema("the schema changed while the statement was on its way")
    return StorageFault(f"SQLite refused: {fault}")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite raises inside into engine errors."""
    try:
        yield
    except apsw.Error as fault:
        raise engine_error(fault) from fault
