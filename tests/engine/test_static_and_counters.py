"""Static columns and counters: written beside rows, and read back."""

import asyncio

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest

STATIC = "CREATE TABLE ks.t (p int, c int, s int static, l list<int> static, v int, PRIMARY KEY (p, c))"
COUNTER = "CREATE TABLE ks.n (k int PRIMARY KEY, a counter, b counter)"


def test_static_column_is_that_of_its_partition(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(STATIC)
        await session.run("INSERT INTO ks.t (p, s) VALUES (1, 1)")
        await session.run("INSERT INTO ks.t (p, c, s, v) VALUES (1, 1, 2, 3)")
        await session.run("INSERT INTO ks.t (p, c, v) VALUES (1, 2, 4)")
        await session.run("UPDATE ks.t SET l = l + [5], s = 6 WHERE p = 1")
        await session.restart()
        assert await session.rows("SELECT p, c, s, l, v FROM ks.t") == [(1, 1, 6, [5], 3), (1, 2, 6, [5], 4)]
        await session.run("DELETE s FROM ks.t WHERE p = 1")
        await session.run("DELETE FROM ks.t WHERE p = 1 AND c > 0")
        assert await session.rows("SELECT p, c, s, l, v FROM ks.t") == [(1, None, None, [5], None)]
        await session.run("DELETE FROM ks.t WHERE p = 1")
        assert await session.rows("SELECT p, c, s, l, v FROM ks.t") == []

    on_engine(body)


@pytest.mark.parametrize(
    "cql",
    [
        "INSERT INTO ks.t (p) VALUES (1)",
        "INSERT INTO ks.t (p, s, v) VALUES (1, 1, 1)",
        "UPDATE ks.t SET s = 1 WHERE p = 1 AND c = 1",
        "UPDATE ks.t SET s = 1, v = 1 WHERE p = 1",
        "DELETE s FROM ks.t WHERE p = 1 AND c = 1",
        "DELETE s, v FROM ks.t WHERE p = 1",
        "UPDATE ks.n SET a = 1 WHERE k = 1",
        "INSERT INTO ks.n (k, a) VALUES (1, 1)",
        "UPDATE ks.n SET a = a + 1 WHERE k = 1 IF b = 1",
        "UPDATE ks.n USING TTL 5 SET a = a + 1 WHERE k = 1",
        "UPDATE ks.n USING TIMESTAMP 5 SET a = a + 1 WHERE k = 1",
        "BEGIN BATCH UPDATE ks.n SET a = a + 1 WHERE k = 1; APPLY BATCH",
        "BEGIN COUNTER BATCH INSERT INTO ks.t (p, c) VALUES (1, 1); APPLY BATCH",
        "BEGIN UNLOGGED BATCH UPDATE ks.n SET a = a + 1 WHERE k = 1; DELETE FROM ks.t WHERE p = 1; APPLY BATCH",
    ],
)
def test_write_is_refused(on_engine: OnEngine, cql: str) -> None:
    async def body(session: Session) -> None:
        await session.run(STATIC)
        await session.run(COUNTER)
        await session.refused(InvalidRequest, cql)
        assert await session.rows("SELECT * FROM ks.t") == []
        assert await session.rows("SELECT * FROM ks.n") == []

    on_engine(body)


def test_counters_count_what_many_add(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(COUNTER)
        add = "UPDATE ks.n SET a = a + ?, b = b - 1 WHERE k = ?"
        await asyncio.gather(*[session.start(add, number, number % 2) for number in range(40)])
        await session.restart()
        assert await session.rows("SELECT a, b FROM ks.n WHERE k = 0") == [(380, -20)]
        await session.run("DELETE a FROM ks.n WHERE k = 0")
        assert await session.rows("SELECT a, b FROM ks.n WHERE k = 0") == [(None, -20)]
        await session.run(
            "BEGIN COUNTER BATCH UPDATE ks.n SET a += 2 WHERE k = 0; UPDATE ks.n SET a += 3 WHERE k = 0; APPLY BATCH"
        )
        assert await session.rows("SELECT a, b FROM ks.n WHERE k = 0") == [(5, -20)]
        await session.run("UPDATE ks.n SET a = a + 9223372036854775807 WHERE k = 0")
        assert await session.column("SELECT a FROM ks.n WHERE k = 0") == [-(1 << 63) + 4]

    on_engine(body)
