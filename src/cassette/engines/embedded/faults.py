"""SQLite's errors, as the engine errors that they mean."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from cassette.errors import EngineError, InvalidRequest, StaleSchema, StorageFault, Unavailable

logger = logging.getLogger(__name__)
TOO_MANY = "too many SQL variables"
NO_SUCH = ("no such table", "no such column", "no such index")


def engine_error(fault: apsw.Error) -> EngineError:
    """Say what a fault of SQLite means to a caller."""
    match fault:
        case apsw.FullError():
            return StorageFault("the disk is full: nothing was written. Free some space, then try again")
        case apsw.TooBigError():
            return InvalidRequest("the row is too long: with all of its values it has 1,000,000,000 bytes at most")
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
        case apsw.SQLError() if TOO_MANY in str(fault):
            return InvalidRequest("the statement has too many values: WHERE takes about 30,000 of them")
        case apsw.SQLError() if str(fault).removeprefix("SQLError: ").startswith(NO_SUCH):
            return StaleSchema("the schema changed while the statement was on its way")
    return StorageFault(f"SQLite refused: {fault}")


def unreadable(fault: Exception) -> EngineError:
    """Say what a fault means that nobody expected of a read: in a damaged file anything may stand anywhere."""
    if isinstance(fault, apsw.Error):
        return engine_error(fault)
    logger.error("a read failed in a way that nobody expected", exc_info=fault)
    return StorageFault(f"the read was given up; the database file may be damaged: {fault}")


@contextmanager
def readable() -> Iterator[None]:
    """Turn all that goes wrong with what a damaged file gives inside into engine errors."""
    try:
        yield
    except EngineError:
        raise
    except Exception as fault:
        raise unreadable(fault) from fault


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite raises inside into engine errors."""
    try:
        yield
    except apsw.Error as fault:
        raise engine_error(fault) from fault
