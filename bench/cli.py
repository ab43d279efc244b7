"""The command line of the bench."""

import argparse
import sys
from collections.abc import Callable, Sequence

from bench import cql, ingest, kill, latency, rates, start, vectors
from bench.figures import Findings
from bench.progress import done
from bench.results import page, write_json, write_page
from bench.size import FULL, QUICK, Size
from bench.tools import VARIABLE, Missing, Tools, find_tools

Section = Callable[[Tools, Size, Findings], None]
SECTIONS: dict[str, Section] = {
    "awake": rates.measure_awake,
    "latency": latency.measure,
    "start": lambda tools, size, findings: start.measure(size, findings),
    "ingest": ingest.measure,
    "cql": lambda tools, size, findings: cql.measure(size, findings),
    "vectors": lambda tools, size, findings: vectors.measure(size.vectors, size.queries, findings),
    "kill": lambda tools, size, findings: kill.measure(size, findings),
}
NAMES = ("rates", *rates.SHARES, *SECTIONS)
QUICK_NAMES = tuple(name for name in NAMES if name != "awake")
MISSING, WRONG = 2, 1

EXAMPLES = f"""\
examples:
  make bench                              the whole run, some ten minutes; writes bench/RESULTS.md
  make bench ARGS=--quick                 under a minute, to see where things stand
  make bench ARGS="find-id replace-id"    two of the workloads, each against the floor
  make bench ARGS="--quick ingest"        one part, quickly
  python -m bench --write                 what `make bench` does

names:
  rates      all of {", ".join(rates.SHARES)}
  awake      the three that write, once more, with every index in use
  latency    175 requests a second, the seven workloads in turn: p50 and p99
  start      start to the first answer, memory at rest, createCollection, installed size
  ingest     insertMany of 100,000 documents of 1 KB, with every index in use
  cql        CQL from Python: reads, writes, parsing, opening, paging, against apsw by hand
  vectors    ANN on 100,000 vectors, against the library below
  kill       kill -9 in the middle of writes, again and again

The load generators are taken from ../shared/tools, or from {VARIABLE}; wrk comes with the system's packages.
Every run leaves its figures as JSON in .cache/bench. Keep the machine quiet: client and server share it.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; print the tables, and write them where that is asked for too."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure Cassette, and compare it with its targets.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="name", help="what to measure (default: everything)")
    parser.add_argument("--quick", action="store_true", help="measure little: figures to look at, not to quote")
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md; only after a whole run")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in NAMES]
    if unknown:
        parser.error(f"{unknown[0]} is not something to measure; there are {', '.join(NAMES)}")
    if given.write and (given.quick or given.names):
        parser.error("--write takes a whole run: without --quick, and without names")
    try:
        tools = find_tools()
    except Missing as missing:
        sys.stderr.write(f"bench: {missing}\n")
        return MISSING
    size, everything = (QUICK, QUICK_NAMES) if given.quick else (FULL, NAMES)
    return report(measure(tools, size, given.names or everything), given)


def measure(tools: Tools, size: Size, names: Sequence[str]) -> Findings:
    """Measure the named parts, one after another."""
    findings = Findings()
    workloads = [name for name in rates.SHARES if name in names or "rates" in names]
    try:
        if workloads:
            rates.measure(tools, size, workloads, findings)
        for name, section in SECTIONS.items():
            if name in names:
                section(tools, size, findings)
    finally:
        done()
    return findings


def report(findings: Findings, given: argparse.Namespace) -> int:
    """Print what was found, and keep it."""
    words = [*(["--quick"] if given.quick else []), *(["--write"] if given.write else []), *given.names]
    command = " ".join(["python -m bench", *words])
    text = page(findings, command)
    print(text)
    print(f"as JSON: {write_json(findings, command)}")
    if given.write:
        print(f"written: {write_page(text)}")
    return WRONG if findings.faults else 0
