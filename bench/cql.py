"""CQL from Python: reads, writes, parsing, opening and paging, each against the same work done by hand with apsw.

Both sides use the same SQLite, the same pages and the same durability, in one process and in turns; a share is the
middle one of several rounds.
"""

import asyncio
import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

import cassette
from bench.figures import Figure, Findings, at_least, at_most
from bench.progress import say
from bench.served import fresh_directory
from bench.size import Size
from cassette.cql.parser import parse, parse_anew
from cassette.engines.embedded.tokens import token

READ_SHARE, GROUP_TIMES, BULK_SHARE = 40, 5, 25
PARSE_US, OPEN_MS, IDLE_MIB, PAGING_MIB = 150, 300, 80, 50
TASKS = 64
PAGE_BYTES = 2_048
INSERT_8 = "INSERT INTO ks.people (a, b, c, d, e, f, g, h) VALUES (1, 'two', 3.0, true, 0x05, {'six'}, [7], ?)"

SCHEMA = (
    "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    "CREATE TABLE ks.points (k int PRIMARY KEY, name text, size int, note text)",
    "CREATE TABLE ks.single (k int PRIMARY KEY, name text, size int, note text)",
    "CREATE TABLE ks.bulk (k int PRIMARY KEY, a text, b int, c text, d bigint, e text, f int, g text)",
    "CREATE CUSTOM INDEX ON ks.bulk (a) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX ON ks.bulk (b) USING 'StorageAttachedIndex'",
    "CREATE TABLE ks.long (k int, c int, v text, PRIMARY KEY (k, c))",
)
BULK = "INSERT INTO ks.bulk (k, a, b, c, d, e, f, g) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
OPEN = """
import time; begun = time.perf_counter()
import asyncio, sys, cassette
async def main():
    async with cassette.open(sys.argv[1]) as db:
        await db.execute("SELECT * FROM ks.points WHERE k = 1")
        opened = time.perf_counter() - begun
        with open("/proc/self/statm") as pages:
            print(opened * 1000, int(pages.read().split()[1]) * 4096 / 2**20)
asyncio.run(main())
"""


def measure(size: Size, findings: Findings) -> None:
    """Measure everything that a program with `cassette.open` meets."""
    with fresh_directory() as directory:
        data = directory / "data"
        findings.figures += asyncio.run(_reads_and_writes(data, directory / "bare.db", size))
        findings.figures += [*_parsing(), *_opening(data), asyncio.run(_paging(data, size))]


async def _reads_and_writes(data: Path, bare: Path, size: Size) -> list[Figure]:
    async with cassette.open(data) as db:
        for statement in SCHEMA:
            await db.execute(statement)
        return [*await _points(db, data, size), *await _single(db, size), *await _bulk(db, bare, size)]


async def _points(db: cassette.Database, data: Path, size: Size) -> list[Figure]:
    """Read rows by their keys, in turns with the same SELECT by hand."""
    say("cql: reading by key")
    await db.execute_many(
        "INSERT INTO ks.points (k, name, size, note) VALUES (?, ?, ?, ?)",
        ([k, f"name {k}", k, "note " * 10] for k in range(size.points)),
    )
    keys = [(k * 7_919) % size.points for k in range(size.points)]
    connection = apsw.Connection(str(data / "cassette.db"), flags=apsw.SQLITE_OPEN_READONLY)
    table = connection.execute("SELECT number FROM cassette_tables WHERE name = 'points'").get
    select = f"SELECT c0, c1, c2, c3 FROM t{table} WHERE token = ? AND c0 = ?"
    tokens = [(token(k.to_bytes(4, "big", signed=True)), k) for k in keys]

    def by_hand() -> None:
        for key in tokens:
            connection.execute(select, key).fetchall()

    async def ours() -> None:
        for k in keys:
            await db.execute("SELECT k, name, size, note FROM ks.points WHERE k = ?", (k,))

    assert connection.execute(select, tokens[0]).fetchall()[0][0] == keys[0]
    by_hand()
    await ours()
    rounds = [(_timed(by_hand), await _timed_async(ours)) for _ in range(size.rounds + 2)]
    connection.close()
    shares = [hand / own for hand, own in rounds]
    ours_us = statistics.median(own for _, own in rounds) / len(keys) * 1e6
    hand_us = statistics.median(hand for hand, _ in rounds) / len(keys) * 1e6
    note = f"{ours_us:.1f} µs, by hand {hand_us:.1f} µs"
    share = 100 * statistics.median(shares)
    return [Figure("db.execute, one row by its key, of apsw's rate", share, "%", at_least(READ_SHARE), note=note)]


