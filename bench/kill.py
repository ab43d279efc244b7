"""`kill -9` in the middle of a write load: the storm of tests/crash, reported."""

import asyncio

from tests.crash.storm import run

from bench.figures import Figure, Findings, at_most
from bench.progress import say
from bench.served import fresh_directory
from bench.size import Size

SEED = 11


def measure(size: Size, findings: Findings) -> None:
    """Kill, restart and check, again and again on one directory."""
    say(f"kill -9, {size.kills} times")
    with fresh_directory() as directory:
        report = asyncio.run(run(directory / "data", size.kills, SEED))
    findings.faults += [f"kill: {fault}" for fault in report.faults]
    note = (
        f"{report.acknowledged:,} acknowledged writes, {report.unanswered:,} documents under way at the kills, "
        f"{report.lookups:,} look-ups by index"
    )
    findings.figures += [
        Figure("kill -9 while writing, and restart", report.kills, "times", note=note),
        Figure("... writes lost, documents half there, indexes that disagree", len(report.faults), "", at_most(0)),
    ]
