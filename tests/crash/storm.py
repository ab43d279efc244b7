"""A storm of writes, and the kill in its middle.

setup, then again and again: write until so many answers have come -> SIGKILL -> check the files ->
start again -> check every document, by walking and by every index
"""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.check import check_counts, check_documents, check_files, check_lookups, indexes_in_state, walk
from tests.crash.client import Client
from tests.crash.ledger import TILLS, Action, Document, Ledger

from cassette import testing

KEYSPACE, COLLECTION = "storm", "things"
WRITERS = 12
FEWEST_ANSWERS, MOST_ANSWERS = 60, 360
LATE_S = 0.005
FEWEST_DOCUMENTS = 5
"""A writer with fewer inserts some before it does anything else."""
TILL_SHARE = 0.1
BATCH = 100
SAMPLE = 12
SETTINGS = ("--dataapi-page-rows", "500", "--dataapi-count-rows", "1000000", "--log-level", "error")


@dataclass
class Report:
    """What a series of kills has shown."""

    kills: int = 0
    acknowledged: int = 0
    """Write commands that were answered."""
    documents: int = 0
    """In the collection at the end."""
    unanswered: int = 0
    """Documents that were being written at a kill."""
    landed: int = 0
    """... of which so many are there in their new form, which is as right as the old."""
    lookups: int = 0
    building: int = 0
    """Indexes that were being built at a kill."""
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def insert_one(owner: str, mine: dict[str, Document], ledger: Ledger, rng: random.Random) -> Action:
    document = ledger.document(f"{owner}-{next(ledger.serials)}")
    return Action(
        {"insertOne": {"document": document}},
        {document["_id"]: document},
        lambda answer: answer["status"]["insertedIds"] == [document["_id"]],
    )


def insert_many(owner: str, mine: dict[str, Document], ledger: Ledger, rng: random.Random) -> Action:
    documents = [ledger.document(f"{owner}-{next(ledger.serials)}") for _ in range(rng.randint(2, 12))]
    return Action(
        {"insertMany": {"documents": documents, "options": {"ordered": rng.random() < 0.5}}},
        {document["_id"]: document for document in documents},
        lambda answer: len(answer["status"]["insertedIds"]) == len(documents),
    )


def update_one(owner: str, mine: dict[str, Document], ledger: Ledger, rng: random.Random) -> Action:
    # two changes of one command: neither may be seen without the other
    before, mark = rng.choice(list(mine.values())), f"mark-{next(ledger.serials)}"
    after = {**before, "count": before["count"] + 1, "mark": mark}
    return Action(
        {"updateOne": {"filter": {"_id": before["_id"]}, "update": {"$inc": {"count": 1}, "$set": {"mark": mark}}}},
        {before["_id"]: after},
        lambda answer: answer["status"]["modifiedCount"] == 1,
    )


def replace_one(owner: str, mine: dict[str, Document], ledger: Ledger, rng: random.Random) -> Action:
    before = rng.choice(list(mine.values()))
    after = ledger.document(before["_id"])
    replacement = {name: value for name, value in after.items() if name != "_id"}
    return Action(
        {
            "findOneAndReplace": {
                "filter": {"_id": before["_id"]},
                "replacement": replacement,
                "options": {"returnDocument": "after"},
            }
        },
        {before["_id"]: after},
        lambda answer: bool(answer["data"]["document"] == after),
    )


def delete_one(owner: str, mine: dict[str, Document], ledger: Ledger, rng: random.Random) -> Action:
    before = rng.choice(list(mine.values()))
    return Action(
        {"deleteOne": {"filter": {"_id": before["_id"]}}},
        {before["_id"]: None},
        lambda answer: answer["status"]["deletedCount"] == 1,
    )


Make = Callable[[str, dict[str, Document], Ledger, random.Random], Action]
INSERTS: tuple[Make, ...] = (insert_many, insert_one)
ACTIONS: tuple[Make, ...] = (delete_one, delete_one, insert_many, insert_one, replace_one, replace_one, update_one)


