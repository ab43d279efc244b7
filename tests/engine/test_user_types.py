"""User types: made, changed and dropped, and what becomes of values that are there."""

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import EngineError, InvalidRequest, SyntaxFault, Unauthorized

TYPE = "CREATE TYPE ks.a (x int, y text)"
TABLE = (
    "CREATE TABLE ks.t (k int, c frozen<ks.a>, v frozen<ks.a>, m ks.a, l list<frozen<ks.a>>, "
    "n map<frozen<ks.a>, int>, u tuple<int, frozen<ks.a>>, p frozen<list<frozen<ks.a>>>, PRIMARY KEY (k, c))"
)


def test_types_are_in_the_snapshot(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TYPE)
        await session.run("CREATE TYPE ks.b (inner frozen<ks.a>, l list<int>)")
        await session.run("CREATE TYPE IF NOT EXISTS ks.b (other int)")
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v frozen<ks.b>)")
        await session.run("CREATE TABLE ks.plain (k int PRIMARY KEY)")
        plain = session.table("plain")
        await session.run("ALTER TYPE ks.a ADD z int")
        assert session.table("plain") is plain
        for _ in range(2):
            types = session.engine.schema.keyspaces["ks"].types
            assert [name for name, _ in types["a"].fields] == ["x", "y", "z"]
            assert [type_.text() for _, type_ in types["b"].fields] == ["frozen<a>", "list<int>"]
            await session.restart()
        await session.run("INSERT INTO ks.t (k, v) VALUES (1, {inner: {x: 1, z: 3}, l: [1]})")
        assert await session.rows("SELECT v FROM ks.t") == [({"inner": {"x": 1, "y": None, "z": 3}, "l": [1]},)]
        await session.run("DROP TABLE ks.t")
        await session.run("DROP TYPE ks.b")
        await session.run("DROP TYPE IF EXISTS ks.b")
        await session.run("DROP TYPE ks.a")
        assert not session.engine.schema.keyspaces["ks"].types

    on_engine(body)


def test_values_are_there_after_a_type_has_changed(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TYPE)
        await session.run(TABLE)
        await session.run(
            "INSERT INTO ks.t (k, c, v, m, l, n, u) VALUES "
            "(1, {x: 1, y: 'a'}, {x: 2}, {x: 3, y: 'm'}, [{x: 4}], {{x: 5}: 6}, (1, {y: 'q'}))"
        )
        await session.run("UPDATE ks.t USING TTL 1000 SET m.x = 8, p = [{y: 'l'}] WHERE k = 1 AND c = {x: 1, y: 'b'}")
        await session.run("DELETE m.y FROM ks.t WHERE k = 1 AND c = {x: 1, y: 'b'}")
        await session.run("ALTER TYPE ks.a ADD z int")
        await session.run("ALTER TYPE ks.a RENAME x TO xx")
        await session.restart()
        first = {"xx": 1, "y": "a", "z": None}
        assert await session.rows("SELECT c, v, m, l, u FROM ks.t WHERE k = 1 AND c = {xx: 1, y: 'a'}") == [
            (
                first,
                {"xx": 2, "y": None, "z": None},
                {"xx": 3, "y": "m", "z": None},
                [{"xx": 4, "y": None, "z": None}],
                (1, {"xx": None, "y": "q", "z": None}),
            )
        ]
        await session.run("UPDATE ks.t SET m.z = 9, m.y = 'n' WHERE k = 1 AND c = {xx: 1, y: 'b'}")
        await session.run("INSERT INTO ks.t (k, c) VALUES (1, {xx: 1, y: 'a', z: 0})")
        await session.run("INSERT INTO ks.t (k, c, v) VALUES (1, {xx: 1, y: 'a'}, {z: 1})")
        assert await session.rows("SELECT c, v, m, p FROM ks.t") == [
            (first, {"xx": None, "y": None, "z": 1}, {"xx": 3, "y": "m", "z": None}, None),
            ({"xx": 1, "y": "a", "z": 0}, None, None, None),
            (
                {"xx": 1, "y": "b", "z": None},
                None,
                {"xx": 8, "y": "n", "z": 9},
                [{"xx": None, "y": "l", "z": None}],
            ),
        ]

    on_engine(body)


