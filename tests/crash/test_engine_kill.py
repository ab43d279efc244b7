"""kill -9 in the middle of writes: what was acknowledged is there, and everything agrees with everything.

Fifty times on one directory, which grows: rows, batches, lightweight transactions and counters from 16 tasks.
"""

import asyncio
import json
import random
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.crash.check import check_files
from tests.crash.writer_process import WORDS

import cassette

KILLS = 50
LONGEST_S = 0.35
START_S = 20
Key = tuple[str, tuple[int, ...]]


@dataclass
class Promises:
    """What the writers were promised: by key, the values that may be there now."""

    known: dict[Key, set[int | None]] = field(default_factory=lambda: defaultdict(lambda: {None}))
    acknowledged: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """By counter: steps that were answered."""
    begun: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """By counter: all steps."""
    answers: int = 0

    def read(self, lines: Iterator[str]) -> None:
        """Take what one process has said up to its end."""
        open_writes: dict[int, dict[str, Any]] = {}
        for line in lines:
            sign, _, rest = line.partition(" ")
            if sign == "+":
                write = json.loads(rest)
                open_writes[write["number"]] = write
                self._begin(write)
            elif sign == "=":
                number, applied = rest.split()
                self._settle(open_writes.pop(int(number)), applied.strip() == "yes")
                self.answers += 1

    def _begin(self, write: dict[str, Any]) -> None:
        if write["table"] == "counts":
            self.begun[write["key"][0]] += 1
        else:
            # from now on, either of both may be there
            self.known[_key(write)].add(write["serial"])

    def _settle(self, write: dict[str, Any], applied: bool) -> None:
        if write["table"] == "counts":
            self.acknowledged[write["key"][0]] += 1
        elif applied:
            self.known[_key(write)] = {write["serial"]}
        else:
            self.known[_key(write)].discard(write["serial"])


def _key(write: dict[str, Any]) -> Key:
    return write["table"], tuple(write["key"])


def storm(directory: Path, seed: int, promises: Promises, wait_s: float) -> None:
    """Let a process write for a while, then kill it."""
    log = directory.parent / f"said-{seed}"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.writer_process", str(directory), str(seed)],
            stdout=said,
            cwd=Path(__file__).parents[2],
        )
    end = time.monotonic() + START_S
    while not log.stat().st_size:
        assert time.monotonic() < end, "the process did not start"
        assert process.poll() is None, "the process ended by itself"
        time.sleep(0.005)
    time.sleep(wait_s)
    process.kill()
    process.wait()
    with log.open() as lines:
        promises.read(iter(lines))


async def check(directory: Path, promises: Promises) -> None:
    """Ask for everything that was promised, in every way."""
    async with cassette.open(directory, keyspace="ks") as db:
        # a partition whose rows are all deleted still has its owner, and shows it in a row without c
        rows = {(row.k, row.c): row async for row in db.stream("SELECT * FROM rows") if row.c is not None}
        _agree("rows", {key: row.serial for key, row in rows.items()}, promises)
        sides = [
            {(row.k,): row.serial async for row in db.stream(f"SELECT * FROM {side}")} for side in ("left", "right")
        ]
        assert sides[0] == sides[1], "half of a batch is there"
        _agree("pairs", sides[0], promises)
        _agree("accounts", {(row.k,): row.serial async for row in db.stream("SELECT * FROM accounts")}, promises)
        async for row in db.stream("SELECT * FROM counts"):
            assert promises.acknowledged[row.k] <= row.n <= promises.begun[row.k], f"counter {row.k}: {row.n}"
            # what was not answered has happened or not; from here on it is known
            promises.acknowledged[row.k] = promises.begun[row.k] = row.n
        await _check_indexes(db, rows)


def _agree(table: str, found: Mapping[Any, int], promises: Promises) -> None:
    for (its_table, key), allowed in promises.known.items():
        if its_table == table:
            assert found.get(key) in allowed, f"{table} {key}: {found.get(key)}, not one of {allowed}"
            allowed &= {found.get(key)}
    assert {(table, key) for key in found} <= promises.known.keys(), f"{table} has rows that nobody wrote"


async def _check_indexes(db: cassette.Database, rows: dict[tuple[int, int], Any]) -> None:
    """Each index has to say what its rows say."""
    for key, row in random.Random(1).sample(sorted(rows.items()), min(20, len(rows))):
        for where, value in (
            ("tag = ?", row.tag),
            ("serial = ?", row.serial),
            ("tags CONTAINS ?", f"tag-{row.serial}"),
        ):
            found = await db.execute(f"SELECT k, c FROM rows WHERE {where}", [value])
            assert list(found) == [key], f"{where} {value}"
    for word in WORDS:
        by_tags = {tuple(row) for row in await db.execute("SELECT k, c FROM rows WHERE tags CONTAINS ?", [word])}
        assert by_tags == {key for key, row in rows.items() if word in row.tags}
        by_note = {tuple(row) for row in await db.execute("SELECT k, c FROM rows WHERE note : ?", [word])}
        assert by_note == {key for key, row in rows.items() if word in row.note.split()}
    nearest = await db.execute("SELECT k, c FROM rows ORDER BY place ANN OF [1, 2, 3] LIMIT 1000")
    assert {tuple(row) for row in nearest} <= rows.keys()
    assert len(nearest) == min(1000, len(rows))


@pytest.mark.slow
def test_acknowledged_writes_survive_fifty_kills(tmp_path: Path) -> None:
    directory, promises, rng = tmp_path / "data", Promises(), random.Random(50)
    for kill in range(KILLS):
        storm(directory, kill + 1, promises, rng.random() * LONGEST_S)
        assert check_files(directory) == []
        asyncio.run(check(directory, promises))
    assert promises.answers > KILLS * 20
    with sqlite3.connect(directory / "cassette.db") as stock:
        assert stock.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert stock.execute("SELECT count(*) FROM cassette_tables").fetchone()[0] >= 5
