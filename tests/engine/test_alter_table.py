"""ALTER TABLE: columns come, go and get other names, and the rows with them."""

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import ConfigurationFault, EngineError, InvalidRequest, SyntaxFault, Unauthorized

TABLE = "CREATE TABLE ks.t (k int, c int, v int, w text, l list<int>, s text STATIC, PRIMARY KEY (k, c))"


def test_added_column_is_null_until_it_is_written(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, c, v) VALUES (1, 1, 1)")
        await session.run("ALTER TABLE ks.t ADD (a int, m map<text, int>, st int STATIC)")
        assert await session.rows("SELECT k, a, m, st FROM ks.t") == [(1, None, None, None)]
        await session.run("UPDATE ks.t SET a = 5, m['x'] = 1, st = 7 WHERE k = 1 AND c = 1")
        await session.run("CREATE CUSTOM INDEX ON ks.t (a) USING 'sai'")
        for _ in range(2):
            assert await session.rows("SELECT a, m, st FROM ks.t WHERE a = 5") == [(5, {"x": 1}, 7)]
            await session.restart()
        await session.run("ALTER TABLE ks.t ADD IF NOT EXISTS (a text, b text)")
        assert session.table("t").columns["a"].type.text() == "int"
        assert await session.rows("SELECT b FROM ks.t") == [(None,)]

    on_engine(body)


def test_first_static_column_may_come_later_and_go_again(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int, c int, v int, PRIMARY KEY (k, c))")
        await session.run("INSERT INTO ks.t (k, c, v) VALUES (1, 1, 1)")
        await session.run("ALTER TABLE ks.t ADD s text STATIC")
        await session.run("INSERT INTO ks.t (k, s) VALUES (1, 'x')")
        await session.run("INSERT INTO ks.t (k, s) VALUES (2, 'y')")
        assert sorted(await session.rows("SELECT k, c, s FROM ks.t"), key=repr) == [(1, 1, "x"), (2, None, "y")]
        await session.run("ALTER TABLE ks.t DROP s")
        assert await session.rows("SELECT * FROM ks.t") == [(1, 1, 1)]
        await session.run("ALTER TABLE ks.t ADD s text STATIC")
        assert await session.rows("SELECT k, c, s FROM ks.t") == [(1, 1, None)]

    on_engine(body)


@pytest.mark.parametrize("using", ["", " USING TTL 1000", " USING TIMESTAMP 5"])
def test_dropped_column_is_gone_with_all_that_was_in_it(on_engine: OnEngine, using: str) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run(f"INSERT INTO ks.t (k, c, v, w) VALUES (1, 1, 1, 'x'){using}")
        await session.run(f"UPDATE ks.t{using} SET l = l + [1, 2], v = 3 WHERE k = 1 AND c = 2")
        await session.run(f"UPDATE ks.t{using} SET v = 4 WHERE k = 1 AND c = 3")
        await session.run(f"UPDATE ks.t{using} SET v = 4, w = 'y' WHERE k = 1 AND c = 4")
        await session.run("ALTER TABLE ks.t DROP v")
        assert "v" not in session.table("t").columns
        # a row that was there by the column only is no row any more
        for _ in range(2):
            rows = await session.rows("SELECT c, w, l FROM ks.t")
            assert rows == [(1, "x", None), (2, None, [1, 2]), (4, "y", None)]
            await session.restart()
        await session.refused(InvalidRequest, "SELECT v FROM ks.t")
        await session.run("ALTER TABLE ks.t ADD v int")
        assert await session.column("SELECT v FROM ks.t") == [None] * 3
        await session.run("UPDATE ks.t SET v = 9 WHERE k = 1 AND c = 3")
        assert await session.rows("SELECT c, v FROM ks.t") == [(1, None), (2, None), (3, 9), (4, None)]
        await session.run("ALTER TABLE ks.t DROP (l, w)")
        assert await session.column("SELECT c FROM ks.t") == [1, 3]

    on_engine(body)