async def _single(db: cassette.Database, size: Size) -> list[Figure]:
    """Insert rows, each on disk before the next of its task: one task, and many."""
    say("cql: single inserts")
    keys = itertools.count()
    insert = "INSERT INTO ks.single (k, name, size, note) VALUES (?, ?, ?, ?)"

    async def task(count: int) -> None:
        for _ in range(count):
            await db.execute(insert, (next(keys), "name", 5, "note " * 10))

    async def one() -> float:
        return size.singles / await _timed_async(lambda: task(size.singles))

    async def many() -> float:
        each = size.singles // 4
        return TASKS * each / await _timed_async(lambda: asyncio.gather(*(task(each) for _ in range(TASKS))))

    await one()
    rounds = [(await one(), await many()) for _ in range(size.rounds)]
    alone, together = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Figure("durable INSERTs of one task", alone, "rows/s"),
        Figure(f"... of {TASKS} tasks", together, "rows/s"),
        Figure("... against one", together / alone, "times", at_least(GROUP_TIMES)),
    ]


async def _bulk(db: cassette.Database, bare: Path, size: Size) -> list[Figure]:
    """Insert many rows of eight columns with two indexes, in turns with executemany into an equal schema."""
    say("cql: bulk inserts")
    connection = apsw.Connection(str(bare))
    connection.pragma("page_size", PAGE_BYTES)
    connection.pragma("journal_mode", "wal")
    connection.execute(
        "CREATE TABLE bulk (row INTEGER PRIMARY KEY, token, k, a, b, c, d, e, f, g);"
        "CREATE UNIQUE INDEX bulk_key ON bulk (token, k);"
        "CREATE INDEX bulk_a ON bulk (a); CREATE INDEX bulk_b ON bulk (b)"
    )
    each = size.bulk // size.rounds
    rounds = []
    for number in range(size.rounds):
        rows = [_bulk_row(k) for k in range(number * each, (number + 1) * each)]
        bare_rows = [(token(row[0].to_bytes(4, "big")), *row) for row in rows]

        def by_hand(bare_rows: list[Any] = bare_rows) -> None:
            for at in range(0, each, 1_000):
                with connection:
                    connection.executemany(
                        "INSERT INTO bulk (token, k, a, b, c, d, e, f, g) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        bare_rows[at : at + 1_000],
                    )

        hand_s = _timed(by_hand)
        rounds.append((hand_s, await _timed_async(lambda rows=rows: db.execute_many(BULK, rows))))  # type: ignore[misc]
    connection.close()
    share = 100 * statistics.median(hand / own for hand, own in rounds)
    rate = each / statistics.median(own for _, own in rounds)
    return [
        Figure("bulk INSERT, 8 columns, 2 indexes", rate, "rows/s"),
        Figure("... of executemany's rate", share, "%", at_least(BULK_SHARE)),
    ]


def _bulk_row(k: int) -> tuple[Any, ...]:
    return k, f"a {k * 31 % 1_000}", k * 17 % 5_000, "text " * 4, k << 20, f"e {k}", k % 7, "more text " * 3


def _parsing() -> list[Figure]:
    say("cql: parsing")
    parse(INSERT_8)
    first = _best(lambda: parse_anew(INSERT_8), 300)
    again = _best(lambda: parse(INSERT_8), 3_000)
    return [
        Figure("parsing an INSERT of 8 columns", first * 1e6, "µs", at_most(PARSE_US)),
        Figure("... once more", again * 1e6, "µs"),
    ]


def _opening(data: Path) -> list[Figure]:
    """Start a process that opens an existing database and reads a row."""
    say("cql: opening")
    found = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", OPEN, str(data)], capture_output=True, text=True, check=True)
        found.append([float(word) for word in done.stdout.split()])
    milliseconds, mebibytes = (statistics.median(column) for column in zip(*found, strict=True))
    return [
        Figure("import, open an existing database, read a row", milliseconds, "ms", at_most(OPEN_MS)),
        Figure("... resident memory then", mebibytes, "MiB", at_most(IDLE_MIB)),
    ]


async def _paging(data: Path, size: Size) -> Figure:
    """Walk through a long table page by page: memory must not grow with it."""
    async with cassette.open(data) as db:
        insert = "INSERT INTO ks.long (k, c, v) VALUES (?, ?, ?)"
        for at in range(0, size.paged, 50_000):
            say(f"cql: {at:,} of {size.paged:,} rows for paging")
            await db.execute_many(insert, ((n // 1_000, n % 1_000, f"value {n}") for n in range(at, at + 50_000)))
    async with cassette.open(data) as db:
        say("cql: paging")
        await db.execute("SELECT * FROM ks.long LIMIT 10")
        before, rows, most = _resident_mib(), 0, 0.0
        async for _ in db.stream("SELECT * FROM ks.long"):
            rows += 1
            if rows % 10_000 == 0:
                most = max(most, _resident_mib())
        assert rows >= size.paged
    return Figure(f"memory that paging through {rows:,} rows adds", most - before, "MiB", at_most(PAGING_MIB))


def _resident_mib() -> float:
    with Path("/proc/self/statm").open() as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


async def _timed_async(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


def _best(work: Callable[[], object], times: int) -> float:
    """Give the seconds of one call, of the best of a few series."""
    return min(_timed(lambda: [work() for _ in range(times)]) for _ in range(5)) / times
