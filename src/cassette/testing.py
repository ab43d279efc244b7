"""Servers for tests.

    import cassette.testing

    with cassette.testing.server() as s:
        client = DataAPIClient(environment="hcd")
        database = client.get_database(s.url, token=s.token)

`server` is a fresh server in this process, in milliseconds. `process` is a real `cassette serve`, for tests that
want to kill one.
"""

import asyncio
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvloop

from cassette.server.edge import listen
from cassette.server.settings import Settings

if TYPE_CHECKING:
    from cassette.server.river import Door

TOKEN = "Cassandra:Y2Fzc2FuZHJh:Y2Fzc2FuZHJh"  # noqa: S105  user and password `cassandra`, for servers that take any
START_S = 20.0


class Server:
    """A server in a thread of this process; made by `server`."""

    token = TOKEN

    def __init__(self, settings: Settings, door: "Door | None" = None) -> None:
        self.settings = settings
        self._door = door
        self._start()

    @property
    def url(self) -> str:
        """The address to give to a client: `http://127.0.0.1:<port>`."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def restart(self) -> None:
        """Stop, and start again on the same port and the same data; what was in memory is gone."""
        self.stop()
        self._start()

    def stop(self) -> None:
        """Finish what was accepted, and end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        if self._fault is not None:
            raise self._fault

    def _start(self) -> None:
        self._fault: BaseException | None = None
        self._listener = listen(self.settings.host, self.settings.port)
        self.settings = replace(self.settings, port=self._listener.getsockname()[1])
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="cassette", daemon=True)
        self._thread.start()
        if not started.wait(START_S):
            raise TimeoutError("the server has not started")
        if self._fault is not None:
            raise self._fault

    def _run(self, started: threading.Event) -> None:
        self._loop = uvloop.new_event_loop()
        # the embedded edge asks for the loop of its thread
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live(started))
        except BaseException as fault:  # noqa: BLE001  it is raised again where the test stands
            self._fault = fault
        finally:
            started.set()
            self._listener.close()
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _live(self, started: threading.Event) -> None:
        from cassette.server.service import Service

        self._stopping = asyncio.Event()
        service = await Service.start(self.settings, self._listener, self._door)
        started.set()
        await self._stopping.wait()
        await service.stop()


@contextlib.contextmanager
def server(directory: Path | str | None = None, *, door: "Door | None" = None, **settings: Any) -> Iterator[Server]:
    """Open a fresh server on a free loopback port: in memory, or on a directory.

    `settings` are fields of `cassette.server.settings.Settings`; `door` takes the place of the Data API.
    """
    place: dict[str, Any] = {"memory": True} if directory is None else {"data": Path(directory)}
    running = Server(Settings(**{"port": 0, "stop_timeout_s": 10.0, **place, **settings}), door)
    try:
        yield running
    finally:
        running.stop()


class Process:
    """A `cassette serve` of its own; made by `process`."""

    token = TOKEN

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self._command = [sys.executable, "-m", "cassette", "serve", "--port", str(self.port), *arguments]
        self._environment = {**os.environ, **(environment or {})}
        self.start()

    @property
    def url(self) -> str:
        """The address to give to a client."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it says that it is ready; what goes wrong goes to standard error."""
        self.popen = subprocess.Popen(self._command, stdout=subprocess.PIPE, env=self._environment)  # noqa: S603
        end = time.monotonic() + START_S
        screen = b""
        while b"is ready" not in screen:
            said = self._said(end)
            screen += said
            if not said:
                raise RuntimeError(f"cassette serve has ended with exit code {self._end(signal.SIGKILL)}")

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop; give the exit code."""
        return self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Start again on the same port and data, whatever ended it."""
        if self.popen.poll() is None:
            self.stop()
        self.start()

    def _said(self, end: float) -> bytes:
        """Read what it says next; nothing when it has ended. Raises TimeoutError."""
        assert self.popen.stdout is not None
        screen = self.popen.stdout.fileno()
        if not select.select([screen], [], [], max(0.0, end - time.monotonic()))[0]:
            self.kill()
            raise TimeoutError("cassette serve does not say that it is ready")
        return os.read(screen, 65_536)

    def _end(self, number: signal.Signals) -> int:
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        code = self.popen.wait(60)
        if self.popen.stdout is not None:
            self.popen.stdout.close()
        return code


@contextlib.contextmanager
def process(directory: Path | str | None = None, *arguments: str) -> Iterator[Process]:
    """Start `cassette serve` on a free port: in memory, or on a directory; more arguments as on the command line."""
    place = ("--memory",) if directory is None else ("--data", str(directory))
    running = Process((*place, *arguments))
    try:
        yield running
    finally:
        running.kill()


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