def test_dropped_column_is_remembered(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("ALTER TABLE ks.t DROP (l, s)")
        await session.run("ALTER TABLE ks.t DROP v USING TIMESTAMP 12345")
        await session.restart()
        dropped = session.table("t").dropped
        assert {name: (column.type.text(), column.static) for name, column in dropped.items()} == {
            "l": ("list<int>", False),
            "s": ("text", True),
            "v": ("int", False),
        }
        assert dropped["v"].time_us == 12345
        for cql in ("ADD l list<text>", "ADD l set<int>", "ADD s text", "ADD v text"):
            await session.refused(InvalidRequest, f"ALTER TABLE ks.t {cql}")
        await session.run("ALTER TABLE ks.t ADD (l list<int>, s text STATIC, v int)")

    on_engine(body)


def test_column_that_another_process_drops_is_no_longer_read(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, c, v, w) VALUES (1, 2, 3, 'x')")
        assert await session.rows("SELECT k, v, w FROM ks.t") == [(1, 3, "x")]
        other = await session.other()
        assert (await other.rows("SELECT * FROM ks.t"))[0][-2:] == (3, "x")
        await session.run("ALTER TABLE ks.t DROP v")
        assert await other.rows("SELECT * FROM ks.t") == [(1, 2, None, None, "x")]
        await session.run("ALTER TABLE ks.t DROP w")
        await other.refused(InvalidRequest, "SELECT w FROM ks.t")
        await session.run("ALTER TABLE ks.t ADD w text")
        await other.run("INSERT INTO ks.t (k, c, w) VALUES (1, 2, 'y')")
        assert await session.column("SELECT w FROM ks.t") == ["y"]

    on_disk(body)


def test_key_columns_get_other_names(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("INSERT INTO ks.t (k, c, v) VALUES (1, 2, 3)")
        await session.run("ALTER TABLE ks.t RENAME k TO kk AND c TO cc")
        await session.run("ALTER TABLE ks.t RENAME cc TO k")
        for _ in range(2):
            assert await session.rows("SELECT * FROM ks.t WHERE kk = 1 AND k = 2") == [(1, 2, None, None, 3, None)]
            await session.restart()
        await session.refused(InvalidRequest, "SELECT * FROM ks.t WHERE c = 2")

    on_engine(body)


def test_options_change_and_stay(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("ALTER TABLE ks.t WITH comment = 'x' AND gc_grace_seconds = 5")
        await session.run("ALTER TABLE ks.t WITH default_time_to_live = 3")
        await session.restart()
        options = session.table("t").options
        assert (options["comment"], options["gc_grace_seconds"], options["default_time_to_live"]) == ("x", 5, 3)
        await session.run("INSERT INTO ks.t (k, c, v) VALUES (1, 1, 1)")
        assert await session.column("SELECT ttl(v) FROM ks.t") == [3]
        session.later(4)
        assert await session.rows("SELECT * FROM ks.t") == []

    on_engine(body)


def test_masks_are_kept(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text MASKED WITH mask_inner(1, null), w int)")
        await session.run("ALTER TABLE ks.t ALTER w MASKED WITH DEFAULT")
        for _ in range(2):
            masks = {name: column.mask for name, column in session.table("t").columns.items()}
            assert {name: mask.text() for name, mask in masks.items() if mask is not None} == {
                "v": "mask_inner(1, null)",
                "w": "mask_default()",
            }
            await session.restart()
        await session.run("ALTER TABLE ks.t ALTER v DROP MASKED")
        await session.run("ALTER TABLE ks.t ALTER IF EXISTS missing DROP MASKED")
        assert session.table("t").columns["v"].mask is None

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (InvalidRequest, "ADD v int"),
        (InvalidRequest, "ADD (a int, a int)"),
        (InvalidRequest, "ADD a missing"),
        (InvalidRequest, "ADD a list<list<int>>"),
        (InvalidRequest, "ADD a map<int, counter>"),
        (ConfigurationFault, "ADD a counter"),
        (InvalidRequest, "DROP k"),
        (InvalidRequest, "DROP c"),
        (InvalidRequest, "DROP missing"),
        (InvalidRequest, "DROP (v, missing)"),
        (InvalidRequest, "DROP i"),
        (InvalidRequest, "RENAME v TO x"),
        (InvalidRequest, "RENAME missing TO x"),
        (InvalidRequest, "RENAME k TO v"),
        (InvalidRequest, "RENAME c TO x AND missing TO y"),
        (InvalidRequest, "RENAME d TO x"),
        (InvalidRequest, "ALTER v TYPE blob"),
        (InvalidRequest, "DROP COMPACT STORAGE"),
        (InvalidRequest, "ALTER missing MASKED WITH DEFAULT"),
        (InvalidRequest, "ALTER v MASKED WITH missing()"),
        (InvalidRequest, "ALTER v MASKED WITH mask_inner(1, 2)"),
        (InvalidRequest, "ALTER w MASKED WITH mask_inner('x', 2)"),
        (InvalidRequest, "ALTER w MASKED WITH mask_inner(1)"),
        (InvalidRequest, "ALTER w MASKED WITH mask_hash()"),
        (InvalidRequest, "ALTER v MASKED WITH mask_replace('x')"),
        (SyntaxFault, "WITH colour = 'red'"),
        (ConfigurationFault, "WITH gc_grace_seconds = -1"),
        (ConfigurationFault, "WITH default_time_to_live = 630720001"),
        (ConfigurationFault, "WITH id = 5a1c395e-b41f-11e5-9f22-ba0be0483c18"),
    ],
)
def test_alteration_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int, c int, d int, v int, w text, i int, PRIMARY KEY (k, c, d))")
        await session.run("CREATE CUSTOM INDEX ON ks.t (i) USING 'sai'")
        await session.run("CREATE CUSTOM INDEX ON ks.t (d) USING 'sai'")
        await session.run("INSERT INTO ks.t (k, c, d, v) VALUES (1, 2, 3, 4)")
        before = session.engine.schema
        await session.refused(kind, f"ALTER TABLE ks.t {cql}")
        assert session.engine.schema is before
        assert await session.rows("SELECT v FROM ks.t WHERE k = 1") == [(4,)]

    on_engine(body)


