"""Schema statements: what they make, what they refuse, and what the snapshot says."""

import asyncio

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.schema import ColumnSchema, IndexSchema
from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import (
    AlreadyExists,
    ConfigurationFault,
    EngineError,
    InvalidRequest,
    StaleSchema,
    SyntaxFault,
    Unauthorized,
)

REPLICATED = "WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
TABLE = """
    CREATE TABLE ks.t (b int, v map<text, decimal>, a text, "Mixed" set<text>, c timeuuid, s text,
        PRIMARY KEY ((a, b), c))
    WITH CLUSTERING ORDER BY (c DESC) AND comment = 'it''s a table' AND gc_grace_seconds = 60
"""


def test_keyspace_is_in_the_snapshot(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE KEYSPACE one WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}")
        await session.run(f'CREATE KEYSPACE "Two" {REPLICATED} AND durable_writes = false')
        await session.run(
            "CREATE KEYSPACE three WITH replication = {'class': 'org.apache.cassandra.locator.SimpleStrategy'}"
        )
        for _ in range(2):
            keyspaces = session.engine.schema.keyspaces
            assert set(keyspaces) == {*SYSTEM_KEYSPACES, "ks", "one", "Two", "three"}
            assert dict(keyspaces["one"].replication) == {"class": "NetworkTopologyStrategy", "dc1": "3"}
            assert keyspaces["one"].durable_writes
            assert dict(keyspaces["Two"].replication) == {"class": "SimpleStrategy", "replication_factor": "1"}
            assert not keyspaces["Two"].durable_writes
            assert keyspaces["three"].replication["class"] == "SimpleStrategy"
            assert not keyspaces["one"].tables
            await session.restart()

    on_engine(body)


