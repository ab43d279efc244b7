"""wrk, replaying bodies from a file against one server."""

import json
import re
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench.served import Served, busy_s
from bench.tools import Tools

CONNECTIONS = 16
PATH = "/v1/bench/people"


@dataclass(frozen=True)
class Burst:
    """One run of wrk."""

    ops_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    operations: int
    cpu_us: float
    """CPU time of the server for one operation."""
    others: float
    """Cores that anything but wrk and the server has used."""


def burst(tools: Tools, served: Served, bodies: Path, seconds: float) -> Burst:
    """Send the bodies in turn, from 16 connections, each with its next when the last is answered."""
    command = [tools.wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency"]
    command += ["-s", str(tools.path("replay.lua")), served.url + PATH, "--", str(bodies)]
    start, own, cpu_s, busy = time.monotonic(), _children_s(), served.cpu_s(), busy_s()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    cpu_s, busy, wall = served.cpu_s() - cpu_s, busy_s() - busy, time.monotonic() - start
    requests = re.search(r"(\d+) requests in", done.stdout)
    if done.returncode or requests is None or not int(requests[1]):
        raise RuntimeError(f"wrk failed: {done.stdout[-500:]}{done.stderr[-500:]}")
    said = json.loads(done.stdout.strip().splitlines()[-1])
    operations = int(requests[1])
    others = (busy - cpu_s - (_children_s() - own)) / wall
    return Burst(
        said["rate"], said["p50_ms"], said["p99_ms"], said["errors"], operations, cpu_s / operations * 1e6, others
    )


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
