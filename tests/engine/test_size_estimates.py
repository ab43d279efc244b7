"""system.size_estimates: how many partitions a table has."""

import pytest
from tests.engine.readings import DAYS, PLACES, make_readings
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest, StaleSchema, Unauthorized

ASK = "SELECT partitions_count FROM system.size_estimates WHERE keyspace_name = ? AND table_name = ?"


def test_size_estimates_count_partitions(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY)")
        await session.run("CREATE TABLE ks.u (k int PRIMARY KEY)")
        assert await session.column(ASK, "ks", "t") == [0]
        for k in range(30):
            await session.run("INSERT INTO ks.t (k) VALUES (?)", k)
        for k in range(5):
            await session.run("DELETE FROM ks.t WHERE k = ?", k)
        assert await session.column(ASK, "ks", "t") == [25]
        every = "SELECT table_name, partitions_count FROM system.size_estimates WHERE keyspace_name = ?"
        assert await session.rows(every, "ks") == [("t", 25), ("u", 0)]
        assert await session.rows(ASK, "ks", "missing") == []
        assert await session.rows(ASK, "missing", "t") == []
        ((*names, mean, count),) = await session.rows(
            "SELECT * FROM system.size_estimates WHERE keyspace_name = ? AND table_name = ?", "ks", "t"
        )
        assert names == ["ks", "t", str(-(1 << 63)), str((1 << 63) - 1)]
        assert isinstance(mean, int)
        assert mean > 0
        assert count == 25

    on_engine(body)


def test_size_estimates_count_partitions_of_clustered_rows_once(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_readings(session)
        assert await session.column(ASK, "ks", "readings") == [len(PLACES) * len(DAYS)]

    on_engine(body)


def test_size_estimates_are_a_table_like_others(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for table in ("t", "u"):
            await session.run(f"CREATE TABLE ks.{table} (k int PRIMARY KEY)")
        await session.run("INSERT INTO ks.t (k) VALUES (1)")
        count = "SELECT partitions_count FROM system.size_estimates"
        assert await session.rows("SELECT keyspace_name, table_name FROM system.size_estimates") == [
            ("ks", "t"),
            ("ks", "u"),
        ]
        assert await session.column(f"{count} WHERE keyspace_name = ?", "ks") == [1, 0]
        assert await session.column(f"{count} WHERE keyspace_name = 'ks' AND table_name IN ('u')") == [0]
        assert await session.column(f"{count} WHERE table_name = ? ALLOW FILTERING", "t") == [1]
        assert await session.column(f"{ASK} AND range_start = ?", "ks", "t", "0") == []
        await session.refused(InvalidRequest, "SELECT * FROM system.size_estimates WHERE table_name = ?", "t")
        await session.run("INSERT INTO ks.t (k) VALUES (2)")
        assert await session.column(f"{count} WHERE keyspace_name = 'ks' AND table_name = 't'") == [2]

    on_engine(body)


def test_size_estimates_of_a_table_that_another_process_dropped(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY)")
        other = await session.other()
        await session.run("DROP TABLE ks.t")
        try:
            assert await other.rows(ASK, "ks", "t") == []
        except StaleSchema:
            await other.engine.refresh()
        assert await other.rows(ASK, "ks", "t") == []

    on_disk(body)


@pytest.mark.parametrize(
    "cql", ["INSERT INTO system.size_estimates (keyspace_name, table_name, range_start, range_end)"]
)
def test_size_estimates_are_written_by_nobody(on_engine: OnEngine, cql: str) -> None:
    async def body(session: Session) -> None:
        await session.refused(Unauthorized, f"{cql} VALUES ('ks', 't', '0', '1')")

    on_engine(body)
