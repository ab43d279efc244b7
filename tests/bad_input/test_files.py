"""A directory that cannot be used, and a file that is damaged: a clear refusal, never a hang or a strange crash."""

import asyncio
import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.bad_input.conftest import KEYSPACE

import cassette
from cassette import EngineError, StorageFault

PATIENCE_S = 20
PAGE_BYTES = 2_048
DAMAGES = 60
SCHEMA = (
    KEYSPACE,
    "USE ks",
    "CREATE TYPE person (name text, age int)",
    (
        "CREATE TABLE t (k int, c text, v text, s set<text>, m map<text, int>, l list<frozen<person>>, d decimal, "
        "x vector<float, 2>, PRIMARY KEY (k, c))"
    ),
    "CREATE CUSTOM INDEX ON t (v) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX ON t (s) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX ON t (x) USING 'StorageAttachedIndex'",
)
USES = (
    "SELECT * FROM t",
    "SELECT JSON * FROM t",
    "SELECT k, writetime(v), ttl(v), writetime(m) FROM t",
    "SELECT k FROM t WHERE v = 'v1'",
    "SELECT k FROM t WHERE s CONTAINS '7'",
    "SELECT k FROM t ORDER BY x ANN OF [1, 2] LIMIT 5",
    "SELECT count(*), max(d) FROM t",
    "SELECT k FROM t WHERE k = 2 AND c > '1' AND d > 3 ALLOW FILTERING",
    "SELECT * FROM system_schema.columns",
    "DESCRIBE SCHEMA",
    "UPDATE t SET m['y'] = 2, l = l + [{name: 'a', age: 1}] WHERE k = 2 AND c = '2'",
    "UPDATE t SET v = '1' WHERE k = 2 AND c = '9' IF m['q'] = 9",
    "DELETE FROM t WHERE k = 1",
    "ALTER TABLE t ADD more int",
    "CREATE TABLE u (k int PRIMARY KEY)",
    "DROP TABLE t",
)


async def fill(directory: Path) -> None:
    async with cassette.open(directory) as db:
        for cql in SCHEMA:
            await db.execute(cql)
        for n in range(150):
            using = "USING TTL 86400" if n % 3 else "USING TIMESTAMP 5"
            await db.execute(
                f"INSERT INTO t (k, c, v, s, m, l, d, x) VALUES (?, ?, ?, ?, ?, ?, ?, ?) {using}",
                [n % 7, str(n), f"v{n % 9}", {str(n)}, {"q": n}, [{"name": "a", "age": n}], n, [1.0, float(n)]],
            )
            if n % 5 == 0:
                await db.execute("UPDATE t SET m['z'] = 1, v = null WHERE k = ? AND c = ?", [n % 7, str(n)])
        await db.execute("DELETE FROM t WHERE k = 3 AND c > '2'")


async def use(directory: Path) -> int:
    """Open a database and do everything with it; what fails fails with an engine error. Counts the refusals."""
    refusals = 0
    try:
        db = await asyncio.wait_for(cassette.open(directory, keyspace="ks"), PATIENCE_S)
    except EngineError:
        return len(USES) + 1
    for cql in USES:
        try:
            list(await asyncio.wait_for(db.execute(cql), PATIENCE_S))
        except EngineError:
            refusals += 1
    with suppress(EngineError):
        await asyncio.wait_for(db.close(), PATIENCE_S)
    return refusals


def flip_bytes(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 5, 50, 300])):
        data[chance.randrange(len(data))] = chance.randrange(256)


def flip_header(data: bytearray, chance: random.Random) -> None:
    for _ in range(4):
        data[chance.randrange(100)] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def fill_page(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) // PAGE_BYTES) * PAGE_BYTES
    data[at : at + PAGE_BYTES] = chance.randbytes(PAGE_BYTES)


def swap_pages(data: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(data) // PAGE_BYTES) * PAGE_BYTES for _ in range(2))
    data[one : one + PAGE_BYTES], data[other : other + PAGE_BYTES] = (
        data[other : other + PAGE_BYTES],
        data[one : one + PAGE_BYTES],
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    directory = tmp_path_factory.mktemp("whole")
    asyncio.run(fill(directory))
    assert asyncio.run(use(directory)) == 0
    (directory / "cassette.db").unlink()
    asyncio.run(fill(directory))
    return (directory / "cassette.db").read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*encountered in:RuntimeWarning")  # numbers of a damaged vector
@pytest.mark.parametrize("damage", [flip_bytes, flip_header, cut, fill_page, swap_pages])
def test_damaged_file_is_refused_in_an_orderly_way(
    damage: Callable[[bytearray, random.Random], None], whole: bytes, tmp_path: Path
) -> None:
    chance = random.Random(damage.__name__)
    for number in range(DAMAGES // 5):
        data = bytearray(whole)
        damage(data, chance)
        directory = tmp_path / str(number)
        directory.mkdir()
        (directory / "cassette.db").write_bytes(data)
        asyncio.run(use(directory))


@pytest.mark.parametrize("text", [b"no database at all" * 100, b"\0" * 4_096, b"SQLite format 3\0" + b"\xff" * 4_080])
def test_file_that_is_no_database_is_refused_and_stays(text: bytes, tmp_path: Path) -> None:
    file = tmp_path / "cassette.db"
    file.write_bytes(text)
    with pytest.raises(StorageFault):
        asyncio.run(use_nothing(tmp_path))
    assert file.read_bytes() == text


async def use_nothing(directory: Path) -> None:
    async with cassette.open(directory):
        pass


def test_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StorageFault):
        asyncio.run(use_nothing(tmp_path / "data"))
    with pytest.raises(StorageFault):
        asyncio.run(use_nothing(tmp_path / "data" / "below"))


def test_database_file_that_is_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cassette.db").mkdir()
    with pytest.raises(StorageFault):
        asyncio.run(use_nothing(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_directory_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    with pytest.raises(StorageFault):
        asyncio.run(use_nothing(tmp_path / "data"))
    assert list((tmp_path / "data").iterdir()) == []
