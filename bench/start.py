"""Start, memory at rest, the time of createCollection, and what an installation takes on disk."""

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

from bench.figures import Figure, Findings, at_most
from bench.progress import say
from bench.served import Served, cassette, fresh_directory, serve_command
from bench.size import Size
from bench.tools import CACHE, ROOT
from cassette.testing import free_port

START_S, IDLE_MIB, CREATE_MS, INSTALLED_MB = 0.8, 120, 50, 130
COLLECTIONS = 7
REST_S = 1.0


def measure(size: Size, findings: Findings) -> None:
    """Measure all that has to do with being small."""
    say("start")
    times_s = [time_to_answer() for _ in range(size.starts)]
    findings.figures += [
        Figure("start to the first answer, best", min(times_s), "s"),
        Figure(f"... median of {size.starts}", statistics.median(times_s), "s", at_most(START_S), "7.5–10.2"),
    ]
    with fresh_directory() as directory, cassette(directory) as served:
        time.sleep(REST_S)
        idle = Figure("resident memory, idle", served.resident_mib(), "MiB", at_most(IDLE_MIB), "4.0 GB")
        findings.figures += [idle, *create_collections(served)]
    say("installing what a user installs")
    findings.figures.append(Figure("installed size", installed_mb(), "MB", at_most(INSTALLED_MB)))


def time_to_answer() -> float:
    """Give the seconds from spawning `cassette serve` to the first command that it has answered."""
    with fresh_directory() as directory:
        port = free_port()
        start = time.perf_counter()
        served = Served(serve_command(directory, port), port)
        try:
            served.wait()
            return time.perf_counter() - start
        finally:
            served.stop()


def create_collections(served: Served) -> list[Figure]:
    """Make a few collections, one after another."""
    served.command("", {"createKeyspace": {"name": "bench"}})
    times_ms = []
    for number in range(COLLECTIONS):
        start = time.perf_counter()
        answer = served.command("/bench", {"createCollection": {"name": f"things{number}"}})
        times_ms.append((time.perf_counter() - start) * 1000)
        assert answer == {"status": {"ok": 1}}, answer
    return [
        Figure(f"createCollection, median of {COLLECTIONS}", statistics.median(times_ms), "ms", None, "2,200–2,800"),
        Figure("... slowest", max(times_ms), "ms", at_most(CREATE_MS)),
    ]


def installed_mb() -> float:
    """Install the locked runtime dependencies and Cassette into an environment of their own; measure that."""
    lock = ROOT / "requirements" / "runtime.txt"
    place = CACHE / f"installed-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    python = place / "bin" / "python"
    if not (place / ".complete").exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=False)
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]
        subprocess.run([*command, "--quiet", "--require-hashes", "-r", str(lock)], check=True)
        (place / ".complete").touch()
    packages = next(place.glob("lib/python*/site-packages"))
    shutil.rmtree(packages / "cassette", ignore_errors=True)
    shutil.copytree(ROOT / "src" / "cassette", packages / "cassette", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([str(python), "-m", "compileall", "-q", str(packages / "cassette")], check=True)
    return disk_bytes(place) / 1e6


def disk_bytes(directory: Path) -> int:
    """Add up what a directory takes on disk, as du does."""
    return sum(
        (Path(place) / name).lstat().st_blocks * 512
        for place, folders, files in os.walk(directory)
        for name in (*folders, *files)
    )
