"""USING TIMESTAMP: the later write wins cell by cell, whatever the order in which the writes come."""

from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (k int PRIMARY KEY, a int, b text, s set<int>, l list<int>, m map<text, int>)"
READ = "SELECT a, b, s, l, m FROM ks.t WHERE k = 1"


async def row(session: Session) -> Any:
    rows = await session.rows(READ)
    return rows[0] if rows else None


def test_later_write_time_wins(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, a, b) VALUES (1, 1, 'x') USING TIMESTAMP 20")
        await session.run("INSERT INTO ks.t (k, a, b) VALUES (1, 2, 'y') USING TIMESTAMP 10")
        assert await row(session) == (1, "x", None, None, None)
        await session.run("UPDATE ks.t USING TIMESTAMP ? SET b = 'z' WHERE k = 1", 21)
        assert await row(session) == (1, "z", None, None, None)
        await session.restart()
        await session.run("DELETE FROM ks.t USING TIMESTAMP 20 WHERE k = 1")
        assert await row(session) == (None, "z", None, None, None)
        await session.run("DELETE b FROM ks.t USING TIMESTAMP 30 WHERE k = 1")
        # the row had its marker from a write that was deleted
        assert await row(session) is None
        assert await session.column("SELECT count(*) FROM ks.t") == [0]

    on_engine(body)


def test_write_of_the_moment_is_later_than_small_times(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        # nobody has used a write time yet: this goes the short way, and what it leaves behind has to be merged after
        await session.run("INSERT INTO ks.t (k, a, s, l, m) VALUES (1, 1, {1}, [1], {'a': 1})")
        await session.run("UPDATE ks.t SET a = null, b = 'x' WHERE k = 1")
        await session.run("INSERT INTO ks.t (k, a) VALUES (2, 2)")
        await session.run("DELETE FROM ks.t WHERE k = 2")
        old = "INSERT INTO ks.t (k, a, b, s, l, m) VALUES (?, 7, 'old', {7}, [7], {'a': 7, 'b': 7}) USING TIMESTAMP 5"
        await session.run(old, 1)
        await session.run(old, 2)
        assert await row(session) == (None, "x", {1}, [1], {"a": 1})
        assert await session.column("SELECT k FROM ks.t") == [1]
        await session.restart()
        await session.run(old, 2)
        assert await session.column("SELECT k FROM ks.t") == [1]

    on_engine(body)


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ("a = 1", "a = 2", 2),
        ("a = 2", "a = 1", 2),
        # bytes are compared, so a negative number is greater
        ("a = -1", "a = 2", -1),
        ("a = 2", "a = null", None),
        ("a = null", "a = 2", None),
    ],
)
def test_tie_is_decided_by_the_value(on_engine: OnEngine, first: str, second: str, left: int | None) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k) VALUES (1)")
        for change in (first, second):
            await session.run(f"UPDATE ks.t USING TIMESTAMP 10 SET {change} WHERE k = 1")
        assert await session.column("SELECT a FROM ks.t") == [left]

    on_engine(body)


def test_tie_of_an_ending_write_beats_one_that_lives_on(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, 1) USING TIMESTAMP 10 AND TTL 60")
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, 2) USING TIMESTAMP 10")
        assert await session.column("SELECT a FROM ks.t") == [1]
        session.later(60)
        assert await session.column("SELECT a FROM ks.t") == []
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, 2) USING TIMESTAMP 10")
        assert await session.column("SELECT a FROM ks.t") == []

    on_engine(body)


def test_batch_writes_at_one_time(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        update = "UPDATE ks.t SET a = ? WHERE k = 1"
        await session.batch((update, (5,)), (update, (3,)))
        assert await session.column("SELECT a FROM ks.t") == [5]
        await session.batch(("DELETE FROM ks.t WHERE k = 1", ()), (update, (9,)))
        assert await session.column("SELECT a FROM ks.t") == []
        writes = "UPDATE ks.t SET a = ? WHERE k = ?; INSERT INTO ks.t (k) VALUES (?);"
        batch = f"BEGIN BATCH USING TIMESTAMP ? {writes} APPLY BATCH"
        await session.run(batch, 7, 8, 1, 2)
        assert await session.rows("SELECT k, a, writetime(a) FROM ks.t") == [(2, None, None)]
        await session.refused(InvalidRequest, batch, 7, 8, 1)

    on_engine(body)


def test_first_write_time_is_known_to_every_process(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        other = await session.other()
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, 1) USING TIMESTAMP 9000000000000000")
        await other.run("INSERT INTO ks.t (k, a) VALUES (1, 2)")
        for one in (session, other):
            assert await one.column("SELECT a FROM ks.t") == [1]

    on_disk(body)


def test_write_times_are_shown(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, a, b, s) VALUES (1, 1, 'x', {1, 2}) USING TIMESTAMP 10")
        await session.run("UPDATE ks.t USING TIMESTAMP 20 AND TTL 100 SET s = s + {3}, b = 'y' WHERE k = 1")
        shown = "SELECT writetime(a), writetime(b), writetime(s), writetime(l), ttl(a), ttl(b) FROM ks.t"
        ((*times, left),) = await session.rows(shown)
        assert times == [10, 20, [10, 10, 20], None, None]
        assert left in (99, 100)

    on_engine(body)


@pytest.mark.parametrize("ttl", [-1, 630_720_001, "1"])
def test_ttl_is_refused(on_engine: OnEngine, ttl: Any) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.refused(InvalidRequest, "INSERT INTO ks.t (k) VALUES (1) USING TTL ?", ttl)
        await session.refused(InvalidRequest, "INSERT INTO ks.t (k) VALUES (1) USING TIMESTAMP ?", None)
        assert await session.column("SELECT k FROM ks.t") == []

    on_engine(body)
