"""Materialized views: what may be one, and that it shows what its table has, whatever happens to that."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.schema import View
from cassette.errors import AlreadyExists, EngineError, InvalidRequest, StaleSchema, SyntaxFault

BASE = "CREATE TABLE ks.b (k int, c int, v int, w text, l set<int>, PRIMARY KEY (k, c))"
VIEWS: dict[str, tuple[str, tuple[str, ...], Callable[[dict[str, Any]], bool]]] = {
    "by_v": (
        "SELECT * FROM ks.b WHERE v IS NOT NULL AND k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (v, k, c)",
        ("v", "k", "c", "l", "w"),
        lambda row: row["v"] is not None,
    ),
    "by_c": (
        (
            "SELECT k, c, w FROM ks.b WHERE k IS NOT NULL AND c IS NOT NULL PRIMARY KEY (c, k) "
            "WITH CLUSTERING ORDER BY (k DESC)"
        ),
        ("c", "k", "w"),
        lambda row: True,
    ),
    "some": (
        "SELECT k, c, l FROM ks.b WHERE k IN (1, 2) AND c > 1 PRIMARY KEY ((c, k))",
        ("c", "k", "l"),
        lambda row: row["k"] in (1, 2) and row["c"] > 1,
    ),
    "by_w": (
        "SELECT w, k, c, v FROM ks.b WHERE w IS NOT NULL AND k IS NOT NULL AND (c) <= (3) PRIMARY KEY ((w, k), c)",
        ("w", "k", "c", "v"),
        lambda row: row["w"] is not None and row["c"] <= 3,
    ),
}
"""Each view: what follows AS, its columns, and which rows of the table it shows."""


def create(name: str) -> str:
    return f"CREATE MATERIALIZED VIEW ks.{name} AS {VIEWS[name][0]}"


async def check(session: Session) -> None:
    """Compare every view with its table."""
    before, views, after = await base(session), await shown(session), await base(session)
    while before != after:
        # a second has passed, and something has ended in between
        before, views, after = after, await shown(session), await base(session)
    for name, found in views.items():
        _, columns, shows = VIEWS[name]
        assert found == sorted(repr([row[column] for column in columns]) for row in after if shows(row)), name


async def base(session: Session) -> list[dict[str, Any]]:
    """Give the rows of the table."""
    names = list(session.table("b").columns)
    return [dict(zip(names, row, strict=True)) for row in await session.rows(f"SELECT {', '.join(names)} FROM ks.b")]


async def shown(session: Session) -> dict[str, list[str]]:
    """Give the rows of each view that there is."""
    views = [name for name in VIEWS if name in session.engine.schema.keyspaces["ks"].views]
    found = {name: await session.rows(f"SELECT {', '.join(VIEWS[name][1])} FROM ks.{name}") for name in views}
    return {name: sorted(repr(list(row)) for row in rows) for name, rows in found.items()}


def statement(random: Random) -> str:
    """Make one write of a history."""
    k, c, v = random.randrange(3), random.randrange(5), random.randrange(4)
    w = random.choice(["null", "'a'", "'b'"])
    key = f"k = {k} AND c = {c}"
    using = random.choice(["", "", "USING TIMESTAMP {t}", "USING TTL {s}", "USING TIMESTAMP {t} AND TTL {s}"]).format(
        t=random.randrange(1, 9), s=random.randrange(1, 4)
    )
    deleting = random.choice(["", f"USING TIMESTAMP {random.randrange(1, 9)}"])
    write = random.choice(
        [
            f"INSERT INTO ks.b (k, c, v, w) VALUES ({k}, {c}, {v}, {w}) {using}",
            f"INSERT INTO ks.b (k, c, l) VALUES ({k}, {c}, {{{v}, 7}}) {using}",
            f"INSERT INTO ks.b (k, c) VALUES ({k}, {c}) {using}",
            f"UPDATE ks.b {using} SET v = {v} WHERE {key}",
            f"UPDATE ks.b {using} SET v = null, w = {w} WHERE {key}",
            f"UPDATE ks.b {using} SET l = l + {{{v}}} WHERE {key}",
            f"UPDATE ks.b SET l = l - {{{v}}} WHERE {key}",
            f"DELETE FROM ks.b {deleting} WHERE {key}",
            f"DELETE v FROM ks.b {deleting} WHERE {key}",
            f"DELETE w, l FROM ks.b {deleting} WHERE {key}",
            f"DELETE FROM ks.b {deleting} WHERE k = {k} AND c > {c}",
            f"DELETE FROM ks.b {deleting} WHERE k = {k}",
        ]
    )
    if "USING" not in write and random.random() < 0.2:
        return f"BEGIN BATCH {write}; UPDATE ks.b SET v = {v}, w = {w} WHERE k = {k} AND c = 1; APPLY BATCH"
    if "USING" not in write and random.random() < 0.1:
        return f"UPDATE ks.b SET v = {v}, w = {w} WHERE {key} IF v = {random.choice(['null', '1', '2'])}"
    return write


@pytest.mark.parametrize("seed", range(12))
def test_view_is_the_query_over_its_table(on_engine: OnEngine, seed: int) -> None:
    """Random histories; half of the views are made in the middle of them."""

    async def body(session: Session) -> None:
        random = Random(seed)
        await session.run(BASE)
        late = [name for name in VIEWS if random.random() < 0.5]
        for name in VIEWS.keys() - set(late):
            await session.run(create(name))
        for step in range(60):
            if step == 30:
                for name in late:
                    await session.run(create(name))
            if random.random() < 0.05:
                session.later(2)
            if random.random() < 0.03:
                await session.restart()
            if random.random() < 0.02:
                await session.run("TRUNCATE ks.b")
            await session.run(statement(random))
            await check(session)
        session.later(10)
        await check(session)

    on_engine(body)


def test_view_shows_write_times_and_ttls_of_its_table(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run(create("by_v"))
        await session.run("INSERT INTO ks.b (k, c, v) VALUES (1, 1, 5) USING TIMESTAMP 10")
        await session.run("UPDATE ks.b USING TIMESTAMP 20 AND TTL 100 SET w = 'x' WHERE k = 1 AND c = 1")
        await session.run("UPDATE ks.b USING TIMESTAMP 30 SET l = {1, 2} WHERE k = 1 AND c = 1")
        assert await session.rows("SELECT writetime(w), ttl(w), w FROM ks.by_v") == [(20, 100, "x")]
        assert await session.rows("SELECT writetime(l) FROM ks.by_v") == [([30, 30],)]

    on_engine(body)


def test_view_is_read_like_a_table(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run(create("by_c"))
        for k in range(6):
            await session.run("INSERT INTO ks.b (k, c, w) VALUES (?, ?, ?)", k, k % 2, f"w{k}")
        assert await session.rows("SELECT k, w FROM ks.by_c WHERE c = 1") == [(5, "w5"), (3, "w3"), (1, "w1")]
        assert await session.rows("SELECT k FROM ks.by_c WHERE c = 0 AND k > 1 ORDER BY k ASC") == [(2,), (4,)]
        pages = await session.pages("SELECT k FROM ks.by_c", rows=2)
        assert {row[0] for page in pages for row in page} == set(range(6))
        assert [len(page) for page in pages] == [2, 2, 2]

    on_engine(body)


def test_view_follows_its_table_through_alterations(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run(create("by_v"))
        await session.run(create("some"))
        await session.run("INSERT INTO ks.b (k, c, v) VALUES (1, 2, 3)")
        await session.run("ALTER TABLE ks.b ADD extra int")
        await session.run("INSERT INTO ks.b (k, c, extra) VALUES (1, 2, 9)")
        assert await session.rows("SELECT extra FROM ks.by_v WHERE v = 3") == [(9,)]
        assert set(session.table("by_v").columns) == {"k", "c", "v", "w", "l", "extra"}
        assert set(session.table("some").columns) == {"k", "c", "l"}
        await session.run("ALTER TABLE ks.b RENAME c TO cc AND k TO kk")
        await session.run("INSERT INTO ks.b (kk, cc, v) VALUES (2, 3, 4)")
        await session.restart()
        await session.run("UPDATE ks.b SET v = 5 WHERE kk = 1 AND cc = 2")
        assert await session.rows("SELECT v, kk, cc FROM ks.by_v WHERE v IN (3, 4, 5)") == [(4, 2, 3), (5, 1, 2)]
        view = session.table("some")
        assert isinstance(view, View)
        assert view.where is not None
        assert view.where.text() == "kk IN (1, 2) AND cc > 1"
        assert sorted(await session.rows("SELECT kk, cc FROM ks.some")) == [(1, 2), (2, 3)]

    on_engine(body)


def test_views_are_in_the_snapshot_and_go_with_their_keyspace(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run(create("by_v"))
        await session.run("ALTER MATERIALIZED VIEW ks.by_v WITH comment = 'x'")
        for _ in range(2):
            keyspace = session.engine.schema.keyspaces["ks"]
            assert set(keyspace.tables) == {"b"}
            assert set(keyspace.views) == {"by_v"}
            view = keyspace.views["by_v"]
            assert view.base == keyspace.tables["b"].name
            assert view.include_all
            assert view.options["comment"] == "x"
            assert [column.name for column in (*view.partition_key, *view.clustering)] == ["v", "k", "c"]
            await session.restart()
        await session.run("DROP MATERIALIZED VIEW ks.by_v")
        await session.refused(StaleSchema, "SELECT * FROM ks.by_v")
        await session.run(create("by_v"))
        await session.run("DROP KEYSPACE ks")
        assert "ks" not in session.engine.schema.keyspaces

    on_engine(body)


def test_view_keeps_the_directions_of_its_table(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(
            "CREATE TABLE ks.d (k int, c int, d int, PRIMARY KEY (k, c, d)) WITH CLUSTERING ORDER BY (c DESC, d ASC)"
        )
        where = "WHERE k IS NOT NULL AND c IS NOT NULL AND d IS NOT NULL PRIMARY KEY (k, d, c)"
        await session.run(f"CREATE MATERIALIZED VIEW ks.same AS SELECT * FROM ks.d {where}")
        await session.run(
            f"CREATE MATERIALIZED VIEW ks.other AS SELECT * FROM ks.d {where} WITH CLUSTERING ORDER BY (d ASC, c ASC)"
        )
        for c in range(3):
            await session.run("INSERT INTO ks.d (k, c, d) VALUES (1, ?, 1)", c)
        assert await session.column("SELECT c FROM ks.same") == [2, 1, 0]
        assert await session.column("SELECT c FROM ks.other") == [0, 1, 2]
        await session.refused(
            InvalidRequest,
            f"CREATE MATERIALIZED VIEW ks.v AS SELECT * FROM ks.d {where} WITH CLUSTERING ORDER BY (d ASC)",
        )

    on_engine(body)


def test_view_shows_rows_whose_key_would_be_empty(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.e (k int PRIMARY KEY, v text)")
        await session.run(
            "CREATE MATERIALIZED VIEW ks.by_text AS SELECT * FROM ks.e WHERE v IS NOT NULL AND k IS NOT NULL "
            "PRIMARY KEY (v, k)"
        )
        await session.run("INSERT INTO ks.e (k, v) VALUES (1, '')")
        await session.run("INSERT INTO ks.e (k, v) VALUES (2, 'a')")
        assert await session.rows("SELECT v, k FROM ks.by_text") == [("", 1), ("a", 2)]
        await session.run("UPDATE ks.e SET v = 'b' WHERE k = 1")
        assert sorted(await session.rows("SELECT v, k FROM ks.by_text"), key=repr) == [("a", 2), ("b", 1)]

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (AlreadyExists, create("by_v")),
        (AlreadyExists, "CREATE TABLE ks.by_v (k int PRIMARY KEY)"),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.b AS")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "missing.v AS")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("FROM ks.b", "FROM ks.by_v")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("FROM ks.b", "FROM ks.missing")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace(" AND c IS NOT NULL", "")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("v, k, c)", "v, k)")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("v, k, c)", "v, w, k, c)")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("v, k, c)", "l, k, c)")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("v, k, c)", "v, k, c, c)")),
        (InvalidRequest, create("by_v").replace("ks.by_v AS", "ks.v AS").replace("v IS NOT NULL", "w = 'x'")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS").replace("k, c, w", "w")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS").replace("k, c, w", "k, c, missing")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS").replace("k IS NOT NULL", "k = 'x'")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS").replace("k IS NOT NULL", "k = null")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS").replace("k IS NOT NULL", "k = ?")),
        (InvalidRequest, create("by_c").replace("ks.by_c AS", "ks.v AS") + " AND default_time_to_live = 5"),
        (SyntaxFault, create("by_c").replace("ks.by_c AS", "ks.v AS") + " AND colour = 5"),
        (InvalidRequest, "CREATE MATERIALIZED VIEW ks.v AS SELECT * FROM ks.n WHERE k IS NOT NULL PRIMARY KEY (k)"),
        (InvalidRequest, "CREATE MATERIALIZED VIEW ks.v AS SELECT * FROM ks.g WHERE k IS NOT NULL PRIMARY KEY (k)"),
        (
            InvalidRequest,
            (
                "CREATE MATERIALIZED VIEW ks.v AS SELECT * FROM ks.s WHERE k IS NOT NULL AND c IS NOT NULL "
                "PRIMARY KEY (c, k)"
            ),
        ),
        (InvalidRequest, "INSERT INTO ks.by_v (v, k, c) VALUES (1, 1, 1)"),
        (InvalidRequest, "UPDATE ks.by_v SET w = 'x' WHERE v = 1 AND k = 1 AND c = 1"),
        (InvalidRequest, "DELETE FROM ks.by_v WHERE v = 1"),
        (InvalidRequest, "BEGIN BATCH DELETE FROM ks.by_v WHERE v = 1; APPLY BATCH"),
        (InvalidRequest, "TRUNCATE ks.by_v"),
        (InvalidRequest, "ALTER TABLE ks.by_v ADD x int"),
        (InvalidRequest, "DROP TABLE ks.by_v"),
        (InvalidRequest, "DROP TABLE ks.b"),
        (InvalidRequest, "DROP TABLE IF EXISTS ks.b"),
        (InvalidRequest, "DROP MATERIALIZED VIEW ks.b"),
        (InvalidRequest, "DROP MATERIALIZED VIEW ks.missing"),
        (InvalidRequest, "CREATE INDEX ON ks.by_v (w)"),
        (InvalidRequest, "ALTER TABLE ks.b DROP w"),
        (InvalidRequest, "ALTER TABLE ks.b WITH gc_grace_seconds = 0"),
        (InvalidRequest, "ALTER MATERIALIZED VIEW ks.by_v WITH gc_grace_seconds = 0"),
        (InvalidRequest, "ALTER MATERIALIZED VIEW ks.by_v WITH default_time_to_live = 1"),
        (InvalidRequest, "ALTER MATERIALIZED VIEW ks.b WITH comment = 'x'"),
    ],
)
def test_statement_about_views_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run("CREATE TABLE ks.n (k int PRIMARY KEY, v counter)")
        await session.run("CREATE TABLE ks.g (k int PRIMARY KEY) WITH gc_grace_seconds = 0")
        await session.run("CREATE TABLE ks.s (k int, c int, s int STATIC, PRIMARY KEY (k, c))")
        await session.run(create("by_v"))
        await session.run("INSERT INTO ks.b (k, c, v) VALUES (1, 1, 1)")
        before = session.engine.schema
        await session.refused(kind, cql)
        assert session.engine.schema is before
        await check(session)

    on_engine(body)


def test_statement_with_if_leaves_views_alone(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run(create("by_v"))
        before = session.engine.schema
        await session.run(create("by_v").replace("VIEW ks", "VIEW IF NOT EXISTS ks"))
        await session.run("DROP MATERIALIZED VIEW IF EXISTS ks.missing")
        await session.run("ALTER MATERIALIZED VIEW IF EXISTS ks.missing WITH comment = 'x'")
        assert session.engine.schema is before

    on_engine(body)


def test_view_that_another_process_made_is_kept_up(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(BASE)
        await session.run("INSERT INTO ks.b (k, c, v) VALUES (1, 1, 1)")
        other = await session.other()
        await other.run(create("by_v"))
        await session.run("INSERT INTO ks.b (k, c, v) VALUES (1, 2, 2)")
        await session.run("UPDATE ks.b SET v = 7 WHERE k = 1 AND c = 1")
        assert sorted(await other.rows("SELECT v, k, c FROM ks.by_v")) == [(2, 1, 2), (7, 1, 1)]

    on_disk(body)
