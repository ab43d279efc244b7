"""Group commit: what has queued up runs in one transaction, is synced once, then all is answered.

    submit(work)  ->  queue  ->  one transaction, on the event loop  ->  flusher thread: fdatasync  ->  answers

Work runs on the event loop's own connection, between other callbacks and never across them, so reads
there see whole transactions only and share its page cache. The wait for the disk happens elsewhere;
what comes in while the flusher syncs is gathered for the next transaction. docs/decisions/0005 has what
was weighed.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import apsw

from cassette.cql.rows import Rows
from cassette.engines.embedded.collector import paused
from cassette.engines.embedded.faults import engine_error
from cassette.engines.embedded.flusher import Flusher
from cassette.errors import EngineError, StorageFault, Unavailable

logger = logging.getLogger(__name__)

Work = Callable[[], Rows]

SLICE_S = 0.008
"""How long one transaction may hold the event loop before other callbacks get a turn."""
CROWD = 64
"""So much work does not wait for the sync under way; less does, and then shares a transaction."""
RETRY_S = 0.001
PATIENCE_S = 10.0
"""How long another process may hold the write lock before work is refused."""


class Writer:
    """Runs submitted work in order, many in one transaction; answers when it is on disk."""

    def __init__(self, connection: apsw.Connection, log: Path | None, catch_up: Callable[[], None]) -> None:
        """Write on this connection, whose log has to be synced (None: it has not).

        `catch_up` looks whether the schema in memory is the stored one: at the start of each transaction,
        for what another process did, and after anything was undone.
        """
        self._connection = connection
        self._flusher = Flusher(log, self._synced)
        self._catch_up = catch_up
        self._queue: deque[tuple[Work, asyncio.Future[Rows]]] = deque()
        self._scheduled = False
        self._paused = False
        self._busy_since: float | None = None
        self._emptied = asyncio.Event()

    def submit(self, work: Work) -> asyncio.Future[Rows]:
        """Queue work; the future is done when what it wrote is durable.

        Errors: StorageFault once a sync has failed: what the disk holds since then is not known.
        """
        self.refuse_after_failure()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Rows] = loop.create_future()
        self._queue.append((work, future))
        self._schedule(loop)
        return future

    def refuse_after_failure(self) -> None:
        """Raise what the first failed sync was, if one has failed: nothing more is written then."""
        if self._flusher.failure is not None:
            raise self._flusher.failure

    def pause(self) -> None:
        """Start no transaction until `resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on after `pause`."""
        self._paused = False
        if self._queue:
            self._schedule(asyncio.get_running_loop())

    async def close(self) -> None:
        """Wait until all that was submitted is answered."""
        self._emptied.clear()
        if self._queue:
            await self._emptied.wait()
        await self._flusher.close()

    def _schedule(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._scheduled or self._paused or (self._flusher.busy and len(self._queue) < CROWD):
            return
        self._scheduled = True
        loop.call_soon(self._drain, loop)

    def _synced(self) -> None:
        if self._queue:
            self._schedule(asyncio.get_running_loop())

    def _drain(self, loop: asyncio.AbstractEventLoop) -> None:
        self._scheduled = False
        if self._paused or not self._queue:
            return
        try:
            if self._begin():
                self._transaction()
                self._schedule_rest(loop)
            else:
                self._scheduled = True
                loop.call_later(RETRY_S, self._drain, loop)
        except EngineError as failure:
            self._refuse_all(failure)
        except apsw.Error as fault:
            # not even the schema can be read: nothing that waits can be carried out
            self._refuse_all(engine_error(fault))

    def _schedule_rest(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._queue:
            self._schedule(loop)
        else:
            self._emptied.set()

    def _begin(self) -> bool:
        """Take the write lock; False when another process has it just now."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except apsw.BusyError:
            self._busy_since = self._busy_since or monotonic()
            if monotonic() - self._busy_since > PATIENCE_S:
                self._busy_since = None
                raise Unavailable("another process holds the write lock of the data directory: try again") from None
            return False
        except apsw.Error as fault:
            raise engine_error(fault) from fault
        self._busy_since = None
        return True

    def _transaction(self) -> None:
        """Run queued work for one slice, commit, and hand the answers to the flusher."""
        done: list[tuple[Work, asyncio.Future[Rows], Rows | EngineError]] = []
        end = monotonic() + SLICE_S
        try:
            self._catch_up()
            with paused():
                while self._queue and monotonic() < end:
                    work, future = self._queue.popleft()
                    if not future.cancelled():
                        done.append((work, future, self._one(work, future)))
            self._connection.execute("COMMIT")
        except _HalfDoneError as half_done:
            # the others are innocent: nobody was answered yet, so they take their turn once more
            self._queue.extendleft((work, future) for work, future, _ in reversed(done))
            half_done.future.set_exception(half_done.failure)
            self._roll_back()
        except apsw.Error as fault:
            # SQLite gave the transaction up (disk full, I/O error): all that was in it is undone
            self._refuse([future for _, future, _ in done], engine_error(fault))
            self._roll_back()
        else:
            self._flusher.acknowledge([(future, answer) for _, future, answer in done])

    def _one(self, work: Work, future: asyncio.Future[Rows]) -> Rows | EngineError:
        """Run one piece of work; its failure is its answer, unless it had begun to write."""
        before = self._connection.total_changes()
        try:
            return work()
        except EngineError as failure:
            answer: EngineError = failure
        except apsw.Error as fault:
            answer = engine_error(fault)
            if not self._connection.in_transaction:
                self._refuse([future], answer)
                raise
        except Exception as surprise:
            logger.exception("a write failed in a way that nobody expected")
            answer = StorageFault(f"the write was given up: {surprise}")
        if self._connection.total_changes() != before:
            raise _HalfDoneError(future, answer)
        return answer

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._catch_up()

    def _refuse_all(self, failure: EngineError) -> None:
        self._refuse([future for _, future in self._queue], failure)
        self._queue.clear()
        self._emptied.set()

    @staticmethod
    def _refuse(futures: list[asyncio.Future[Rows]], failure: EngineError) -> None:
        for future in futures:
            if not future.done():
                future.set_exception(failure)


class _HalfDoneError(Exception):
    """A piece of work failed after it had written something: the transaction cannot be kept.

    Undoing just that piece would take a savepoint around each, and with it a copy of every page touched.
    """

    def __init__(self, future: asyncio.Future[Rows], failure: EngineError) -> None:
        super().__init__(failure)
        self.future = future
        self.failure = failure