class Storm:
    """Writers on one collection: each has documents of its own, the tills belong to all."""

    def __init__(self, url: str, ledger: Ledger, rng: random.Random) -> None:
        self.url = url
        self.ledger = ledger
        self.rng = rng
        self.faults: list[str] = []
        self._over = asyncio.Event()
        self._left = 0

    async def rage(self, answers: int, kill: Callable[[], object]) -> None:
        """Write until so many answers have come, then kill; returns when every writer has noticed."""
        self._left = answers
        async with asyncio.TaskGroup() as tasks:
            for number in range(WRITERS):
                tasks.create_task(self._write(f"writer{number}", random.Random(self.rng.random())))
            await self._over.wait()
            # not in step with any answer
            await asyncio.sleep(self.rng.random() * LATE_S)
            kill()

    async def _write(self, owner: str, rng: random.Random) -> None:
        mine = {name: document for name, document in self.ledger.known.items() if name.startswith(f"{owner}-")}
        try:
            async with Client(self.url, KEYSPACE, COLLECTION) as client:
                while True:
                    if rng.random() < TILL_SHARE:
                        await self._count(client, rng.choice(TILLS))
                    else:
                        await self._act(client, owner, mine, rng)
                    self._left -= 1
                    if self._left <= 0:
                        self._over.set()
        except (OSError, EOFError):
            if not self._over.is_set():
                self.faults.append(f"{owner} was cut off before the kill")
                self._over.set()

    async def _act(self, client: Client, owner: str, mine: dict[str, Document], rng: random.Random) -> None:
        action = rng.choice(ACTIONS if len(mine) >= FEWEST_DOCUMENTS else INSERTS)(owner, mine, self.ledger, rng)
        self.ledger.begin(action)
        answer = await client.command(action.command)
        if "errors" in answer or not action.accepts(answer):
            self.faults.append(f"{next(iter(action.command))} was answered with {str(answer)[:300]}")
        self.ledger.settle(action)
        for name, document in action.leaves.items():
            mine.pop(name, None)
            if document is not None:
                mine[name] = document

    async def _count(self, client: Client, till: str) -> None:
        steps = self.ledger.tills[till]
        steps[1] += 1
        answer = await client.command({"updateOne": {"filter": {"_id": till}, "update": {"$inc": {"count": 1}}}})
        # too many at once on one document is an honest answer; the step was not taken then
        if "errors" not in answer:
            steps[0] += 1
        steps[1] -= 1


async def run(directory: Path, kills: int, seed: int, *, wake: int = 0, workers: int = 1) -> Report:
    """Kill one server so many times while it writes to one directory, which grows; say what was found.

    With `wake`, the first storm begins on so many documents and with queries that wake sleeping indexes: the
    kill then comes while these are being built.
    """
    rng, ledger, report, start = random.Random(seed), Ledger(), Report(), time.monotonic()
    with testing.process(directory, *SETTINGS, "--workers", str(workers)) as process:
        await set_up(process.url)
        if wake:
            await fill(process.url, ledger, wake)
        for number in range(kills):
            storm, answers = Storm(process.url, ledger, rng), rng.randint(FEWEST_ANSWERS, MOST_ANSWERS)
            if wake and number == 0:
                answers = wake // 100
                async with Client(process.url, KEYSPACE, COLLECTION) as client:
                    await check_counts(client, {})
            await storm.rage(answers, lambda: kill(process))
            report.building += len(indexes_in_state(directory, "building"))
            report.kills += 1
            report.faults += storm.faults + check_files(directory)
            process.restart()
            await check(process.url, ledger, report, rng)
            if report.faults:
                break
    report.acknowledged, report.documents = ledger.acknowledged, len(ledger.known)
    report.seconds = time.monotonic() - start
    return report


def kill(process: testing.Process) -> None:
    """End a server as a power cut would, all its processes at once."""
    parent = process.popen.pid
    children = Path(f"/proc/{parent}/task/{parent}/children")
    workers = children.read_text().split() if children.exists() else []
    process.popen.send_signal(signal.SIGSTOP)
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(worker), signal.SIGKILL)
    process.kill()


async def set_up(url: str) -> None:
    """Make the collection, and the documents that all count on."""
    for client, command in (
        (Client(url), {"createKeyspace": {"name": KEYSPACE}}),
        (Client(url, KEYSPACE), {"createCollection": {"name": COLLECTION}}),
        (
            Client(url, KEYSPACE, COLLECTION),
            {"insertMany": {"documents": [{"_id": till, "count": 0} for till in TILLS]}},
        ),
    ):
        async with client:
            answer = await client.command(command)
            assert "errors" not in answer, answer


async def fill(url: str, ledger: Ledger, documents: int) -> None:
    """Insert documents before any storm."""
    async with Client(url, KEYSPACE, COLLECTION) as client:
        for at in range(0, documents, BATCH):
            batch = [ledger.document(f"writer{number % WRITERS}-early{number}") for number in range(at, at + BATCH)]
            answer = await client.command({"insertMany": {"documents": batch}})
            assert "errors" not in answer, answer
            ledger.known.update((document["_id"], document) for document in batch)


async def check(url: str, ledger: Ledger, report: Report, rng: random.Random) -> None:
    """Hold what a server has stored against what it had promised."""
    async with Client(url, KEYSPACE, COLLECTION) as client:
        found = await walk(client)
        open_ones = [name for name in ledger.uncertain if name in found]
        report.unanswered += len(ledger.uncertain)
        report.landed += sum(found.get(name) == after for name, after in ledger.uncertain.items())
        report.faults += check_documents(ledger, found)
        living = [found[name] for name in open_ones]
        living += rng.sample(list(ledger.known.values()), min(SAMPLE, len(ledger.known)))
        gone = rng.sample(ledger.retired, min(SAMPLE, len(ledger.retired)))
        faults, looked = await check_lookups(client, found, living, gone)
        report.lookups += looked
        report.faults += faults
        report.faults += await check_counts(client, found)
        ledger.retired.clear()
