"""TTL: what has reached its end is not seen by any read, and leaves its indexes."""

from tests.engine.session import OnEngine, Session

from cassette.cql.terms import UNSET
from cassette.engines.embedded import expiry

TABLE = "CREATE TABLE ks.t (p int, c int, s int static, a int, l list<int>, PRIMARY KEY (p, c))"


def test_row_ends(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("CREATE CUSTOM INDEX i ON ks.t (a) USING 'StorageAttachedIndex'")
        await session.run("INSERT INTO ks.t (p, c, a) VALUES (1, 1, 5) USING TTL 10")
        await session.run("INSERT INTO ks.t (p, c, a) VALUES (1, 2, 5)")
        await session.run("UPDATE ks.t USING TTL 20 SET a = 6, l = [1] WHERE p = 1 AND c = 2")
        await session.run("UPDATE ks.t USING TTL 30 SET s = 7 WHERE p = 2")
        assert await session.rows("SELECT c FROM ks.t WHERE a = 5") == [(1,)]
        session.later(10)
        assert await session.rows("SELECT c FROM ks.t WHERE a = 5") == []
        assert await session.rows("SELECT c, a, l FROM ks.t WHERE p = 1") == [(2, 6, [1])]
        await session.restart()
        session.later(10)
        assert await session.rows("SELECT c, a, l FROM ks.t WHERE p = 1") == [(2, None, None)]
        assert await session.rows("SELECT p, s FROM ks.t WHERE p = 2") == [(2, 7)]
        session.later(10)
        assert await session.rows("SELECT p, s FROM ks.t WHERE p = 2") == []

    on_engine(body)


def test_default_is_that_of_the_table(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, a int) WITH default_time_to_live = 10")
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, 1)")
        await session.run("INSERT INTO ks.t (k, a) VALUES (2, 1) USING TTL 0")
        await session.run("INSERT INTO ks.t (k, a) VALUES (3, 1) USING TTL ?", 20)
        await session.run("INSERT INTO ks.t (k, a) VALUES (4, 1) USING TTL ?", None)
        await session.run("INSERT INTO ks.t (k, a) VALUES (5, 1) USING TTL ?", UNSET)
        session.later(10)
        assert sorted(await session.column("SELECT k FROM ks.t")) == [2, 3, 4]

    on_engine(body)


def test_transaction_does_not_see_what_has_ended(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        insert = "INSERT INTO ks.t (p, c, a) VALUES (1, 1, ?) IF NOT EXISTS USING TTL 10"
        assert (await session.run(insert, 1)).applied is True
        assert (await session.run(insert, 2)).applied is False
        session.later(10)
        assert (await session.run("UPDATE ks.t SET a = 3 WHERE p = 1 AND c = 1 IF EXISTS")).applied is False
        assert (await session.run(insert, 2)).applied is True
        assert await session.column("SELECT a FROM ks.t") == [2]

    on_engine(body)


def test_many_rows_end_at_once(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        rows = expiry.STEP_ROWS + 20
        await session.batch(*(("INSERT INTO ks.t (p, c) VALUES (1, ?) USING TTL 5", (c,)) for c in range(rows)))
        assert await session.column("SELECT count(*) FROM ks.t") == [rows]
        session.later(5)
        assert await session.column("SELECT count(*) FROM ks.t") == [0]

    on_engine(body)
