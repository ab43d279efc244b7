"""IF: what conditions may ask, what a refused write shows, and batches on a condition."""

from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.rows import Rows
from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (p int, c int, s int static, v int, l list<int>, m map<text, int>, PRIMARY KEY (p, c))"
UPDATE = "UPDATE ks.t SET v = 9 WHERE p = 1 AND c = 1 IF "


async def make(session: Session) -> None:
    await session.run(TABLE)
    await session.run("INSERT INTO ks.t (p, c, s, v, l, m) VALUES (1, 1, 5, 1, [1, 2], {'a': 1})")
    await session.run("INSERT INTO ks.t (p, c, v) VALUES (1, 2, 2)")


def shown(rows: Rows) -> tuple[list[str], list[Any]]:
    assert rows.applied is False
    return [column.name for column in rows.columns], list(rows.rows)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("v IN ?", ([1, None],)),
        ("v IN (?, 7) AND s >= ?", (1, 5)),
        ("v != ? AND s != ?", (None, 6)),
        ("l[?] = ? AND m[?] = ?", (1, 2, "a", 1)),
        ("l[9] = ? AND m['z'] = ?", (None, None)),
        ("l CONTAINS ? AND m CONTAINS KEY ? AND m CONTAINS ?", (2, "a", 1)),
        ("l = ? AND m = ?", ([1, 2], {"a": 1})),
        ("l < ? AND m[?] IN ?", ([1, 3], "a", [1, 2])),
    ],
)
def test_condition_holds(on_engine: OnEngine, condition: str, values: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert (await session.run(UPDATE + condition, *values)).applied is True
        assert await session.column("SELECT v FROM ks.t WHERE p = 1 AND c = 1") == [9]
        # for a row that is not there, everything is null
        absent = UPDATE.replace("c = 1", "c = 7") + "v = ? AND l = ? AND m[?] = ?"
        assert (await session.run(absent, None, None, "a", None)).applied is True

    on_engine(body)


@pytest.mark.parametrize(
    ("condition", "values", "columns", "row"),
    [
        ("v = ?", (2,), ["v"], (1,)),
        ("s = ? AND v IN ?", (6, [1]), ["v", "s"], (1, 5)),
        ("l[0] = ?", (None,), ["l"], ([1, 2],)),
        ("m['a'] > ?", (1,), ["m"], ({"a": 1},)),
        ("v = ?", (None,), ["v"], (1,)),
    ],
)
def test_refused_update_shows_what_it_asked(
    on_engine: OnEngine, condition: str, values: tuple[Any, ...], columns: list[str], row: tuple[Any, ...]
) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert shown(await session.run(UPDATE + condition, *values)) == (columns, [row])
        assert await session.column("SELECT v FROM ks.t WHERE p = 1 AND c = 1") == [1]

    on_engine(body)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("v > ?", (None,)),
        ("v = ?", ("x",)),
        ("v IN ?", (1,)),
        ("c = 1", ()),
        ("l CONTAINS ?", (None,)),
        ("v CONTAINS 1", ()),
        ("m[?] = 1", (None,)),
        ("nothing = 1", ()),
    ],
)
def test_condition_is_refused(on_engine: OnEngine, condition: str, values: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.refused(InvalidRequest, UPDATE + condition, *values)
        assert await session.column("SELECT v FROM ks.t WHERE p = 1 AND c = 1") == [1]

    on_engine(body)


def test_transaction_on_static_columns(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert shown(await session.run("UPDATE ks.t SET s = 6 WHERE p = 1 IF s = 4")) == (["s"], [(5,)])
        assert (await session.run("UPDATE ks.t SET s = 6 WHERE p = 1 IF s = 5")).applied is True
        assert (await session.run("INSERT INTO ks.t (p, s) VALUES (2, 1) IF NOT EXISTS")).applied is True
        columns, rows = shown(await session.run("INSERT INTO ks.t (p, s) VALUES (2, 1) IF NOT EXISTS"))
        assert columns == ["p", "c", "s", "l", "m", "v"]
        assert rows == [(2, None, 1, None, None, None)]
        assert (await session.run("UPDATE ks.t SET s = 6 WHERE p = 3 IF EXISTS")).applied is False

    on_engine(body)


def test_batch_on_conditions_happens_as_a_whole_or_not_at_all(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        first = "UPDATE ks.t SET v = 10 WHERE p = 1 AND c = 1 IF v = ?"
        second = "UPDATE ks.t SET v = 20 WHERE p = 1 AND c = 2 IF v = ?"
        plain = ("INSERT INTO ks.t (p, c, v) VALUES (1, 3, 3)", ())
        refused = await session.batch((first, (1,)), (second, (1,)), plain)
        assert shown(refused) == (["p", "c", "v"], [(1, 1, 1), (1, 2, 2)])
        assert await session.column("SELECT v FROM ks.t WHERE p = 1") == [1, 2]
        assert (await session.batch((first, (1,)), (second, (2,)), plain)).applied is True
        assert await session.column("SELECT v FROM ks.t WHERE p = 1") == [10, 20, 3]
        with pytest.raises(InvalidRequest):
            await session.batch((first, (10,)), ("INSERT INTO ks.t (p, c) VALUES (2, 1)", ()))
        with pytest.raises(InvalidRequest):
            await session.batch((first, (10,)), ("INSERT INTO ks.t (p, c) VALUES (1, 1) IF NOT EXISTS", ()))

    on_engine(body)
