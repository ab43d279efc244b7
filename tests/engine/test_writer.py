"""Many writers at once: order, group commit, failures that stay where they belong, and what the disk confirms."""

import asyncio
import errno
import logging
import os
import threading
from collections.abc import Awaitable
from functools import partial
from typing import Any

import apsw
import pytest
from tests.engine.session import KEYSPACE, OnEngine, Session

from cassette.cql.parser import parse
from cassette.cql.rows import Rows
from cassette.engines.embedded import EmbeddedEngine, writer
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.writing import Large
from cassette.errors import AlreadyExists, EngineError, InvalidRequest, StorageFault, Unavailable

INSERT = "INSERT INTO ks.t (k, v, s) VALUES (?, ?, ?)"
Patch = pytest.MonkeyPatch
MANY = 1_000_000


async def make(session: Session) -> None:
    await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text, s set<text>)")
    await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")


async def keys(session: Session) -> list[int]:
    return sorted(await session.column("SELECT k FROM ks.t"))


class Disk:
    """Stands before fdatasync: counts, holds it back, lets it fail."""

    def __init__(self, patch: Patch) -> None:
        self.syncs = 0
        self.begun, self.free = threading.Event(), threading.Event()
        self.free.set()
        self.fault: OSError | None = None
        self.faults = MANY
        self._sync = os.fdatasync
        patch.setattr(os, "fdatasync", self.fdatasync)

    def fdatasync(self, file: int) -> None:
        self.syncs += 1
        self.begun.set()
        assert self.free.wait(10)
        if self.fault is not None and self.faults:
            self.faults -= 1
            raise self.fault
        self._sync(file)


def broken(session: Session, cql: str, *values: Any, fault: Exception) -> Awaitable[Rows]:
    """Hand over a write that fails after it has written."""
    work = session.engine._writing.work(parse(cql), values)
    assert not isinstance(work, Large)

    def fail() -> Rows:
        work()
        raise fault

    return session.engine._writer.submit(fail)


def kinds(outcomes: list[Any]) -> list[str]:
    return [type(outcome).__name__ for outcome in outcomes]


def test_refused_write_leaves_the_others_alone(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 50, "x", None)
        started = [session.start(INSERT, k, "x", {"a"}) for k in range(10)]
        started.insert(5, session.start(f"{INSERT} IF NOT EXISTS", 50, "y", None))
        with pytest.raises(InvalidRequest):
            session.start(INSERT, "no number", "x", None)
        outcomes = await asyncio.gather(*started)
        assert [outcome.applied for outcome in outcomes] == [None] * 5 + [False] + [None] * 5
        assert await keys(session) == [*range(10), 50]

    on_engine(body)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (InvalidRequest("no"), InvalidRequest),
        (apsw.ConstraintError("no"), StorageFault),
        (ValueError("no"), StorageFault),
    ],
)
def test_half_done_write_is_undone_and_the_others_happen(
    on_engine: OnEngine, caplog: pytest.LogCaptureFixture, fault: Exception, kind: type[EngineError]
) -> None:
    async def body(session: Session) -> None:
        await make(session)
        before = [session.start(INSERT, k, "x", {"a", f"t{k}"}) for k in range(5)]
        half = broken(session, INSERT, 99, "x", {"a", "half"}, fault=fault)
        after = [session.start(INSERT, k, "x", {"a", f"t{k}"}) for k in range(5, 10)]
        other_half = broken(session, INSERT, 98, "x", {"a", "half"}, fault=fault)
        outcomes: list[Any] = await asyncio.gather(*before, half, *after, other_half, return_exceptions=True)
        assert kinds(outcomes) == [*["Rows"] * 5, kind.__name__, *["Rows"] * 5, kind.__name__]
        assert await keys(session) == list(range(10))
        assert await session.column("SELECT count(*) FROM ks.t WHERE s CONTAINS 'a'") == [10]
        assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'half'") == []
        await session.run(INSERT, 99, "again", {"half"})
        assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'half'") == [99]

    caplog.set_level(logging.CRITICAL)
    on_engine(body)