def test_dropped_column_does_not_keep_its_type_in_use(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TYPE)
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v frozen<ks.a>, m ks.a)")
        await session.refused(InvalidRequest, "ALTER TABLE ks.t DROP m")
        await session.run("ALTER TABLE ks.t DROP v")
        assert session.table("t").dropped["v"].type.text() == "frozen<tuple<int, text>>"
        await session.refused(InvalidRequest, "DROP TYPE ks.a")

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (InvalidRequest, "CREATE TYPE ks.a (x int)"),
        (InvalidRequest, "CREATE TYPE ks.n (x int, x text)"),
        (InvalidRequest, "CREATE TYPE ks.n (x counter)"),
        (InvalidRequest, "CREATE TYPE ks.n (x ks.a)"),
        (InvalidRequest, "CREATE TYPE ks.n (x frozen<ks.n>)"),
        (InvalidRequest, "CREATE TYPE ks.n (x frozen<ks.missing>)"),
        (InvalidRequest, "CREATE TYPE ks.n (x frozen<system.missing>)"),
        (InvalidRequest, "CREATE TYPE ks.n (x list<list<int>>)"),
        (InvalidRequest, "CREATE TYPE missing.n (x int)"),
        (InvalidRequest, "CREATE TYPE n (x int)"),
        (SyntaxFault, "CREATE TYPE ks.n ()"),
        (Unauthorized, "CREATE TYPE system.n (x int)"),
        (InvalidRequest, "ALTER TYPE ks.a ADD x int"),
        (InvalidRequest, "ALTER TYPE ks.a ADD z frozen<ks.a>"),
        (InvalidRequest, "ALTER TYPE ks.a ADD z frozen<ks.b>"),
        (InvalidRequest, "ALTER TYPE ks.a ADD z counter"),
        (InvalidRequest, "ALTER TYPE ks.a RENAME x TO y"),
        (InvalidRequest, "ALTER TYPE ks.a RENAME missing TO z"),
        (InvalidRequest, "ALTER TYPE ks.a ALTER x TYPE text"),
        (InvalidRequest, "ALTER TYPE ks.missing ADD x int"),
        (InvalidRequest, "ALTER TYPE ks.in_key ADD y int"),
        (Unauthorized, "ALTER TYPE system.a ADD x int"),
        (InvalidRequest, "DROP TYPE ks.a"),
        (InvalidRequest, "DROP TYPE ks.in_key"),
        (InvalidRequest, "DROP TYPE ks.missing"),
        (Unauthorized, "DROP TYPE system.a"),
        (InvalidRequest, "CREATE TABLE ks.n (k ks.a PRIMARY KEY)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v ks.with_list)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v list<ks.a>)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v ks.missing)"),
        (InvalidRequest, "CREATE TABLE ks.n (k int PRIMARY KEY, v frozen<system.a>)"),
    ],
)
def test_statement_about_types_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await session.run(TYPE)
        await session.run("CREATE TYPE ks.b (inner frozen<ks.a>)")
        await session.run("CREATE TYPE ks.with_list (l list<int>)")
        await session.run("CREATE TYPE ks.in_key (x int)")
        await session.run("CREATE TABLE ks.t (k frozen<ks.in_key> PRIMARY KEY)")
        before = session.engine.schema
        await session.refused(kind, cql)
        assert session.engine.schema is before

    on_engine(body)


def test_renaming_of_fields_may_be_about_nothing(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TYPE)
        before = session.engine.schema
        await session.run("ALTER TYPE ks.a RENAME IF EXISTS missing TO z")
        await session.run("ALTER TYPE ks.a ADD IF NOT EXISTS x int")
        await session.run("ALTER TYPE IF EXISTS ks.missing ADD x int")
        assert session.engine.schema is before
        await session.run("ALTER TYPE ks.a RENAME x TO z AND y TO x AND z TO y")
        assert [name for name, _ in session.engine.schema.keyspaces["ks"].types["a"].fields] == ["y", "x"]

    on_engine(body)
