"""The system's tables: what drivers and tools read of the schema and the node, with any SELECT."""

from uuid import UUID

import pytest
from tests.engine.session import OnEngine, Session

from cassette.engines.embedded.system import SYSTEM_KEYSPACES
from cassette.errors import EngineError, InvalidRequest, NotSupported, Unauthorized

SCHEMA = (
    "CREATE TYPE ks.u (a int, b frozen<list<int>>)",
    (
        "CREATE TABLE ks.t (k int, c text, s text STATIC, v frozen<ks.u>, m map<text, int>, PRIMARY KEY (k, c)) "
        "WITH CLUSTERING ORDER BY (c DESC) AND comment = 'x' AND cdc = true"
    ),
    "CREATE CUSTOM INDEX i ON ks.t (m) USING 'StorageAttachedIndex'",
    "CREATE INDEX j ON ks.t (s)",
    "CREATE TABLE ks.n (k int PRIMARY KEY, c counter)",
    "CREATE MATERIALIZED VIEW ks.w AS SELECT k, c FROM ks.t WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k)",
)


def test_drivers_find_one_node(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        (local,) = (await session.run("SELECT * FROM system.local WHERE key = 'local'")).rows
        columns = [column.name for column in (await session.run("SELECT * FROM system.local")).columns]
        found = dict(zip(columns, local, strict=True))
        assert (found["release_version"], found["cql_version"]) == ("5.0.6", "3.4.7")
        assert found["tokens"] == {str(-(1 << 63))}
        assert isinstance(found["host_id"], UUID)
        assert isinstance(found["schema_version"], UUID)
        assert await session.rows("SELECT * FROM system.peers") == []
        assert await session.rows("SELECT * FROM system.peers_v2") == []
        await session.restart()
        assert await session.rows("SELECT host_id, schema_version FROM system.local") == [
            (found["host_id"], found["schema_version"])
        ]
        await session.run(SCHEMA[0])
        assert await session.column("SELECT schema_version FROM system.local") != [found["schema_version"]]

    on_engine(body)


def test_system_schema_says_what_there_is(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for cql in SCHEMA:
            await session.run(cql)
        await session.run("ALTER TABLE ks.n ADD d counter")
        await session.run("ALTER TABLE ks.n DROP d USING TIMESTAMP 5000")
        where = "WHERE keyspace_name = 'ks'"
        columns = "column_name, clustering_order, kind, position, type"
        for _ in range(2):
            assert await session.rows(f"SELECT {columns} FROM system_schema.columns {where} AND table_name = 't'") == [
                ("c", "desc", "clustering", 0, "text"),
                ("k", "none", "partition_key", 0, "int"),
                ("m", "none", "regular", -1, "map<text, int>"),
                ("s", "none", "static", -1, "text"),
                ("v", "none", "regular", -1, "frozen<u>"),
            ]
            assert await session.rows(f"SELECT table_name, comment, flags FROM system_schema.tables {where}") == [
                ("n", "", {"compound", "counter"}),
                ("t", "x", {"compound"}),
            ]
            assert await session.rows(f"SELECT index_name, kind, options FROM system_schema.indexes {where}") == [
                ("i", "CUSTOM", {"class_name": "StorageAttachedIndex", "target": "values(m)"}),
                ("j", "COMPOSITES", {"target": "s"}),
            ]
            assert await session.rows(
                f"SELECT type_name, field_names, field_types FROM system_schema.types {where}"
            ) == [("u", ["a", "b"], ["int", "frozen<list<int>>"])]
            assert await session.rows(
                f"SELECT view_name, base_table_name, where_clause FROM system_schema.views {where}"
            ) == [("w", "t", "k IS NOT NULL AND c IS NOT NULL")]
            assert await session.rows(
                f"SELECT column_name, dropped_time FROM system_schema.dropped_columns {where}"
            ) == [("d", 5)]
            assert await session.rows(f"SELECT replication FROM system_schema.keyspaces {where}") == [
                ({"class": "org.apache.cassandra.locator.SimpleStrategy", "replication_factor": "1"},)
            ]
            assert await session.rows("SELECT view_name FROM system.built_views WHERE keyspace_name = 'ks'") == [("w",)]
            await session.restart()
        assert await session.column(f"SELECT count(*) FROM system_schema.columns {where}") == [9]
        await session.run("DROP MATERIALIZED VIEW ks.w")
        assert await session.rows(f"SELECT * FROM system_schema.views {where}") == []

    on_engine(body)


def test_every_table_of_the_system_can_be_read(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for keyspace in SYSTEM_KEYSPACES.values():
            for table in keyspace.tables.values():
                found = await session.run(f"SELECT * FROM {table.name.text()}")
                assert {column.name for column in found.columns} == set(table.columns)

    on_engine(body)


def test_system_tables_are_tables_like_others(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        every = await session.rows("SELECT keyspace_name, table_name, column_name FROM system_schema.columns")
        assert len(every) > 100
        pages = await session.pages("SELECT keyspace_name, table_name, column_name FROM system_schema.columns", rows=50)
        assert [row for page in pages for row in page] == every
        names = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'system_schema'"
        assert (await session.column(f"{names} ORDER BY table_name DESC LIMIT 2")) == ["views", "types"]
        assert await session.column(
            "SELECT keyspace_name FROM system_schema.tables WHERE table_name = ? ALLOW FILTERING", "local"
        ) == ["system"]
        assert sorted(await session.column("SELECT keyspace_name FROM system_virtual_schema.keyspaces")) == [
            "system_views",
            "system_virtual_schema",
        ]

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (InvalidRequest, "SELECT * FROM system.missing"),
        (InvalidRequest, "SELECT missing FROM system.local"),
        (Unauthorized, "INSERT INTO system.local (key) VALUES ('x')"),
        (Unauthorized, "DELETE FROM system_schema.tables WHERE keyspace_name = 'ks'"),
        (Unauthorized, "DROP TABLE system_schema.tables"),
        (Unauthorized, "DROP KEYSPACE system_views"),
        (InvalidRequest, "CREATE KEYSPACE system_auth WITH replication = {'class': 'SimpleStrategy'}"),
        (NotSupported, "CREATE ROLE r"),
        (NotSupported, "LIST ROLES"),
        (NotSupported, "GRANT SELECT ON ks.t TO r"),
        (
            NotSupported,
            "CREATE FUNCTION ks.f(x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return x;'",
        ),
    ],
)
def test_system_is_not_for_writing(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await session.refused(kind, cql)

    on_engine(body)


def test_reads_of_system_tables_are_explained(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        assert await session.rows("EXPLAIN SELECT * FROM system_schema.tables WHERE keyspace_name = 'ks'")
        await session.refused(InvalidRequest, "EXPLAIN SELECT * FROM system.missing")

    on_engine(body)


def test_schema_of_another_process_is_seen(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        other = await session.other()
        version = await other.column("SELECT schema_version FROM system.local")
        await session.run(SCHEMA[0])
        assert await other.column("SELECT type_name FROM system_schema.types") == ["u"]
        assert await other.column("SELECT schema_version FROM system.local") != version
        assert await other.rows("DESCRIBE TYPES") == [("ks", "type", "u")]

    on_disk(body)


def test_describe_answers_page_by_page(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for cql in SCHEMA:
            await session.run(cql)
        whole = await session.rows("DESCRIBE KEYSPACE ks")
        assert [row[2] for row in whole] == ["ks", "u", "n", "t", "i", "j", "w"]
        pages = await session.pages("DESCRIBE KEYSPACE ks", rows=3)
        assert [len(page) for page in pages] == [3, 3, 1]
        assert [row for page in pages for row in page] == whole
        state = (await session.run("DESCRIBE KEYSPACE ks", rows=3)).paging_state
        await session.run("DROP TABLE ks.n")
        with pytest.raises(InvalidRequest):
            await session.run("DESCRIBE KEYSPACE ks", rows=3, state=state)

    on_engine(body)


def test_what_describe_shows_can_be_run_again(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        for cql in SCHEMA:
            await session.run(cql)
        shown = await session.rows("DESCRIBE KEYSPACE ks")
        await session.run("DROP KEYSPACE ks")
        for row in shown:
            await session.run(str(row[3]).rstrip(";"))
        assert await session.rows("DESCRIBE KEYSPACE ks") == shown

    on_engine(body)
