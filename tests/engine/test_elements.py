"""Writes to single elements of collections and user types, and values that are left as they are."""

from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.terms import UNSET
from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (k int PRIMARY KEY, a int, s set<int>, l list<int>, m map<text, int>, f frozen<list<int>>)"
READ = "SELECT a, s, l, m FROM ks.t WHERE k = 1"


async def make(session: Session) -> None:
    await session.run(TABLE)
    await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
    await session.run("INSERT INTO ks.t (k, a, s, l, m) VALUES (1, 1, {1, 2}, [1, 2], {'a': 1})")


@pytest.mark.parametrize(
    ("change", "values", "left"),
    [
        ("s = s + ?", ({2, 3},), (1, {1, 2, 3}, [1, 2], {"a": 1})),
        ("s -= ?", ({1, 9},), (1, {2}, [1, 2], {"a": 1})),
        ("l = l + ?, l = ? + l", ([3], [0]), (1, {1, 2}, [0, 1, 2, 3], {"a": 1})),
        ("l = l - ?", ([2],), (1, {1, 2}, [1], {"a": 1})),
        ("l[?] = ?", (1, 7), (1, {1, 2}, [1, 7], {"a": 1})),
        ("l[?] = ?", (0, None), (1, {1, 2}, [2], {"a": 1})),
        ("m = m + ?", ({"b": 2},), (1, {1, 2}, [1, 2], {"a": 1, "b": 2})),
        ("m[?] = ?, m[?] = ?", ("a", None, "c", 3), (1, {1, 2}, [1, 2], {"c": 3})),
        ("m = m - ?", ({"a"},), (1, {1, 2}, [1, 2], None)),
        ("a = ?, s = ?, m[?] = ?", (UNSET, UNSET, "a", UNSET), (1, {1, 2}, [1, 2], {"a": 1})),
        ("a = ?, s = s + ?, l = l + ?", (None, None, None), (None, {1, 2}, [1, 2], {"a": 1})),
    ],
)
def test_element_is_written(on_engine: OnEngine, change: str, values: tuple[Any, ...], left: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(f"UPDATE ks.t SET {change} WHERE k = ?", *values, 1)
        assert await session.rows(READ) == [left]
        await session.restart()
        assert await session.rows(READ) == [left]

    on_engine(body)


def test_unset_value_leaves_a_column_alone(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run("INSERT INTO ks.t (k, a, s) VALUES (?, ?, ?)", 1, UNSET, None)
        assert await session.rows(READ) == [(1, None, [1, 2], {"a": 1})]
        await session.run("INSERT INTO ks.t (k, a) VALUES (?, ?)", 2, UNSET)
        assert await session.column("SELECT a FROM ks.t WHERE k = 2") == [None]
        await session.refused(InvalidRequest, "INSERT INTO ks.t (k, a) VALUES (?, ?)", UNSET, 1)
        await session.refused(InvalidRequest, "UPDATE ks.t SET a = 1 WHERE k = ?", UNSET)
        await session.refused(InvalidRequest, "UPDATE ks.t SET a = 1 WHERE k = 1 IF a = ?", UNSET)

    on_engine(body)


@pytest.mark.parametrize(
    ("change", "values"),
    [
        ("l[?] = 1", (2,)),
        ("l[?] = 1", (-1,)),
        ("l[?] = 1", (None,)),
        ("m[?] = 1", (None,)),
        ("s[1] = 1", ()),
        ("f[0] = 1", ()),
        ("f = f + [1]", ()),
        ("a = a + 1", ()),
        ("m = m + {1}", ()),
    ],
)
def test_element_is_refused(on_engine: OnEngine, change: str, values: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        before = await session.rows(READ)
        await session.refused(InvalidRequest, f"UPDATE ks.t SET {change} WHERE k = 1", *values)
        assert await session.rows(READ) == before

    on_engine(body)


def test_fields_of_a_user_type(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TYPE ks.address (street text, zip int)")
        await session.run("CREATE TABLE ks.u (k int PRIMARY KEY, a address)")
        await session.run("INSERT INTO ks.u (k, a) VALUES (1, {street: 'x', zip: 1})")
        await session.run("UPDATE ks.u SET a.zip = ? WHERE k = 1", 2)
        assert await session.column("SELECT a FROM ks.u") == [{"street": "x", "zip": 2}]
        await session.run("DELETE a.street FROM ks.u WHERE k = 1")
        assert await session.column("SELECT a FROM ks.u") == [{"street": None, "zip": 2}]
        applied = await session.run("UPDATE ks.u SET a.street = 'y' WHERE k = 1 IF a.zip = 2 AND a.street = null")
        assert applied.applied is True
        await session.run("UPDATE ks.u SET a = ? WHERE k = 1", {"street": None, "zip": None})
        assert await session.column("SELECT a FROM ks.u") == [None]

    on_engine(body)
