"""Servers as the bench starts them, each in a process group of its own, and what /proc says about them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.tools import CACHE, Tools
from cassette.testing import TOKEN, free_port

TICKS_S: int = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 30.0
QUIET_S, QUIET_SHARE = 0.25, 0.03
NOISY_CORES = 0.15
"""What others may use of the machine before a figure says so."""


class Served:
    """A server process and its children."""

    def __init__(self, command: list[str], port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.popen = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)

    def wait(self) -> None:
        """Wait until it answers. Raises RuntimeError when it never does."""
        end = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(OSError):
                self.command("", {"findKeyspaces": {}})
                return
            if self.popen.poll() is not None:
                raise RuntimeError(f"{self.popen.args!r} ended with exit code {self.popen.returncode}")
            if time.monotonic() > end:
                raise RuntimeError(f"{self.popen.args!r} does not answer")
            time.sleep(0.001)

    def command(self, path: str, command: dict[str, Any]) -> dict[str, Any]:
        """Send one command on a connection of its own."""
        body = json.dumps(command).encode()
        head = f"POST /v1{path} HTTP/1.1\r\nHost: localhost\r\nToken: {TOKEN}\r\nConnection: close\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        answer: dict[str, Any] = json.loads(self._exchange(head.encode() + body))
        return answer

    def wrong_answers(self) -> int:
        """Count the commands that were answered with an error since the start, by the server's own count."""
        text = self._exchange(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").decode()
        return sum(
            int(float(line.rpartition(" ")[2]))
            for line in text.splitlines()
            if line.startswith("command_processor_process_seconds_count") and 'error="true"' in line
        )

    def _exchange(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) as connection:
            connection.sendall(request)
            with connection.makefile("rb") as stream:
                answer = stream.read()
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(f"answered with {head[:60]!r}")
        return body

    def cpu_s(self) -> float:
        """CPU time that it has used, user and system, with all its children."""
        return sum(int(fields[11]) + int(fields[12]) for fields in _stats(self.popen.pid)) / TICKS_S

    def resident_mib(self) -> float:
        """Resident memory, with all its children."""
        pages = sum(int(fields[21]) for fields in _stats(self.popen.pid))
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def settle(self) -> float:
        """Wait until it has nothing to do any more; give the CPU time that this took.

        What it does after its answers must not weigh on what is measured next, nor be forgotten.
        """
        start, end = self.cpu_s(), time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            before = self.cpu_s()
            time.sleep(QUIET_S)
            if self.cpu_s() - before <= QUIET_SHARE * QUIET_S + 1 / TICKS_S:
                break
        return self.cpu_s() - start

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGTERM)
        try:
            self.popen.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()


def _stats(group: int) -> Iterator[list[str]]:
    """Give the fields of /proc/PID/stat, from the state on, of each process in a group."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) == group:
                    yield fields


def busy_s() -> float:
    """CPU time that all processors together have been busy since boot."""
    ticks = [int(n) for n in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICKS_S


@contextlib.contextmanager
def fresh_directory() -> Iterator[Path]:
    """Make a directory on the disk of this checkout, and take it away at the end."""
    CACHE.mkdir(parents=True, exist_ok=True)
    directory = Path(tempfile.mkdtemp(prefix="data-", dir=CACHE))
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def cassette(directory: Path, *arguments: str) -> Iterator[Served]:
    """Serve a directory with `cassette serve`."""
    port = free_port()
    served = Served(serve_command(directory, port, *arguments), port)
    try:
        served.wait()
        yield served
    finally:
        served.stop()


def serve_command(directory: Path, port: int, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "cassette", "serve", "--data", str(directory), "--port", str(port), *arguments]


@contextlib.contextmanager
def floor(tools: Tools) -> Iterator[Served]:
    """Serve the empty handler: granian, RSGI, one worker."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--workers", "1", "--no-ws", "--http", "1"]
    command += ["--loop", "uvloop", "--port", str(port), "--log-level", "error"]
    served = Served([*command, "--working-dir", str(tools.directory), "floor:app"], port)
    try:
        served.wait()
        yield served
    finally:
        served.stop()