def test_table_is_in_the_snapshot(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        made = session.table("t")
        for _ in range(2):
            table = session.table("t")
            assert table.name.text() == "ks.t"
            assert table.id == made.id
            assert [column.name for column in table.partition_key] == ["a", "b"]
            assert [(column.name, column.descending) for column in table.clustering] == [("c", True)]
            assert [column.name for column in table.regular] == ["Mixed", "s", "v"]
            assert {name: column.type.text() for name, column in table.columns.items()} == {
                "b": "int",
                "v": "map<text, decimal>",
                "a": "text",
                "Mixed": "set<text>",
                "c": "timeuuid",
                "s": "text",
            }
            assert isinstance(table.columns["a"], ColumnSchema)
            assert dict(table.options) == {"comment": "it's a table", "gc_grace_seconds": 60}
            assert dict(table.indexes) == {}
            await session.restart()

    on_engine(body)


def test_index_is_in_the_snapshot(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("CREATE CUSTOM INDEX one ON ks.t (entries(v)) USING 'StorageAttachedIndex'")
        await session.run(
            'CREATE CUSTOM INDEX "Two" ON ks.t ("Mixed") USING \'org.apache.cassandra.index.sai.StorageAttachedIndex\''
        )
        await session.run("CREATE INDEX ON ks.t (s) USING 'sai' WITH OPTIONS = {}")
        for _ in range(2):
            indexes = session.table("t").indexes
            assert set(indexes) == {"one", "Two", "t_s_idx"}
            assert all(isinstance(index, IndexSchema) for index in indexes.values())
            assert {name: index.using for name, index in indexes.items()} == {
                "one": "StorageAttachedIndex",
                "Two": "org.apache.cassandra.index.sai.StorageAttachedIndex",
                "t_s_idx": "sai",
            }
            assert {name: index.target.text() for name, index in indexes.items()} == {
                "one": "entries(v)",
                "Two": '"Mixed"',
                "t_s_idx": "s",
            }
            await session.restart()

    on_engine(body)


def test_index_without_a_name_gets_one_that_is_free(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, m map<text, int>)")
        for part in ("keys", "values", "entries"):
            await session.run(f"CREATE CUSTOM INDEX ON ks.t ({part}(m)) USING 'StorageAttachedIndex'")
        assert set(session.table("t").indexes) == {"t_m_idx", "t_m_idx_1", "t_m_idx_2"}

    on_engine(body)


def test_statement_with_if_leaves_alone_what_is_there(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        before = session.engine.schema
        await session.run("CREATE KEYSPACE IF NOT EXISTS ks WITH replication = {'class': 'SimpleStrategy'}")
        await session.run("CREATE TABLE IF NOT EXISTS ks.t (other int PRIMARY KEY)")
        await session.run("CREATE CUSTOM INDEX IF NOT EXISTS i ON ks.t (v) USING 'StorageAttachedIndex'")
        await session.run("DROP INDEX IF EXISTS ks.missing")
        await session.run("DROP TABLE IF EXISTS ks.missing")
        await session.run("DROP KEYSPACE IF EXISTS missing")
        await session.run("DROP TABLE IF EXISTS missing.t")
        await session.run("DROP INDEX IF EXISTS missing.i")
        assert session.engine.schema is before
        assert (await session.engine.refresh()) is before

    on_engine(body)


def test_drop_takes_away_all_that_was_in_it(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for _ in range(2):
            await session.run(TABLE)
            await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
            await session.run("CREATE TABLE ks.other (k int PRIMARY KEY)")
            await session.run("INSERT INTO ks.other (k) VALUES (1)")
            await session.run("DROP INDEX ks.i")
            assert "i" not in session.table("t").indexes
            await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
            await session.run("DROP TABLE ks.t")
            assert set(session.engine.schema.keyspaces["ks"].tables) == {"other"}
            await session.run(TABLE)
            await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
            await session.run("DROP KEYSPACE ks")
            assert "ks" not in session.engine.schema.keyspaces
            assert left_in(session) == set()
            await session.restart()
            await session.run(f"CREATE KEYSPACE ks {REPLICATED}")
            assert not session.engine.schema.keyspaces["ks"].tables

    on_engine(body)


def left_in(session: Session) -> set[object]:
    """SQLite tables that are not the catalog's own."""
    names = session.engine._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {name for (name,) in names if not str(name).startswith(("cassette_", "sqlite_"))}


def test_table_of_the_same_name_is_another_table(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v int)")
        await session.run("INSERT INTO ks.t (k, v) VALUES (1, 1)")
        first = session.table("t")
        await session.run("DROP TABLE ks.t")
        await session.refused(StaleSchema, "INSERT INTO ks.t (k, v) VALUES (1, 1)")
        await session.refused(StaleSchema, "SELECT v FROM ks.t")
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text)")
        assert session.table("t").id != first.id
        assert await session.rows("SELECT v FROM ks.t") == []
        await session.run("INSERT INTO ks.t (k, v) VALUES (1, 'x')")
        await session.refused(InvalidRequest, "INSERT INTO ks.t (k, v) VALUES (1, 1)")
        assert await session.rows("SELECT v FROM ks.t") == [("x",)]

    on_engine(body)


def test_every_change_raises_the_version(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        versions = [session.engine.schema.version]
        for cql in (
            f"CREATE KEYSPACE other {REPLICATED}",
            TABLE,
            "CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'",
            "DROP INDEX ks.i",
            "DROP TABLE ks.t",
            "DROP KEYSPACE other",
        ):
            await session.run(cql)
            versions.append(session.engine.schema.version)
        assert versions == sorted(set(versions))
        await session.restart()
        assert session.engine.schema.version == versions[-1]

    on_engine(body)


def test_rows_change_no_version(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY)")
        before = session.engine.schema
        await session.run("INSERT INTO ks.t (k) VALUES (1)")
        await session.run("TRUNCATE ks.t")
        assert session.engine.schema is before
        assert await session.engine.refresh() is before

    on_engine(body)


def test_unchanged_table_stays_the_same_object(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        table = session.table("t")
        snapshot = session.engine.schema
        await session.run("CREATE TABLE ks.other (k int PRIMARY KEY, v text)")
        other = session.table("other")
        assert session.table("t") is table
        await session.run("CREATE CUSTOM INDEX i ON ks.other (v) USING 'StorageAttachedIndex'")
        assert session.table("t") is table
        changed = session.table("other")
        assert changed is not other
        assert changed.id == other.id
        await session.run(f"CREATE KEYSPACE more {REPLICATED}")
        await session.run("DROP TABLE ks.other")
        assert session.table("t") is table
        # the snapshot that somebody holds does not change under their hands
        assert set(snapshot.keyspaces["ks"].tables) == {"t"}

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (AlreadyExists, f"CREATE KEYSPACE ks {REPLICATED}"),
        (InvalidRequest, f"CREATE KEYSPACE system {REPLICATED}"),
        (AlreadyExists, "CREATE TABLE ks.t (k int PRIMARY KEY)"),
        (InvalidRequest, "CREATE CUSTOM INDEX i ON ks.t (v) USING 'StorageAttachedIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX i ON ks.u (v) USING 'StorageAttachedIndex'"),
        (SyntaxFault, "CREATE KEYSPACE new"),
        (InvalidRequest, "CREATE KEYSPACE new WITH durable_writes = true"),
        (SyntaxFault, "CREATE KEYSPACE new WITH replication = 'SimpleStrategy'"),
        (ConfigurationFault, "CREATE KEYSPACE new WITH replication = {'replication_factor': 1}"),
        (ConfigurationFault, "CREATE KEYSPACE new WITH replication = {'class': 'Strategy'}"),
        (SyntaxFault, f"CREATE KEYSPACE new {REPLICATED} AND durable_writes = 'x'"),
        (SyntaxFault, f"CREATE KEYSPACE new {REPLICATED} AND colour = 'red'"),
        (InvalidRequest, "CREATE TABLE new (k int PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE missing.new (k int PRIMARY KEY)"),
        (Unauthorized, "CREATE TABLE system.new (k int PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.new (k int, k text, PRIMARY KEY (k))"),
        (InvalidRequest, "CREATE TABLE ks.new (k int)"),
        (InvalidRequest, "CREATE TABLE ks.new (k int, c int, PRIMARY KEY (k, k))"),
        (InvalidRequest, "CREATE TABLE ks.new (k int, c int, PRIMARY KEY (k, c, c))"),
        (InvalidRequest, "CREATE TABLE ks.new (k int PRIMARY KEY, l list<list<int>>)"),
        (InvalidRequest, "CREATE TABLE ks.new (k int PRIMARY KEY, s set<map<int, int>>)"),
        (SyntaxFault, "CREATE TABLE ks.new (k int PRIMARY KEY, s frozen<int>)"),
        (InvalidRequest, "CREATE TABLE ks.new (k int, PRIMARY KEY (k, c))"),
        (InvalidRequest, "CREATE TABLE ks.new (k int, PRIMARY KEY ((k, c)))"),
        (InvalidRequest, "CREATE TABLE ks.new (k set<int> PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.new (k map<int, int>, v int, PRIMARY KEY (k))"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON ks.t (missing) USING 'StorageAttachedIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON ks.missing (v) USING 'StorageAttachedIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON missing.t (v) USING 'StorageAttachedIndex'"),
        (Unauthorized, "CREATE CUSTOM INDEX new ON system.size_estimates (table_name) USING 'StorageAttachedIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON ks.t (keys(s)) USING 'StorageAttachedIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON ks.t (keys(v)) USING 'StorageAttachedIndex'"),
        (ConfigurationFault, "CREATE CUSTOM INDEX new ON ks.t (v) USING 'SASIIndex'"),
        (InvalidRequest, "CREATE CUSTOM INDEX new ON ks.t (v) USING 'sai' WITH OPTIONS = {'case_sensitive': 'false'}"),
        (InvalidRequest, "DROP KEYSPACE missing"),
        (Unauthorized, "DROP KEYSPACE system"),
        (InvalidRequest, "DROP TABLE ks.missing"),
        (InvalidRequest, "DROP TABLE missing.t"),
        (Unauthorized, "DROP TABLE system.size_estimates"),
        (InvalidRequest, "DROP TABLE t"),
        (InvalidRequest, "DROP INDEX ks.missing"),
        (InvalidRequest, "DROP INDEX missing.i"),
        (InvalidRequest, "DROP INDEX i"),
        (InvalidRequest, "TRUNCATE ks.missing"),
        (InvalidRequest, "TRUNCATE missing.t"),
        (Unauthorized, "TRUNCATE system.size_estimates"),
    ],
)
def test_schema_statement_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v int, s set<int>)")
        await session.run("CREATE TABLE ks.u (k int PRIMARY KEY, v int)")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (v) USING 'StorageAttachedIndex'")
        before, tables = session.engine.schema.version, left_in(session)
        await session.refused(kind, cql)
        assert (session.engine.schema.version, left_in(session)) == (before, tables)
        await session.run("INSERT INTO ks.t (k, v) VALUES (1, 1)")
        assert await session.rows("SELECT v FROM ks.t WHERE k = 1") == [(1,)]

    on_engine(body)


def test_table_has_so_many_columns(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        columns = ", ".join(f"c{at} int" for at in range(1_500))
        await session.run(f"CREATE TABLE ks.t ({columns}, PRIMARY KEY (c0))")
        await session.run("INSERT INTO ks.t (c0, c1499) VALUES (1, 2)")
        assert (await session.rows("SELECT * FROM ks.t"))[0].count(None) == 1_498
        more = ", ".join(f"c{at} int" for at in range(9_000))
        await session.refused(InvalidRequest, f"CREATE TABLE ks.u ({more}, PRIMARY KEY (c0))")

    on_engine(body)


def test_schema_statement_takes_no_values(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.refused(InvalidRequest, "CREATE TABLE ks.t (k int PRIMARY KEY)", 1)

    on_engine(body)


def test_many_make_the_same_at_once(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        makers = [session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v int)") for _ in range(8)]
        outcomes = await asyncio.gather(*makers, return_exceptions=True)
        assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 7
        makers = [session.run("CREATE CUSTOM INDEX IF NOT EXISTS i ON ks.t (v) USING 'sai'") for _ in range(8)]
        await asyncio.gather(*makers)
        assert set(session.table("t").indexes) == {"i"}

    on_engine(body)


def test_writes_beside_schema_changes_are_all_there(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v int)")

        async def write(k: int) -> None:
            await asyncio.sleep(0.0005 * (k % 40))
            await session.run("INSERT INTO ks.t (k, v) VALUES (?, ?)", k, k % 10)

        async def change() -> None:
            for at in range(5):
                await session.run(f"CREATE CUSTOM INDEX i{at} ON ks.t (v) USING 'StorageAttachedIndex'")
                await session.run(f"CREATE TABLE ks.other{at} (k int PRIMARY KEY)")
                if at < 4:
                    await session.run(f"DROP INDEX ks.i{at}")

        await asyncio.gather(change(), *(write(k) for k in range(200)))
        assert await session.rows("SELECT count(*) FROM ks.t") == [(200,)]
        assert sorted(await session.column("SELECT k FROM ks.t WHERE v = 3")) == list(range(3, 200, 10))

    on_engine(body)
