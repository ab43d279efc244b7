"""insertMany of 100,000 documents of 1 KB, fully indexed: how fast, for how long, and what it leaves in memory."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from tests.crash.client import Client

from bench.figures import Figure, Findings, at_least, at_most
from bench.indexes import counted_by_each, expected_counts, wake
from bench.progress import say
from bench.served import NOISY_CORES, Served, busy_s, cassette, fresh_directory
from bench.size import Size
from bench.start import disk_bytes
from bench.tools import Tools

CONNECTIONS = 8
BATCH = 50
"""What astrapy sends in one command."""
DOCUMENTS_S, STEADY, RESIDENT_MIB = 2_000, 0.7, 250
READS = 2_000


@dataclass(frozen=True)
class Tenth:
    """What one tenth of the documents has taken."""

    documents: int
    wall_s: float
    cpu_s: float
    others: float
    """Cores that anything but client and server has used."""

    @property
    def rate(self) -> float:
        return self.documents / self.wall_s

    @property
    def cpu_us(self) -> float:
        return self.cpu_s / self.documents * 1e6


def measure(tools: Tools, size: Size, findings: Findings) -> None:
    """Fill a collection, and look at it afterwards."""
    say(f"ingest: making {size.ingested} documents")
    documents = tools.documents()
    made = [documents.document(number, size.ingested) for number in range(size.ingested)]
    expected = expected_counts(made)
    bodies = [_insert(made[at : at + BATCH]) for at in range(0, len(made), BATCH)]
    del made
    with fresh_directory() as directory, cassette(directory, "--dataapi-count-rows", "100000000") as served:
        served.command("", {"createKeyspace": {"name": "bench"}})
        served.command("/bench", {"createCollection": {"name": "people"}})
        findings.faults += [f"ingest: the index {name} sleeps" for name in wake(served, directory)]
        say(f"ingest: inserting {size.ingested} documents")
        tenths, refused = asyncio.run(_insert_all(served, bodies))
        served.settle()
        resident_mib, disk_mb = served.resident_mib(), disk_bytes(directory) / 1e6
        say("ingest: reading")
        counted = counted_by_each(served)
        asyncio.run(_read(served.url, size.ingested))
        read_mib = served.resident_mib()
    findings.faults += [
        f"ingest: {column} counts {counted[column]} documents, and there are {count}"
        for column, count in expected.items()
        if count != counted[column]
    ]
    if refused:
        findings.faults.append(f"ingest: {len(refused)} refused, such as {refused[0]}")
    findings.figures += [
        *_speeds(tenths, size.ingested),
        Figure("resident memory after it", resident_mib, "MiB", at_most(RESIDENT_MIB)),
        Figure(f"... and after counting by each index and {READS:,} reads", read_mib, "MiB", at_most(RESIDENT_MIB)),
        Figure("on disk, with its log", disk_mb, "MB"),
    ]


def _insert(documents: list[dict[str, Any]]) -> bytes:
    command = {"insertMany": {"documents": documents, "options": {"ordered": False}}}
    return json.dumps(command, separators=(",", ":")).encode()


async def _insert_all(served: Served, bodies: list[bytes]) -> tuple[list[Tenth], list[str]]:
    """Send all bodies over a few connections. Gives what each tenth of them has taken, and what was refused."""
    left, answered, refused, tenths = iter(bodies), 0, [], []
    at_s, cpu_s, busy = time.perf_counter(), served.cpu_s(), busy_s()
    own_s = time.process_time()

    def note() -> None:
        nonlocal at_s, cpu_s, busy, own_s
        before = (at_s, cpu_s, busy, own_s)
        at_s, cpu_s, busy, own_s = time.perf_counter(), served.cpu_s(), busy_s(), time.process_time()
        wall_s, used_s = at_s - before[0], cpu_s - before[1]
        others = (busy - before[2] - used_s - (own_s - before[3])) / wall_s
        tenths.append(Tenth(len(bodies) // 10 * BATCH, wall_s, used_s, others))

    async def worker() -> None:
        nonlocal answered
        async with Client(served.url, "bench", "people") as client:
            for body in left:
                answer = await client.send(body)
                answered += 1
                if "errors" in answer:
                    refused.append(str(answer)[:300])
                if answered % (len(bodies) // 10) == 0:
                    note()

    await asyncio.gather(*(worker() for _ in range(CONNECTIONS)))
    return tenths, refused


def _speeds(tenths: list[Tenth], documents: int) -> list[Figure]:
    """Give the rate of all, and of the first and the last tenth."""
    first, last = tenths[0], tenths[-1]
    whole = Tenth(documents, sum(one.wall_s for one in tenths), sum(one.cpu_s for one in tenths), 0)
    note = "documents a second by tenths: " + ", ".join(f"{one.rate:,.0f}" for one in tenths)
    cpu = "CPU µs a document by tenths: " + ", ".join(f"{one.cpu_us:.0f}" for one in tenths)
    others = max(one.others for one in tenths)
    if others > NOISY_CORES:
        note += f"; others used up to {others:.1f} cores"
    return [
        Figure(
            f"insertMany, {documents:,} documents", whole.rate, "documents/s", at_least(DOCUMENTS_S), "240–694", note
        ),
        Figure("... first tenth", first.rate, "documents/s"),
        Figure("... last tenth", last.rate, "documents/s"),
        Figure("... last tenth against the first", last.rate / first.rate, "", at_least(STEADY)),
        Figure("... CPU a document", whole.cpu_us, "µs", note=cpu),
    ]


async def _read(url: str, documents: int) -> None:
    async with Client(url, "bench", "people") as client:
        for number in range(0, documents, max(1, documents // READS)):
            await client.command({"findOne": {"filter": {"_id": f"doc-{number:07d}"}}})
