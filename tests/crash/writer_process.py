"""A process that writes rows, batches, transactions and counters from 16 tasks until somebody kills it.

    python -m tests.crash.writer_process DIRECTORY SEED

On standard output, which is a file, a line before each write and one after its answer: `+ {…}` begun, `= N`
acknowledged.
A line is one call of `write`, so a kill never cuts one.
"""

import asyncio
import itertools
import json
import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cassette

TASKS = 16
KEYS = 12
"""How many keys of its own each task has."""
CLUSTERING = 3
WORDS = ("amber", "birch", "cedar", "delta", "ember", "frost", "grove", "haven")

SCHEMA = (
    "CREATE KEYSPACE IF NOT EXISTS ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    """CREATE TABLE IF NOT EXISTS ks.rows (k int, c int, serial bigint, tag text, tags set<text>, note text,
    place vector<float, 3>, owner text static, PRIMARY KEY (k, c))""",
    "CREATE CUSTOM INDEX IF NOT EXISTS rows_tag ON ks.rows (tag) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX IF NOT EXISTS rows_tags ON ks.rows (tags) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX IF NOT EXISTS rows_serial ON ks.rows (serial) USING 'StorageAttachedIndex'",
    """CREATE CUSTOM INDEX IF NOT EXISTS rows_note ON ks.rows (note) USING 'StorageAttachedIndex'
    WITH OPTIONS = {'index_analyzer': 'standard'}""",
    "CREATE CUSTOM INDEX IF NOT EXISTS rows_place ON ks.rows (place) USING 'StorageAttachedIndex'",
    "CREATE TABLE IF NOT EXISTS ks.left (k int PRIMARY KEY, serial bigint)",
    "CREATE TABLE IF NOT EXISTS ks.right (k int PRIMARY KEY, serial bigint)",
    "CREATE TABLE IF NOT EXISTS ks.accounts (k int PRIMARY KEY, serial bigint)",
    "CREATE TABLE IF NOT EXISTS ks.counts (k int PRIMARY KEY, n counter)",
)


@dataclass
class Writing:
    """What all tasks share: the database, and the numbers of writes and values."""

    db: cassette.Database
    serials: "itertools.count[int]"
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def write(self, what: dict[str, Any], statement: Any, values: Any) -> cassette.Result:
        """Carry out one write between its two lines."""
        number = next(self.numbers)
        say("+ " + json.dumps({"number": number, **what}))
        if isinstance(statement, list):
            answer = await self.db.batch(list(zip(statement, values, strict=True)))
        else:
            answer = await self.db.execute(statement, values)
        say(f"= {number} {'no' if answer.applied is False else 'yes'}")
        return answer


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


async def row(writing: Writing, key: int, rng: random.Random) -> None:
    serial, c = next(writing.serials), rng.randrange(CLUSTERING)
    tag, tags = f"tag-{serial}", {f"tag-{serial}", rng.choice(WORDS)}
    note, place = " ".join(rng.choices(WORDS, k=4)), [float(rng.randint(1, 9)) for _ in range(3)]
    await writing.write(
        {"table": "rows", "key": [key, c], "serial": serial},
        "INSERT INTO ks.rows (k, c, serial, tag, tags, note, place, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [key, c, serial, tag, tags, note, place, f"owner-{serial}"],
    )


async def deletion(writing: Writing, key: int, rng: random.Random) -> None:
    c = rng.randrange(CLUSTERING)
    await writing.write(
        {"table": "rows", "key": [key, c], "serial": None}, "DELETE FROM ks.rows WHERE k = ? AND c = ?", [key, c]
    )


async def batch(writing: Writing, key: int, rng: random.Random) -> None:
    serial = next(writing.serials)
    await writing.write(
        {"table": "pairs", "key": [key], "serial": serial},
        [f"INSERT INTO ks.{side} (k, serial) VALUES (?, ?)" for side in ("left", "right")],
        [[key, serial], [key, serial]],
    )


async def transaction(writing: Writing, key: int, rng: random.Random) -> None:
    found = (await writing.db.execute("SELECT serial FROM ks.accounts WHERE k = ?", [key])).one()
    serial = next(writing.serials)
    what = {"table": "accounts", "key": [key], "serial": serial}
    if found is None:
        await writing.write(what, "INSERT INTO ks.accounts (k, serial) VALUES (?, ?) IF NOT EXISTS", [key, serial])
    else:
        update = "UPDATE ks.accounts SET serial = ? WHERE k = ? IF serial = ?"
        await writing.write(what, update, [serial, key, found.serial])


async def count(writing: Writing, key: int, rng: random.Random) -> None:
    # counters belong to everybody
    await writing.write(
        {"table": "counts", "key": [key % KEYS]}, "UPDATE ks.counts SET n = n + 1 WHERE k = ?", [key % KEYS]
    )


ACTIONS: tuple[Callable[[Writing, int, random.Random], Any], ...] = (row, row, deletion, batch, transaction, count)


async def task(writing: Writing, number: int, rng: random.Random) -> None:
    while True:
        await rng.choice(ACTIONS)(writing, number * KEYS + rng.randrange(KEYS), rng)


async def main(directory: str, seed: int) -> None:
    rng = random.Random(seed)
    async with cassette.open(directory) as db:
        for statement in SCHEMA:
            await db.execute(statement)
        writing = Writing(db, itertools.count(seed * 1_000_000))
        say("ready")
        await asyncio.gather(*(task(writing, number, random.Random(rng.random())) for number in range(TASKS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
