"""A file system that fails on demand: SQLite's own, with one call in many going wrong.

with faulty(Fault("full", at=17)) as calls:
    …                                       # the 17th write finds the disk full
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import apsw

Kind = Literal["none", "read", "write", "full", "short", "sync", "flush"]
CALLS: dict[Kind, str] = {
    "read": "xRead", "write": "xWrite", "full": "xWrite", "short": "xWrite", "sync": "xSync", "flush": "fdatasync",
}  # fmt: skip
"""Each kind of fault, and the call that it happens in."""


@dataclass
class Fault:
    """The `at`-th call of its kind fails; where it `stays`, all later ones too."""

    kind: Kind
    at: int = 0
    stays: bool = False
    calls: Counter[str] = field(default_factory=Counter)
    healed: bool = False

    def is_due(self, call: str, *kinds: Kind) -> Kind | None:
        """Count a call; say which fault it meets, if any."""
        self.calls[call] += 1
        if self.healed or self.kind not in kinds:
            return None
        count = self.calls[call]
        return self.kind if count == self.at or (self.stays and count > self.at) else None


def _failure(kind: type[apsw.Error], code: int) -> apsw.Error:
    failure = kind("a fault that a test has made")
    failure.extendedresult = code  # type: ignore[attr-defined]  # read by apsw, unknown to its stubs
    return failure


class FaultyFile(apsw.VFSFile):
    """A file whose calls are counted, and fail when they are due."""

    def __init__(self, fault: Fault, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._fault = fault

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802, SQLite's name
        if self._fault.is_due("xRead", "read"):
            raise _failure(apsw.IOError, apsw.SQLITE_IOERR_READ)
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        match self._fault.is_due("xWrite", "write", "full", "short"):
            case "write":
                raise _failure(apsw.IOError, apsw.SQLITE_IOERR_WRITE)
            case "full":
                raise _failure(apsw.FullError, apsw.SQLITE_FULL)
            case "short":
                super().xWrite(bytes(data)[: len(data) // 2], offset)
                raise _failure(apsw.FullError, apsw.SQLITE_FULL)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self._fault.is_due("xSync", "sync"):
            raise _failure(apsw.IOError, apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)


class FaultyFiles(apsw.VFS):
    """SQLite's files on Unix, as FaultyFile."""

    def __init__(self, fault: Fault) -> None:
        super().__init__("faulty", "unix", makedefault=True)
        self._fault = fault

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return FaultyFile(self._fault, name, flags)


@contextmanager
def faulty(fault: Fault) -> Iterator[Fault]:
    """Let every database that is opened meanwhile have this fault; so does the engine's own sync of the log."""
    files, fdatasync = FaultyFiles(fault), os.fdatasync

    def failing(descriptor: int) -> None:
        if fault.is_due("fdatasync", "flush"):
            raise OSError(5, "a fault that a test has made")
        fdatasync(descriptor)

    os.fdatasync = failing  # type: ignore[assignment]
    try:
        yield fault
    finally:
        os.fdatasync = fdatasync
        files.unregister()