def test_counters_stay_among_themselves(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.n (k int PRIMARY KEY, v counter)")
        await session.refused(ConfigurationFault, "ALTER TABLE ks.n ADD x int")
        await session.refused(InvalidRequest, "ALTER TABLE ks.n WITH default_time_to_live = 5")
        await session.refused(InvalidRequest, "ALTER TABLE ks.n ADD s counter STATIC")
        await session.run("ALTER TABLE ks.n ADD w counter")
        await session.run("UPDATE ks.n SET w = w + 1, v = v + 2 WHERE k = 1")
        await session.run("ALTER TABLE ks.n DROP w")
        assert await session.rows("SELECT * FROM ks.n") == [(1, 2)]
        await session.refused(InvalidRequest, "ALTER TABLE ks.n ADD w counter")

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (ConfigurationFault, 'CREATE TABLE ks."a-b" (k int PRIMARY KEY)'),
        (ConfigurationFault, f"CREATE TABLE ks.{'a' * 223} (k int PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v counter, w int)"),
        (InvalidRequest, "CREATE TABLE ks.n (k counter PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v counter) WITH default_time_to_live = 10"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, s int STATIC)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int, c int STATIC, PRIMARY KEY (k, c))"),
        (InvalidRequest, "CREATE TABLE ks.n (k duration PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int, c frozen<list<duration>>, PRIMARY KEY (k, c))"),
        (InvalidRequest, "CREATE TABLE ks.n (k int, c tuple<int, duration>, PRIMARY KEY (k, c))"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY) WITH COMPACT STORAGE"),
        (ConfigurationFault, "CREATE TABLE ks.n (k int PRIMARY KEY) WITH gc_grace_seconds = -1"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v int MASKED WITH abs())"),
        (InvalidRequest, "CREATE KEYSPACE \"a-b\" WITH replication = {'class': 'SimpleStrategy'}"),
        (InvalidRequest, f"CREATE KEYSPACE {'a' * 49} WITH replication = {{'class': 'SimpleStrategy'}}"),
        (InvalidRequest, "ALTER KEYSPACE missing WITH durable_writes = false"),
        (Unauthorized, "ALTER KEYSPACE system WITH durable_writes = false"),
        (Unauthorized, "ALTER TABLE system.local ADD x int"),
        (InvalidRequest, "ALTER TABLE ks.missing ADD x int"),
        (InvalidRequest, "DROP FUNCTION ks.f"),
        (InvalidRequest, "DROP AGGREGATE ks.f"),
    ],
)
def test_definition_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        before = session.engine.schema
        await session.refused(kind, cql)
        assert session.engine.schema is before

    on_engine(body)


def test_keyspace_options_change(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("ALTER KEYSPACE ks WITH durable_writes = false")
        await session.run("ALTER KEYSPACE IF EXISTS missing WITH durable_writes = false")
        await session.restart()
        keyspace = session.engine.schema.keyspaces["ks"]
        assert not keyspace.durable_writes
        assert keyspace.replication["class"] == "SimpleStrategy"

    on_engine(body)
