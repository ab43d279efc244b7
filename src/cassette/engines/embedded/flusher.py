"""The flusher: waits for the disk, so that the event loop does not have to.

    acknowledge(answers)  ->  one fdatasync for all that is waiting  ->  futures done, on the event loop

A sync that starts after a commit makes that commit, and all before it, durable; answers that arrive
while one sync is under way share the next.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from cassette.cql.rows import Rows
from cassette.errors import EngineError, StorageFault

Answered = list[tuple["asyncio.Future[Rows]", Rows | EngineError]]


class Flusher:
    """Acknowledges answers once the log they stand in is on disk."""

    def __init__(self, log: Path | None, synced: Callable[[], None]) -> None:
        """Sync a write-ahead log; None where nothing has to be synced (memory, relaxed durability).

        `synced` is called on the event loop after each sync.
        """
        self._synced = synced
        self.failure: EngineError | None = None
        """Set by the first sync that failed. A later one that succeeds proves nothing: the kernel may have
        dropped the pages, so from then on nothing more is accepted until the directory is opened again."""
        self._log = log
        self._waiting: SimpleQueue[Answered | None] = SimpleQueue()
        self._pending = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._run, name="cassette-flusher", daemon=True) if log else None
        if self._thread:
            self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a sync is under way."""
        return self._pending > 0

    def acknowledge(self, answered: Answered) -> None:
        """Answer, as soon as what was committed before this call is on disk."""
        if self._thread is None:
            _tell(answered, None)
            return
        self._pending += 1
        self._idle.clear()
        self._waiting.put(answered)

    async def close(self) -> None:
        """Wait until everything is acknowledged, then end the thread."""
        await self._idle.wait()
        if self._thread:
            self._waiting.put(None)
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        assert self._log is not None
        try:
            log = os.open(self._log, os.O_RDWR)
        except OSError as fault:
            self.failure = StorageFault(f"the log {self._log} cannot be opened: {fault}")
            log = -1
        try:
            while batch := self._next_batch():
                self.failure = self.failure or _sync(log)
                self._loop.call_soon_threadsafe(self._done, batch, self.failure)
        finally:
            if log >= 0:
                os.close(log)

    def _next_batch(self) -> list[Answered]:
        """Wait for answers, then take all there are; empty at the end."""
        first = self._waiting.get()
        batch = [] if first is None else [first]
        while first is not None and not self._waiting.empty():
            more = self._waiting.get()
            if more is None:
                self._waiting.put(None)
                break
            batch.append(more)
        return batch

    def _done(self, batch: list[Answered], failure: EngineError | None) -> None:
        for answered in batch:
            _tell(answered, failure)
        self._pending -= len(batch)
        if not self._pending:
            self._idle.set()
        self._synced()


def _sync(log: int) -> EngineError | None:
    try:
        # not every system has the lighter one
        getattr(os, "fdatasync", os.fsync)(log)
    except OSError as fault:
        return StorageFault(f"the disk did not confirm a write, which may be lost; start again to go on: {fault}")
    return None


def _tell(answered: Answered, failure: EngineError | None) -> None:
    for future, answer in answered:
        if future.done():
            continue
        if failure is not None or isinstance(answer, EngineError):
            future.set_exception(failure or answer)  # type: ignore[arg-type]
        else:
            future.set_result(answer)
