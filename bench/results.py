"""The results as a page and as JSON."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, Findings, Rate
from bench.tools import CACHE, ROOT
from cassette.version import VERSION

PAGE = ROOT / "bench" / "RESULTS.md"
ORIGINAL = {
    "find-id": (1882, 860),
    "find-property": (1224, 1340),
    "find-multi": (480, 3640),
    "find-projection": (555, 3150),
    "sort-update": (296, 5850),
    "delete-id": (830, 2040),
    "replace-id": (568, 2920),
}
"""The original stack on two cores, best quiet run: operations a second, and CPU µs of its server and its database."""

RATES_HEAD = (
    "| workload | ops/s | floor/s | share of the floor | target | | p50 ms | p99 ms | CPU µs/op | afterwards "
    "| floor's CPU µs | original ops/s | times | original CPU µs/op | wrong answers |"
)
FIGURES_HEAD = "| figure | value | unit | target | | original |"
RATES_TEXT = """\
wrk with 16 connections on one thread, documents of 1 KB. The floor is an empty handler on the same HTTP server
(granian, RSGI, one worker), measured before and after each burst; of several rounds the one with the middle share is
shown. "Afterwards" is the CPU time that the server has used after its last answer, shared out among the operations.
Indexes on map entries sleep until a query wants them (docs/decisions/0007); the last lines are with all of them awake.
Client and server share the machine. "Original": the published rates of the original Data API server over
Apache Cassandra 5.0.6, best quiet run, client, server and database on two cores."""
FIGURES_TEXT = """\
Latency counts from the moment at which a request was due. "Original" as above; its latencies are of each workload by
itself at this rate, except for the seven in turn."""


def page(findings: Findings, command: str) -> str:
    """Write everything as Markdown."""
    parts = ["# Results", heading(command)]
    if findings.rates:
        parts += ["## Rates", RATES_TEXT, table(RATES_HEAD, [rate_row(rate) for rate in findings.rates])]
        parts += bullets([f"{label(rate)}: {note}" for rate in findings.rates for note in rate.notes])
    if findings.figures:
        parts += ["## Figures", FIGURES_TEXT, table(FIGURES_HEAD, [figure_row(figure) for figure in findings.figures])]
        parts += bullets([f"{figure.name}: {figure.note}" for figure in findings.figures if figure.note])
    if findings.faults:
        parts += ["## Wrong", *bullets(findings.faults)]
    return "\n\n".join(parts) + "\n"


def bullets(lines: list[str]) -> list[str]:
    """Make one list of lines; nothing of none."""
    return ["\n".join(f"- {line}" for line in lines)] if lines else []


def heading(command: str) -> str:
    """Say when, where and how it was measured."""
    now = datetime.now(UTC)
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return (
        f"Written by `{command}` on {now:%Y-%m-%d %H:%M} UTC: Cassette {VERSION}, commit {commit()}, {system}, "
        f"{os.cpu_count()} cores ({processor()})."
    )


def table(head: str, rows: list[str]) -> str:
    """Put rows under a head."""
    return "\n".join([head, "|" + "---|" * (head.count("|") - 1), *rows])


def rate_row(rate: Rate) -> str:
    """Write one line of the table of rates."""
    ops_s, cpu_us = ORIGINAL[rate.workload]
    cells = [
        label(rate),
        f"{rate.ops_s:,.0f}",
        f"{rate.floor_s:,.0f}",
        f"{rate.share:.1%}",
        f"≥ {rate.target.bound:.0%}",
        mark(rate.target.met(rate.share)),
        f"{rate.p50_ms:.2f}",
        f"{rate.p99_ms:.2f}",
        f"{rate.cpu_us:.0f}",
        f"{rate.afterwards_us:.0f}",
        f"{rate.floor_cpu_us:.0f}",
        f"{ops_s:,}",
        f"{rate.ops_s / ops_s:.1f}",
        f"{cpu_us:,}",
        str(rate.errors),
    ]
    return f"| {' | '.join(cells)} |"


def label(rate: Rate) -> str:
    """Name a line of the table of rates."""
    return f"{rate.workload}, every index awake" if rate.awake else rate.workload


def figure_row(figure: Figure) -> str:
    """Write one line of the table of figures."""
    target = figure.target
    cells = [
        figure.name,
        number(figure.value),
        figure.unit,
        f"{'≥' if target.at_least else '≤'} {number(target.bound)}" if target else "",
        mark(target.met(figure.value)) if target else "",
        figure.original,
    ]
    return f"| {' | '.join(cells)} |"


def number(value: float) -> str:
    """Write a number as precisely as it is worth."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def mark(met: bool) -> str:
    return "met" if met else "**missed**"


def commit() -> str:
    """Name the commit that was measured, and say when there was more than it."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def processor() -> str:
    """Name the processor."""
    with Path("/proc/cpuinfo").open() as lines:
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def write_page(text: str) -> Path:
    """Write the page of results."""
    PAGE.write_text(text)
    return PAGE


def write_json(findings: Findings, command: str) -> Path:
    """Keep everything as JSON, beside earlier runs."""
    now = datetime.now(UTC)
    CACHE.mkdir(parents=True, exist_ok=True)
    file = CACHE / f"results-{now:%Y%m%dT%H%M%S}.json"
    machine = {"cores": os.cpu_count(), "processor": processor(), "python": platform.python_version()}
    said = {"at": now.isoformat(), "command": command, "commit": commit(), "machine": machine, **findings.as_json()}
    file.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    return file