def test_order_is_kept_around_a_half_done_write(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        started = []
        for turn in range(6):
            started.append(session.start(INSERT, 1, f"v{turn}", {f"t{turn}"}))
            if turn in (2, 4):
                started.append(broken(session, INSERT, 1, "half", {"half"}, fault=InvalidRequest("no")))
        outcomes: list[Any] = await asyncio.gather(*started, return_exceptions=True)
        assert kinds(outcomes).count("InvalidRequest") == 2
        assert await session.rows("SELECT k, v, s FROM ks.t") == [(1, "v5", {"t5"})]

    on_engine(body)


def test_fault_before_the_first_write_is_told(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)

        def damaged() -> None:
            raise apsw.CorruptError("database disk image is malformed")

        writer_ = session.engine._writer
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        with monkeypatch.context() as patch:
            patch.setattr(writer_, "_catch_up", damaged)
            started = [asyncio.ensure_future(session.start(INSERT, k, "x", None)) for k in range(3)]
            _, waiting = await asyncio.wait(started, timeout=0.2)
        # what has got stuck would hold the end of the test up as well
        writer_._queue.clear()
        if session.engine._connection.in_transaction:
            session.engine._connection.execute("ROLLBACK")
        assert not waiting
        for future in started:
            with pytest.raises(StorageFault):
                future.result()
        await session.run(INSERT, 5, "x", None)

    on_engine(body)


def test_batch_that_fails_half_way_is_undone(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        made = RowWriter.insert

        def insert(self: RowWriter, connection: Any, key: Any, values: Any, stamps: Any) -> bool:
            if key[1] == 13:
                raise InvalidRequest("thirteen")
            return made(self, connection, key, values, stamps)

        monkeypatch.setattr(RowWriter, "insert", insert)
        batches = [
            asyncio.ensure_future(session.batch(*((INSERT, (k, "x", {"a"})) for k in range(first, first + 5))))
            for first in (0, 10, 20)
        ]
        outcomes: list[Any] = await asyncio.gather(*batches, return_exceptions=True)
        assert kinds(outcomes) == ["Rows", "InvalidRequest", "Rows"]
        assert await keys(session) == [*range(5), *range(20, 25)]

    on_engine(body)


def test_cancelled_write_is_left_out(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        started = [asyncio.ensure_future(session.start(INSERT, k, "x", {"a"})) for k in range(6)]
        assert started[2].cancel()
        assert started[5].cancel()
        outcomes: list[Any] = await asyncio.gather(*started, return_exceptions=True)
        assert kinds(outcomes) == ["Rows", "Rows", "CancelledError", "Rows", "Rows", "CancelledError"]
        assert await keys(session) == [0, 1, 3, 4]

    on_engine(body)


def test_write_cancelled_while_it_is_synced_may_be_there(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        disk.free.clear()
        started = [asyncio.ensure_future(session.start(INSERT, k, "x", {"a"})) for k in range(3)]
        assert await asyncio.to_thread(disk.begun.wait, 10)
        started[1].cancel()
        disk.free.set()
        outcomes: list[Any] = await asyncio.gather(*started, return_exceptions=True)
        assert kinds(outcomes) == ["Rows", "CancelledError", "Rows"]
        assert await keys(session) == [0, 1, 2]
        await session.run(INSERT, 3, "x", None)

    on_disk(body)


def test_writes_happen_in_the_order_in_which_they_came(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        answered: list[int] = []
        started = []

        def note(at: int, _: object) -> None:
            answered.append(at)

        for at in range(300):
            kind = at % 3
            if kind == 0:
                write = session.start(INSERT, 1, f"v{at}", {f"t{at}"})
            elif kind == 1:
                write = session.start("UPDATE ks.t SET v = ? WHERE k = 1 IF v = ?", f"v{at}", f"v{at - 1}")
            else:
                write = session.start("DELETE FROM ks.t WHERE k = 1 IF v = ?", f"v{at - 1}")
            future = asyncio.ensure_future(write)
            future.add_done_callback(partial(note, at))
            started.append(future)
        outcomes = await asyncio.gather(*started)
        assert all(outcome.applied in (None, True) for outcome in outcomes)
        assert answered == list(range(300))
        assert await session.rows("SELECT * FROM ks.t") == []

    on_engine(body)


def test_close_finishes_what_was_accepted(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        started = [session.start(INSERT, k, "x" * 1000, {"a"}) for k in range(200)]
        await session.engine.close()
        outcomes = await asyncio.gather(*started)
        assert kinds(list(outcomes)) == ["Rows"] * 200
        await session.refused(Unavailable, INSERT, 1, "x", None)
        await session.refused(Unavailable, "SELECT k FROM ks.t")
        with pytest.raises(Unavailable):
            await session.batch((INSERT, (1, "x", None)))
        await session.engine.close()
        session.engine = await EmbeddedEngine.open(session.directory)
        assert await keys(session) == list(range(200))

    on_disk(body)


def test_many_writes_share_a_sync(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        await asyncio.gather(*(session.start(INSERT, k, "x" * 1000, {"a", f"t{k}"}) for k in range(64)))
        assert 1 <= disk.syncs <= 16

    on_disk(body)


def test_write_is_answered_when_it_is_on_disk(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        disk.free.clear()
        first = [asyncio.ensure_future(session.start(INSERT, k, "x", {"a"})) for k in range(3)]
        assert await asyncio.to_thread(disk.begun.wait, 10)
        # these come while a sync is under way, which may have missed them
        second = [asyncio.ensure_future(session.start(INSERT, k, "x", {"a"})) for k in range(3, 6)]
        for _ in range(20):
            await session.rows("SELECT k FROM ks.t WHERE k = 1")
            await asyncio.sleep(0.001)
        assert not any(future.done() for future in (*first, *second))
        disk.free.set()
        await asyncio.gather(*first, *second)
        assert disk.syncs >= 2

    on_disk(body)


def test_refused_transaction_waits_for_what_it_saw(on_disk: OnEngine, monkeypatch: Patch) -> None:
    """That a row is there already may be told only when that row cannot be lost any more."""

    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        disk.free.clear()
        made = asyncio.ensure_future(session.start(INSERT, 1, "x", None))
        refused = asyncio.ensure_future(session.start(f"{INSERT} IF NOT EXISTS", 1, "y", None))
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert not made.done()
        assert not refused.done()
        disk.free.set()
        assert (await refused).applied is False

    on_disk(body)


def test_failed_sync_is_told_to_all_writers(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 100, "x", None)
        disk = Disk(monkeypatch)
        disk.fault = OSError(errno.EIO, "Input/output error")
        outcomes: list[Any] = await asyncio.gather(
            *(session.start(INSERT, k, "x", {"a"}) for k in range(5)), return_exceptions=True
        )
        assert kinds(outcomes) == ["StorageFault"] * 5
        assert "may be lost" in str(outcomes[0])
        # that a later sync succeeds proves nothing
        disk.fault = None
        for cql in (
            "INSERT INTO ks.t (k) VALUES (7)",
            "UPDATE ks.t SET v = 'x' WHERE k = 100",
            "DELETE FROM ks.t WHERE k = 100 IF EXISTS",
        ):
            await session.refused(StorageFault, cql)
        with pytest.raises(StorageFault):
            await session.batch((INSERT, (8, "x", None)))
        assert await session.rows("SELECT v FROM ks.t WHERE k = 100") == [("x",)]
        assert 100 in await keys(session)
        await session.restart()
        await session.run(INSERT, 9, "x", None)
        assert {9, 100} <= set(await keys(session))

    on_disk(body)


def test_sync_that_succeeds_after_one_that_failed_proves_nothing(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        disk.fault, disk.faults = OSError(errno.EIO, "Input/output error"), 1
        disk.free.clear()
        first = asyncio.ensure_future(session.start(INSERT, 0, "x", None))
        assert await asyncio.to_thread(disk.begun.wait, 10)
        # so many do not wait for the sync under way: they are committed, and need one of their own
        second = [asyncio.ensure_future(session.start(INSERT, k, "x", None)) for k in range(1, 200)]
        for _ in range(200):
            await asyncio.sleep(0.001)
        assert len(await keys(session)) > 64
        disk.free.set()
        outcomes: list[Any] = await asyncio.gather(first, *second, return_exceptions=True)
        assert set(kinds(outcomes)) == {"StorageFault"}
        await session.refused(StorageFault, INSERT, 300, "x", None)

    on_disk(body)


@pytest.mark.parametrize("cql", ["TRUNCATE ks.t", "CREATE TABLE ks.u (k int PRIMARY KEY)", "DROP TABLE ks.t"])
def test_failed_sync_is_told_to_definitions(on_disk: OnEngine, monkeypatch: Patch, cql: str) -> None:
    async def body(session: Session) -> None:
        await make(session)
        disk = Disk(monkeypatch)
        disk.fault = OSError(errno.EIO, "Input/output error")
        await session.refused(StorageFault, INSERT, 1, "x", None)
        await session.refused(StorageFault, cql)

    on_disk(body)


def test_relaxed_durability_waits_for_no_sync(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.engine.close()
        session.engine = await EmbeddedEngine.open(session.directory, durability="relaxed")
        disk = Disk(monkeypatch)
        await asyncio.gather(*(session.start(INSERT, k, "x", {"a"}) for k in range(20)))
        assert disk.syncs == 0
        await session.restart()
        assert await keys(session) == list(range(20))

    on_disk(body)


def test_full_disk_refuses_what_does_not_fit(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, "x", {"a"})
        connection = session.engine._connection
        connection.pragma("max_page_count", connection.pragma("page_count") + 5)
        await session.refused(StorageFault, INSERT, 2, "x" * 200_000, {"a"})
        outcomes: list[Any] = await asyncio.gather(
            *(session.start(INSERT, k, "x" * size, {"a"}) for k, size in ((3, 10), (4, 200_000), (5, 10))),
            return_exceptions=True,
        )
        assert kinds(outcomes)[1] == "StorageFault"
        there = [k for k, outcome in zip((3, 4, 5), outcomes, strict=True) if isinstance(outcome, Rows)]
        assert await keys(session) == [1, *there]
        connection.pragma("max_page_count", 1_000_000)
        await session.run(INSERT, 6, "x" * 200_000, {"a"})
        assert sorted(await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'a'")) == [1, *there, 6]

    on_engine(body)


def test_write_waits_for_another_process(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        other = apsw.Connection(str(session.directory) + "/cassette.db")
        other.execute("BEGIN IMMEDIATE")
        write = asyncio.ensure_future(session.start(INSERT, 1, "x", None))
        await asyncio.sleep(0.02)
        assert not write.done()
        assert await keys(session) == []
        other.execute("COMMIT")
        other.close()
        await write
        assert await keys(session) == [1]

    on_disk(body)


def test_write_does_not_wait_for_ever(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make(session)
        monkeypatch.setattr(writer, "PATIENCE_S", 0.02)
        other = apsw.Connection(str(session.directory) + "/cassette.db")
        other.execute("BEGIN IMMEDIATE")
        outcomes: list[Any] = await asyncio.gather(
            *(session.start(INSERT, k, "x", None) for k in range(3)), return_exceptions=True
        )
        assert kinds(outcomes) == ["Unavailable"] * 3
        other.execute("ROLLBACK")
        other.close()
        await session.run(INSERT, 1, "x", None)
        assert await keys(session) == [1]

    on_disk(body)


def test_definitions_wait_for_their_turn(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        changes = [
            session.run("TRUNCATE ks.t"),
            session.run("CREATE TABLE ks.u (k int PRIMARY KEY)"),
            session.run("DROP INDEX ks.i"),
            session.run("CREATE TABLE ks.u (k int PRIMARY KEY)"),
        ]
        writes = [session.start(INSERT, k, "x", {"a"}) for k in range(20)]
        outcomes: list[Any] = await asyncio.gather(*changes, *writes, return_exceptions=True)
        assert isinstance(outcomes[3], AlreadyExists)
        assert kinds(outcomes[:3] + outcomes[4:]) == ["Rows"] * 23
        await session.run(INSERT, 20, "x", {"a"})
        assert await session.column("SELECT k FROM ks.t WHERE k = 20") == [20]

    on_engine(body)


def test_close_waits_for_a_definition(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await asyncio.gather(*(session.start(INSERT, k, "x" * 5000, {"a", f"t{k}"}) for k in range(500)))
        definition = asyncio.ensure_future(session.run("CREATE CUSTOM INDEX v ON ks.t (v) USING 'sai'"))
        await asyncio.sleep(0.001)
        await session.engine.close()
        await definition
        session.engine = await EmbeddedEngine.open(session.directory)
        assert set(session.table("t").indexes) == {"i", "v"}
        assert len(await session.column("SELECT k FROM ks.t WHERE v = ?", "x" * 5000)) == 500

    on_disk(body)


def test_log_is_moved_into_the_file_while_writes_go_on(on_disk: OnEngine, monkeypatch: Patch) -> None:
    from cassette.engines.embedded import checkpoint

    async def body(session: Session) -> None:
        monkeypatch.setattr(checkpoint, "STEP_PAGES", 50)
        monkeypatch.setattr(checkpoint, "MOST_PAGES", 200)
        await make(session)
        for first in range(0, 2000, 50):
            await asyncio.gather(*(session.start(INSERT, k, "x" * 1000, {"a"}) for k in range(first, first + 50)))
            await asyncio.sleep(0.002)
        assert session.directory is not None
        # 2 MB of rows, and all that their pages were written again
        assert (session.directory / "cassette.db-wal").stat().st_size < 4_000_000
        assert (session.directory / "cassette.db").stat().st_size > 1_000_000
        assert await session.column("SELECT count(*) FROM ks.t") == [2000]

    on_disk(body)


def test_every_engine_starts_where_the_last_one_was_killed(on_disk: OnEngine) -> None:
    """A copy of the files at any moment is what a crash would have left: it opens, with all that was answered."""

    async def body(session: Session) -> None:
        await make(session)
        assert session.directory is not None
        for at in range(5):
            answered = await asyncio.gather(*(session.start(INSERT, at * 100 + k, "x", {"a"}) for k in range(20)))
            pending = [session.start(INSERT, at * 100 + k, "x", {"a"}) for k in range(20, 40)]
            copy = session.directory.parent / f"copy{at}"
            copy.mkdir()
            for name in ("cassette.db", "cassette.db-wal"):
                (copy / name).write_bytes((session.directory / name).read_bytes())
            crashed = await Session.open(copy)
            there = await keys(crashed)
            assert {at * 100 + k for k in range(len(answered))} <= set(there)
            assert sorted(await crashed.column("SELECT k FROM ks.t WHERE s CONTAINS 'a'")) == there
            await crashed.close()
            await asyncio.gather(*pending)

    on_disk(body)


def test_engine_in_memory_forgets(tmp_path: Any) -> None:
    async def main() -> None:
        for _ in range(2):
            session = await Session.open(None)
            await session.run(KEYSPACE)
            await session.close()

    asyncio.run(main())
