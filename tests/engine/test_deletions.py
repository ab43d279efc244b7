"""What is remembered of deletions, and for how long."""

from tests.engine.session import OnEngine, Session

TABLE = "CREATE TABLE ks.t (p int, c int, s int static, a int, PRIMARY KEY (p, c)) WITH gc_grace_seconds = 100"
OLD = "INSERT INTO ks.t (p, c, s, a) VALUES (?, ?, 9, 9) USING TIMESTAMP 5"
READ = "SELECT p, c, s, a FROM ks.t"


async def remembered(session: Session) -> int:
    """How many deletions the table remembers."""
    layout = session.engine._catalog.layouts[session.table("t").id]
    count = "SELECT count(*) FROM "
    return sum(session.engine._connection.execute(count + name).get for name in layout.tables_of_deletions)


def test_deletions_shadow_what_comes_late(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("DELETE FROM ks.t WHERE p = 1")
        await session.run("DELETE FROM ks.t WHERE p = 2 AND c > 1 AND c <= 3")
        await session.run("DELETE FROM ks.t WHERE p = 3 AND c IN (1, 2)")
        await session.run("DELETE s FROM ks.t WHERE p = 3")
        await session.run("DELETE a FROM ks.t WHERE p = 4 AND c = 1")
        for p in (1, 2, 3, 4):
            for c in (1, 2, 3):
                await session.run(OLD, p, c)
        await session.restart()
        assert await session.rows(f"{READ} WHERE p = 1") == []
        assert await session.rows(f"{READ} WHERE p = 2") == [(2, 1, 9, 9)]
        assert await session.rows(f"{READ} WHERE p = 3") == [(3, 3, None, 9)]
        assert await session.rows(f"{READ} WHERE p = 4") == [(4, 1, 9, None), (4, 2, 9, 9), (4, 3, 9, 9)]

    on_engine(body)


def test_deletions_are_forgotten(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("DELETE FROM ks.t WHERE p = 1")
        await session.run("DELETE FROM ks.t WHERE p = 2 AND c = 1")
        await session.run("UPDATE ks.t SET a = null WHERE p = 3 AND c = 1")
        await session.run("DELETE s FROM ks.t WHERE p = 4")
        assert await remembered(session) == 4
        layout = session.engine._catalog.layouts[session.table("t").id]
        session.later(99)
        await session.engine._expiry.forget(layout)
        assert await remembered(session) == 4
        session.later(2)
        await session.engine._expiry.forget(layout)
        assert await remembered(session) == 0
        await session.run(OLD, 1, 1)
        assert await session.rows(READ) == [(1, 1, 9, 9)]

    on_engine(body)


def test_range_of_a_composite_key(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(
            "CREATE TABLE ks.r (p int, a int, b text, v int, PRIMARY KEY (p, a, b)) "
            "WITH CLUSTERING ORDER BY (a DESC, b ASC)"
        )
        for a in (1, 2, 3):
            for b in "xyz":
                await session.run("INSERT INTO ks.r (p, a, b) VALUES (1, ?, ?)", a, b)
        await session.run("DELETE FROM ks.r WHERE p = ? AND a = ? AND b >= ?", 1, 2, "y")
        await session.run("DELETE FROM ks.r WHERE p = 1 AND (a, b) > (?, ?)", 3, "x")
        await session.run("DELETE FROM ks.r WHERE p IN ? AND (a, b) IN ?", [1, 2], [(1, "x"), (1, "q")])
        left = [(3, "x"), (2, "x"), (1, "y"), (1, "z")]
        assert await session.rows("SELECT a, b FROM ks.r") == left
        late = "INSERT INTO ks.r (p, a, b) VALUES (1, ?, ?) USING TIMESTAMP 5"
        for a in (1, 2, 3):
            for b in "xyz":
                await session.run(late, a, b)
        assert await session.rows("SELECT a, b FROM ks.r") == left

    on_engine(body)


def test_partition_with_a_decimal_is_deleted(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (p decimal, q int, c decimal, a int, PRIMARY KEY ((p, q), c))")
        await session.run("INSERT INTO ks.t (p, q, c, a) VALUES (1.0, 0, 2.0, 5) USING TIMESTAMP 1")
        # by its bytes 1.00 is another partition, as in Cassandra
        await session.run("DELETE FROM ks.t USING TIMESTAMP 2 WHERE p = 1.00 AND q = 0")
        assert len(await session.rows("SELECT * FROM ks.t")) == 1
        await session.run("DELETE FROM ks.t USING TIMESTAMP 2 WHERE p = 1.0 AND q = 0")
        assert await session.rows("SELECT * FROM ks.t") == []
        await session.run("INSERT INTO ks.t (p, q, c, a) VALUES (1.0, 0, 2, 6) USING TIMESTAMP 2")
        assert await session.rows("SELECT * FROM ks.t") == []

    on_engine(body)
