"""Writes about many rows: they leave what small ones leave, and hold nobody up."""

import asyncio
from time import perf_counter

import pytest
from tests.engine.session import OnEngine, Session

from cassette.engines.embedded.large import MANY_ROWS
from cassette.errors import InvalidRequest

ROWS = 3 * MANY_ROWS
TABLE = "CREATE TABLE ks.t (p int, c int, a int, e vector<float, 2>, s int static, PRIMARY KEY (p, c))"
INDEXES = ("a", "e")
VIEW = (
    "CREATE MATERIALIZED VIEW ks.v AS SELECT p, c, a FROM ks.t "
    "WHERE a IS NOT NULL AND p IS NOT NULL AND c IS NOT NULL PRIMARY KEY (a, p, c)"
)


async def fill(session: Session, *, timed: bool) -> None:
    await session.run(TABLE)
    for column in INDEXES:
        await session.run(f"CREATE CUSTOM INDEX ON ks.t ({column}) USING 'StorageAttachedIndex'")
    await session.run(VIEW)
    if timed:
        await session.run("INSERT INTO ks.t (p, c) VALUES (9, 9) USING TTL 1000")
    insertion = "INSERT INTO ks.t (p, c, a, e) VALUES (?, ?, ?, ?)"
    await asyncio.gather(
        *(session.start(insertion, p, c, c % 3, [1.0, float(c)]) for p in (1, 2) for c in range(ROWS // 2 * p))
    )
    await session.run("UPDATE ks.t SET s = 7 WHERE p = 2")


async def counts(session: Session) -> tuple[int, int, int]:
    table = await session.column("SELECT count(*) FROM ks.t WHERE p IN (1, 2)")
    view = await session.column("SELECT count(*) FROM ks.v WHERE a IN (0, 1, 2, 5)")
    index = len(await session.rows("SELECT p FROM ks.t WHERE a = 5"))
    return table[0], view[0], index


@pytest.mark.parametrize("timed", [False, True])
def test_large_writes_reach_table_indexes_and_views(on_engine: OnEngine, timed: bool) -> None:
    async def body(session: Session) -> None:
        await fill(session, timed=timed)
        await session.run("UPDATE ks.t SET a = 5 WHERE p = 2 AND c IN ?", list(range(MANY_ROWS)))
        assert await counts(session) == (ROWS + ROWS // 2, ROWS + ROWS // 2, MANY_ROWS)
        await session.run("DELETE FROM ks.t WHERE p = 2 AND c >= ?", 10)
        await session.run("DELETE FROM ks.t WHERE p = 1")
        assert await counts(session) == (10, 10, 10)
        near = "SELECT c FROM ks.t ORDER BY e ANN OF [1.0, 11.0] LIMIT 2"
        assert sorted(await session.column(near)) == [8, 9]
        # a deletion is older than what is written after it
        await session.run("INSERT INTO ks.t (p, c, a) VALUES (1, 1, 5)")
        assert await counts(session) == (11, 11, 11)
        assert await session.column("SELECT s FROM ks.t WHERE p = 2 LIMIT 1") == [7]

    on_engine(body)


def test_large_batch_is_whole_or_nothing(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.b (p int, c int, v int, PRIMARY KEY (p, c))")
        write = "INSERT INTO ks.b (p, c, v) VALUES (?, ?, ?)"
        good = [(write, (1, c, c)) for c in range(MANY_ROWS)]
        with pytest.raises(InvalidRequest):
            await session.batch(*good, (write, (1, None, 0)))
        assert await session.rows("SELECT c FROM ks.b") == []
        await session.batch(*good)
        assert await session.column("SELECT count(*) FROM ks.b") == [MANY_ROWS]
        text = f"BEGIN BATCH USING TIMESTAMP ? {'DELETE FROM ks.b WHERE p = 1 AND c = ?; ' * MANY_ROWS} APPLY BATCH"
        await session.run(text, 2**60, *range(MANY_ROWS))
        assert await session.rows("SELECT c FROM ks.b") == []

    on_engine(body)


def test_large_delete_leaves_the_loop_free(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await fill(session, timed=True)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0)
                ticks += 1

        ticking = asyncio.create_task(tick())
        began = perf_counter()
        await session.run("DELETE FROM ks.t WHERE p = 2")
        ticking.cancel()
        # on the loop it would be a handful, whatever the machine
        assert ticks > 20, f"{ticks} ticks in {perf_counter() - began:.3f} s"

    on_disk(body)


def test_large_write_nobody_waits_for_is_finished(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await fill(session, timed=False)
        deletion = asyncio.ensure_future(session.start("DELETE FROM ks.t WHERE p = 2"))
        await asyncio.sleep(0.002)
        deletion.cancel()
        await session.run("CREATE TABLE ks.another (k int PRIMARY KEY)")
        await session.run("INSERT INTO ks.t (p, c, a) VALUES (2, 3, 5)")
        assert await session.column("SELECT c FROM ks.t WHERE p = 2") == [3]

    on_disk(body)
