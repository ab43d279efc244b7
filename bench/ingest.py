"""insertMany of 100,000 documents of 1 KB, fully indexed: how fast, for how long, and what it leaves in memory."""

import asyncio
import json
import time
from typing import Any

from tests.crash.client import Client

from bench.figures import Figure, Findings, at_least, at_most
from bench.progress import say
from bench.served import Served, cassette, fresh_directory
from bench.size import Size
from bench.start import disk_bytes
from bench.tools import Tools

CONNECTIONS = 8
BATCH = 50
"""What astrapy sends in one command."""
DOCUMENTS_S, STEADY, RESIDENT_MIB = 2_000, 0.7, 250
READS = 2_000
TOUCHES: dict[str, dict[str, Any]] = {
    "array_contains": {"city": "city-7"},
    "array_size": {"tags": {"$size": 3}},
    "exist_keys": {"nickname": {"$exists": True}},
    "query_bool_values": {"verified": {"$gte": True}},
    "query_dbl_values": {"score": {"$lt": 1_000}},
    "query_null_values": {"closed": {"$eq": None}},
    "query_text_values": {"plan": {"$gt": "plan-3"}},
    "query_timestamp_values": {"joined": {"$lt": {"$date": 1}}},
}
"""One filter for each of the eight shredded columns, so that no index can be put off until somebody asks."""


def measure(tools: Tools, size: Size, findings: Findings) -> None:
    """Fill a collection, and look at it afterwards."""
    say(f"ingest: making {size.ingested} documents")
    documents = tools.documents()
    made = [documents.document(number, size.ingested) for number in range(size.ingested)]
    expected = {column: sum(_holds(column, document) for document in made) for column in TOUCHES}
    bodies = [_insert(made[at : at + BATCH]) for at in range(0, len(made), BATCH)]
    del made
    with fresh_directory() as directory, cassette(directory, "--dataapi-count-rows", "100000000") as served:
        served.command("", {"createKeyspace": {"name": "bench"}})
        served.command("/bench", {"createCollection": {"name": "people"}})
        _touch(served, dict.fromkeys(TOUCHES, 0), findings)
        say(f"ingest: inserting {size.ingested} documents")
        cpu_s = served.cpu_s()
        ends_s, refused = asyncio.run(_insert_all(served.url, bodies))
        cpu_us = (served.cpu_s() - cpu_s) / size.ingested * 1e6
        served.settle()
        resident_mib, disk_mb = served.resident_mib(), disk_bytes(directory) / 1e6
        say("ingest: reading")
        _touch(served, expected, findings)
        asyncio.run(_read(served.url, size.ingested))
        read_mib = served.resident_mib()
    if refused:
        findings.faults.append(f"ingest: {len(refused)} refused, such as {refused[0]}")
    findings.figures += [*_speeds(ends_s, size.ingested), Figure("... CPU a document", cpu_us, "µs")]
    findings.figures += [
        Figure("resident memory after it", resident_mib, "MiB", at_most(RESIDENT_MIB)),
        Figure(f"... and after counting by each index and {READS:,} reads", read_mib, "MiB", at_most(RESIDENT_MIB)),
        Figure("on disk, with its log", disk_mb, "MB"),
    ]


def _insert(documents: list[dict[str, Any]]) -> bytes:
    command = {"insertMany": {"documents": documents, "options": {"ordered": False}}}
    return json.dumps(command, separators=(",", ":")).encode()


def _holds(column: str, document: dict[str, Any]) -> bool:
    """Tell whether a document answers the filter that touches a column."""
    answers: dict[str, bool] = {
        "array_contains": document["city"] == "city-7",
        "array_size": len(document["tags"]) == 3,
        "exist_keys": "nickname" in document,
        "query_bool_values": document["verified"],
        "query_dbl_values": document["score"] < 1_000,
        "query_null_values": False,
        "query_text_values": document["plan"] > "plan-3",
        "query_timestamp_values": False,
    }
    return answers[column]


def _touch(served: Served, expected: dict[str, int], findings: Findings) -> None:
    for column, words in TOUCHES.items():
        count = served.command("/bench/people", {"countDocuments": {"filter": words}})["status"]["count"]
        if count != expected[column]:
            findings.faults.append(f"ingest: {column} counts {count} documents, and there are {expected[column]}")


async def _insert_all(url: str, bodies: list[bytes]) -> tuple[list[float], list[str]]:
    """Send all bodies over a few connections. Gives the time of each answer from the start, and what was refused."""
    left, ends_s, refused = iter(bodies), [], []
    start = time.perf_counter()

    async def worker() -> None:
        async with Client(url, "bench", "people") as client:
            for body in left:
                answer = await client.send(body)
                ends_s.append(time.perf_counter() - start)
                if "errors" in answer:
                    refused.append(str(answer)[:300])

    await asyncio.gather(*(worker() for _ in range(CONNECTIONS)))
    return ends_s, refused


def _speeds(ends_s: list[float], documents: int) -> list[Figure]:
    """Give the rate of all, and of the first and the last tenth."""
    tenth = len(ends_s) // 10
    first = tenth * BATCH / ends_s[tenth - 1]
    last = tenth * BATCH / (ends_s[-1] - ends_s[-1 - tenth])
    return [
        Figure(
            f"insertMany, {documents:,} documents",
            documents / ends_s[-1],
            "documents/s",
            at_least(DOCUMENTS_S),
            "240–694",
        ),
        Figure("... first tenth", first, "documents/s"),
        Figure("... last tenth", last, "documents/s"),
        Figure("... last tenth against the first", last / first, "", at_least(STEADY)),
    ]


async def _read(url: str, documents: int) -> None:
    async with Client(url, "bench", "people") as client:
        for number in range(0, documents, max(1, documents // READS)):
            await client.command({"findOne": {"filter": {"_id": f"doc-{number:07d}"}}})
