"""Processes: one that serves, or several that serve from one socket with one that watches over them."""

import asyncio
import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cassette.server.board import Board
from cassette.server.edge import StartFault, listen
from cassette.server.logs import LOG, start_logging
from cassette.server.screen import screen
from cassette.server.settings import Settings

BACKOFF_S, MOST_BACKOFF_S, STEADY_S = 0.2, 10.0, 30.0
"""A worker that dies is started again after a pause, which doubles unless it had lived for a while."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
READY = b"r"


@dataclass(frozen=True, slots=True)
class Post:
    """What a worker shares with its supervisor: the end of a pipe that closes with it, and the board of counts."""

    alive: int
    board: Board


def run_one(settings: Settings) -> int:
    """Serve from this process until a signal comes."""
    prepare(settings)
    listener = listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    run_loop(settings, listener, lambda: show(settings, port))
    return 0


def run_many(settings: Settings) -> int:
    """Serve from worker processes; start again those that die, stop all when a signal comes."""
    prepare(settings)
    listener = listen(settings.host, settings.port)
    return Supervisor(settings, listener).run()


def prepare(settings: Settings) -> None:
    """Make sure that there is a place for the data, and for as many connections as the machine allows."""
    start_logging(settings.log_level, settings.log_format)
    if not settings.memory:
        check_directory(settings.data)
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def check_directory(data: Path) -> None:
    """Make the data directory when it is not there. Raises StartFault when nothing can be kept in it."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StartFault(f"The data directory {data} cannot be made: {fault.strerror}.") from None
    if not os.access(data, os.W_OK | os.X_OK):
        raise StartFault(f"The data directory {data} cannot be written to: check its owner and its mode.")


def show(settings: Settings, port: int) -> None:
    """Print the first screen."""
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    sys.stdout.write(screen(settings, port, colours))
    sys.stdout.flush()


def run_loop(settings: Settings, listener: socket.socket, ready: Callable[[], None], post: Post | None = None) -> None:
    """Serve from this process until a signal comes, or the supervisor is gone."""
    import uvloop

    async def life() -> None:
        from cassette.server.service import Service

        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, stop.set)
        if post is not None:
            loop.add_reader(post.alive, stop.set)
        service = await Service.start(settings, listener, board=None if post is None else post.board)
        # what was made so far stays: the collector need not look at it again, which is what its long pauses are
        gc.freeze()
        ready()
        stopping = loop.create_task(stop.wait())
        await asyncio.wait({stopping, service.serving}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await service.stop()

    uvloop.run(life())


class Supervisor:
    """Keeps the workers of one listening socket alive.

    Workers are forked before this process has any thread, and share its socket: a connection that waits while
    one of them dies is taken by another.
    """

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.settings = settings
        self.listener = listener
        self.stopping = False
        self.born_s: dict[int, float] = {}
        self.slots: dict[int, int] = {}
        # workers hold the reading end: it tells them when this process is gone
        alive, self._alive_end = os.pipe()
        self.post = Post(alive, Board(settings.workers))

    def run(self) -> int:
        """Start the workers, show the screen when all are ready, stay until the last has ended."""
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: self.stop())
        ready = [self.spawn(slot) for slot in range(self.settings.workers)]
        if not all(os.read(pipe, 1) == READY for pipe in ready):
            told_to = self.stopping
            self.stop()
            self.reap_all()
            # told by nobody, a worker has failed, and has said why
            return 0 if told_to else 1
        for pipe in ready:
            os.close(pipe)
        if not self.stopping:
            show(self.settings, self.listener.getsockname()[1])
        self.watch()
        return 0

    def spawn(self, slot: int) -> int:
        """Start one worker with its slot on the board; give the pipe on which it says that it is ready."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os.close(self._alive_end)
            self.post.board.own = slot
            os._exit(self.work(writing))
        os.close(writing)
        self.born_s[child] = time.monotonic()
        self.slots[child] = slot
        return reading

    def work(self, writing: int) -> int:
        """Be a worker: serve until told to stop; give the exit code."""
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        try:
            run_loop(self.settings, self.listener, lambda: tell(writing), self.post)
        except StartFault as fault:
            print(f"cassette: {fault}", file=sys.stderr)  # noqa: T201  there is no command line above a worker
            return 1
        except Exception:  # noqa: BLE001  the last line of a process: whatever it was, it is written down
            LOG.exception("a worker ended")
            return 1
        return 0

    def watch(self) -> None:
        """Wait for workers to end; start a new one for each that was not told to."""
        pause_s = BACKOFF_S
        while self.born_s:
            try:
                child, status = os.waitpid(-1, 0)
            except ChildProcessError:
                return
            slot = self.slots.pop(child, 0)
            lived_s = time.monotonic() - self.born_s.pop(child, 0.0)
            if self.stopping:
                continue
            pause_s = BACKOFF_S if lived_s > STEADY_S else min(pause_s * 2, MOST_BACKOFF_S)
            LOG.error(
                "a worker died and is started again",
                extra={"fields": {"pid": child, "exit": os.waitstatus_to_exitcode(status), "pause_s": pause_s}},
            )
            self.pause(pause_s)
            if not self.stopping:
                os.close(self.spawn(slot))

    def pause(self, seconds: float) -> None:
        """Wait, unless a stop is asked for."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            select.select([], [], [], 0.05)

    def stop(self) -> None:
        """Pass the stop on to all workers."""
        self.stopping = True
        self.listener.close()
        for child in self.born_s:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    def reap_all(self) -> None:
        """Wait for workers that were told to stop."""
        for child in self.born_s:
            os.waitpid(child, 0)


def tell(writing: int) -> None:
    """Say that this worker is ready, to whoever still listens: nobody waits for one that was started again."""
    with contextlib.suppress(BrokenPipeError):
        os.write(writing, READY)
