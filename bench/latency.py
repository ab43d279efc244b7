"""Latency at a steady rate: 175 requests a second, the seven workloads in turn, whatever the server does."""

import json

from bench.figures import Figure, Findings, at_most
from bench.progress import say
from bench.served import cassette, fresh_directory
from bench.size import Size
from bench.tools import CACHE, Tools

RATE_S = 175
P50_MS, P99_MS = 2.0, 10.0
ORIGINAL = {
    "find-id": "2.2 / 3.4",
    "find-property": "3.0 / 4.6",
    "find-multi": "5.6 / 9.1",
    "find-projection": "5.6 / 17",
    "sort-update": "13.1 / 135",
    "delete-id": "3.5 / 9.1",
    "replace-id": "4.0 / 19",
    "all": "8.1 / 69",
}
"""p50 / p99 of the original stack, in its best run at this rate, each workload by itself; `all` is the mix."""


def measure(tools: Tools, size: Size, findings: Findings) -> None:
    """Measure p50 and p99 from the moment at which each request was due."""
    out = CACHE / "latency.json"
    with fresh_directory() as directory, cassette(directory) as served:
        url = ("--url", served.url, "--docs", str(size.documents))
        say("latency: filling a collection")
        tools.load(*url, "--prepare")
        served.settle()
        say(f"latency: {RATE_S} requests a second for {size.latency_seconds:g} seconds")
        options = ["--workload", "mix", "--rate", str(RATE_S), "--seconds", str(size.latency_seconds)]
        options += ["--warmup", str(size.warmup_seconds), "--watch", f"server={served.popen.pid}"]
        tools.load(*url, *options, "--json-out", str(out))
    said = json.loads(out.read_text())
    wrong = sum(said["errors"].values())
    if wrong:
        findings.faults.append(f"latency: {wrong} wrong answers: {said['error_samples']}")
    for name, row in sorted(said["by_operation"].items(), key=lambda item: list(ORIGINAL).index(item[0])):
        spread, whole = row["latency_ms"], name == "all"
        label = "all seven in turn" if whole else name
        for percentile, bound, original in zip(
            ("p50", "p99"), (P50_MS, P99_MS), ORIGINAL[name].split(" / "), strict=True
        ):
            target = at_most(bound) if whole else None
            findings.figures.append(
                Figure(f"latency {percentile}, {label}", spread[percentile], "ms", target, original)
            )
    cpu_us = said["processes"]["server"]["cpu_ms_per_operation"] * 1000
    findings.figures.append(Figure("CPU an operation at that rate", cpu_us, "µs", None, "6,670"))
