"""Rates in a closed loop, as shares of the floor.

    check the answers -> floor -> burst -> floor -> burst -> floor -> burst -> floor

Each burst is compared with the floors beside it; the round in the middle of all is reported.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import Findings, Rate, at_least
from bench.indexes import wake
from bench.progress import say
from bench.served import NOISY_CORES, Served, cassette, floor, fresh_directory
from bench.size import Size
from bench.tools import CACHE, Tools
from bench.wrk import CONNECTIONS, Burst, burst

SHARES = {
    "find-id": 0.40,
    "find-property": 0.25,
    "find-multi": 0.10,
    "find-projection": 0.10,
    "sort-update": 0.06,
    "replace-id": 0.08,
    "delete-id": 0.10,
}
"""What each should reach of the floor. What changes the collection comes last, and deleting behind all."""
WRITES = {"delete-id", "replace-id", "sort-update"}
READ_BODIES = 20_000
FIRST_GUESS, MARGIN, FEWEST_BODIES = 2.5, 1.5, 2_000
"""How many bodies a write needs, so that none is sent twice: its target and more, then what the last round took."""
CHECK_SECONDS, CHECK_CONNECTIONS, CHECK_VICTIMS = "0.5", "4", "400"
SAMPLE = 20


@dataclass(frozen=True)
class Round:
    """A burst, and the floor's rate beside it."""

    burst: Burst
    floor: Burst
    floor_s: float
    afterwards_s: float
    """CPU time of the server after the burst."""
    ran_dry: bool
    """Whether bodies were sent twice that should not be."""

    @property
    def share(self) -> float:
        return self.burst.ops_s / self.floor_s


def measure(tools: Tools, size: Size, names: Sequence[str], findings: Findings) -> None:
    """Measure the named workloads on one server that has just been filled."""
    with fresh_directory() as directory, cassette(directory) as served, floor(tools) as empty:
        bench = Rates(tools, size, served, empty, findings)
        bench.prepare()
        findings.rates += [bench.rate(name) for name in SHARES if name in names]


def measure_awake(tools: Tools, size: Size, findings: Findings) -> None:
    """Measure the writes once more, with every index of the collection in use."""
    with fresh_directory() as directory, cassette(directory) as served, floor(tools) as empty:
        bench = Rates(tools, size, served, empty, findings)
        bench.prepare()
        say("waking all indexes")
        findings.faults += [f"the index {name} sleeps" for name in wake(served, directory)]
        bench.awake = True
        findings.rates += [bench.rate(name) for name in SHARES if name in WRITES]


class Rates:
    """Measures workloads on a server and on the floor beside it."""

    def __init__(self, tools: Tools, size: Size, served: Served, empty: Served, findings: Findings) -> None:
        self.tools = tools
        self.size = size
        self.served = served
        self.empty = empty
        self.findings = findings
        self.floor_guess_s = 40_000.0
        self.before: Burst
        self.bodies = CACHE / "bodies.jsonl"
        self.awake = False

    def prepare(self) -> None:
        """Make and fill the collection."""
        say("filling a collection")
        self.load("--prepare")
        self.served.settle()

    def rate(self, name: str) -> Rate:
        """Measure one workload."""
        wrong_before, errors = self.served.wrong_answers(), self.check(name)
        rounds: list[Round] = []
        count = round(self.floor_guess_s * SHARES[name] * FIRST_GUESS * self.size.seconds)
        while len(rounds) < self.size.rounds:
            say(f"{name}, round {len(rounds) + 1} of {self.size.rounds}")
            one = self.round(name, max(count, FEWEST_BODIES), is_first=not rounds)
            errors += one.burst.errors
            if name == "delete-id":
                errors += self.still_there(one.burst.operations)
            count = round(one.burst.operations * MARGIN)
            # what was sent twice deletes nothing, or changes nothing: such a round is done again
            if not one.ran_dry:
                rounds.append(one)
        return self.row(name, rounds, errors + self.served.wrong_answers() - wrong_before)

    def round(self, name: str, count: int, *, is_first: bool) -> Round:
        """Measure a workload once, and the floor before and after."""
        if is_first or name in WRITES:
            self.dump(name, count if name in WRITES else READ_BODIES)
            self.before = self.floor()
        found = burst(self.tools, self.served, self.bodies, self.size.seconds)
        afterwards_s = self.served.settle()
        before, self.before = self.before, self.floor()
        ran_dry = name in WRITES and found.operations + CONNECTIONS > count
        return Round(found, self.before, (before.ops_s + self.before.ops_s) / 2, afterwards_s, ran_dry)

    def row(self, name: str, rounds: list[Round], errors: int) -> Rate:
        """Report the round whose share is the middle one."""
        notes = []
        if errors:
            self.findings.faults.append(f"{name}: {errors} wrong answers")
        middle = sorted(rounds, key=lambda one: one.share)[len(rounds) // 2]
        others = max(max(one.burst.others, one.floor.others) for one in rounds)
        if others > NOISY_CORES:
            notes.append(f"others used {others:.1f} cores")
        one, operations = middle.burst, sum(each.burst.operations for each in rounds)
        return Rate(
            workload=name,
            awake=self.awake,
            ops_s=one.ops_s,
            floor_s=middle.floor_s,
            share=middle.share,
            target=at_least(SHARES[name]),
            p50_ms=one.p50_ms,
            p99_ms=one.p99_ms,
            cpu_us=one.cpu_us,
            afterwards_us=sum(each.afterwards_s for each in rounds) / operations * 1e6,
            floor_cpu_us=middle.floor.cpu_us,
            operations=operations,
            errors=errors,
            notes=tuple(notes),
        )

    def check(self, name: str) -> int:
        """Let load.py look whether the answers are right; count those that are not."""
        say(f"{name}: are the answers right?")
        out = CACHE / "check.json"
        arguments = ["--workload", name, "--connections", CHECK_CONNECTIONS, "--seconds", CHECK_SECONDS]
        self.load(*arguments, "--victims", CHECK_VICTIMS, "--json-out", str(out))
        said = json.loads(out.read_text())
        self.findings.faults += [f"{name}: {sample}" for sample in said["error_samples"]]
        counted: dict[str, int] = said["errors"]
        return sum(counted.values()) + int(said["operations"] == 0)

    def dump(self, name: str, count: int) -> None:
        """Write the bodies of a workload to a file; for deletes, this inserts what they will delete."""
        say(f"{name}: writing {count} requests")
        self.load("--workload", name, "--dump", str(self.bodies), "--count", str(count))
        self.served.settle()

    def load(self, *arguments: str) -> None:
        self.tools.load("--url", self.served.url, "--docs", str(self.size.documents), *arguments)

    def floor(self) -> Burst:
        """Measure the empty handler with the same bodies."""
        say("the floor")
        found = burst(self.tools, self.empty, self.bodies, self.size.floor_seconds)
        self.floor_guess_s = found.ops_s
        return found

    def still_there(self, operations: int) -> int:
        """Count, in a sample of those that wrk has had deleted, documents that are still there."""
        lines = self.bodies.read_text().splitlines()[: max(1, operations - CONNECTIONS)]
        wanted = random.Random(operations).sample(lines, min(SAMPLE, len(lines)))
        left = 0
        for line in wanted:
            words = json.loads(line)["deleteOne"]["filter"]
            answer = self.served.command("/bench/people", {"findOne": {"filter": words}})
            left += answer["data"]["document"] is not None
        return left
