"""INSERT, UPDATE, DELETE and TRUNCATE, with and without IF, and batches."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.engine.indexes import check_indexes
from tests.engine.session import OnEngine, Session

from cassette.cql.rows import Rows
from cassette.cql.types import parse_type
from cassette.errors import EngineError, InvalidRequest, StaleSchema, SyntaxFault

TABLE = "CREATE TABLE ks.t (k int PRIMARY KEY, a int, b text, s set<text>, m map<text, int>, l list<int>)"
INSERT = "INSERT INTO ks.t (k, a, b) VALUES (?, ?, ?)"


async def make(session: Session) -> None:
    await session.run(TABLE)
    await session.run("CREATE CUSTOM INDEX t_a ON ks.t (a) USING 'StorageAttachedIndex'")
    await session.run("CREATE CUSTOM INDEX t_s ON ks.t (s) USING 'StorageAttachedIndex'")


async def row(session: Session, k: int = 1) -> Any:
    rows = await session.rows("SELECT a, b FROM ks.t WHERE k = ?", k)
    return rows[0] if rows else None


def found(rows: Rows) -> dict[str, Any]:
    """What a refused transaction shows, by column."""
    assert rows.applied is False
    assert len(rows.rows) <= 1
    return {column.name: value for one in rows.rows for column, value in zip(rows.columns, one, strict=True)}


def test_insert_makes_a_row_and_changes_it(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert (await session.run(INSERT, 1, 5, "x")).applied is None
        assert await row(session) == (5, "x")
        # columns that are not named stay as they are
        await session.run("INSERT INTO ks.t (k, b) VALUES (1, 'y')")
        assert await row(session) == (5, "y")
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, null)")
        assert await row(session) == (None, "y")
        await session.run("INSERT INTO ks.t (k) VALUES (1)")
        assert await row(session) == (None, "y")
        await session.run("INSERT INTO ks.t (k) VALUES (2)")
        assert await row(session, 2) == (None, None)
        await session.restart()
        assert await session.column("SELECT count(*) FROM ks.t") == [2]

    on_engine(body)


def test_insert_if_not_exists(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        made = await session.run(f"{INSERT} IF NOT EXISTS", 1, 5, "x")
        assert (made.applied, list(made.rows)) == (True, [])
        await session.run("UPDATE ks.t SET s = {'p'}, m = {'q': 1} WHERE k = 1")
        refused = await session.run(f"{INSERT} IF NOT EXISTS", 1, 6, "y")
        assert found(refused) == {"k": 1, "a": 5, "b": "x", "s": {"p"}, "m": {"q": 1}, "l": None}
        assert await row(session) == (5, "x")
        assert await session.column("SELECT k FROM ks.t WHERE a = 6") == []

    on_engine(body)


def test_update_makes_a_row_and_changes_it(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert (await session.run("UPDATE ks.t SET a = ?, b = ? WHERE k = ?", 5, "x", 1)).applied is None
        assert await row(session) == (5, "x")
        await session.run("UPDATE ks.t SET a = null WHERE k = 1")
        assert await row(session) == (None, "x")
        await session.run("UPDATE ks.t SET a = 7 WHERE k = 1")
        assert await session.column("SELECT k FROM ks.t WHERE a = 7") == [1]
        assert await session.column("SELECT k FROM ks.t WHERE a = 5") == []

    on_engine(body)


def test_update_if_exists(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        refused = await session.run("UPDATE ks.t SET a = 1 WHERE k = 1 IF EXISTS")
        assert found(refused) == {}
        assert await row(session) is None
        await session.run(INSERT, 1, 5, "x")
        assert (await session.run("UPDATE ks.t SET a = 1 WHERE k = 1 IF EXISTS")).applied is True
        assert await row(session) == (1, "x")

    on_engine(body)


def test_update_if_a_column_has_a_value(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, 5, "x")
        update = "UPDATE ks.t SET b = 'new' WHERE k = 1 IF"
        assert found(await session.run(f"{update} a = 6")) == {"a": 5}
        assert found(await session.run(f"{update} a = ? AND b = ?", 5, "y")) == {"a": 5, "b": "x"}
        assert found(await session.run(f"{update} a = null")) == {"a": 5}
        assert found(await session.run(f"{update} a != ?", 5)) == {"a": 5}
        assert found(await session.run(f"{update} s != null")) == {"s": None}
        assert found(await session.run(f"{update} s = {{'p'}}")) == {"s": None}
        assert await row(session) == (5, "x")
        assert (await session.run(f"{update} a = ? AND b = ? AND l = null", 5, "x")).applied is True
        assert await row(session) == (5, "new")
        assert (await session.run(f"{update} a != 6 AND b != null")).applied is True

    on_engine(body)


def test_update_if_of_a_missing_row(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        assert found(await session.run("UPDATE ks.t SET b = 'x' WHERE k = 1 IF a = 5")) == {}
        assert found(await session.run("UPDATE ks.t SET b = 'x' WHERE k = 1 IF a != null")) == {}
        assert await row(session) is None
        # every column of a row that is not there is null
        assert (await session.run("UPDATE ks.t SET b = 'x' WHERE k = 1 IF a = null")).applied is True
        assert await row(session) == (None, "x")
        assert found(await session.run("UPDATE ks.t SET b = 'y' WHERE k = 1 IF b = null")) == {"b": "x"}
        assert (await session.run("UPDATE ks.t SET b = 'x' WHERE k = 2 IF a != 5")).applied is True
        assert await row(session, 2) == (None, "x")

    on_engine(body)


def test_delete(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, 5, "x")
        await session.run(INSERT, 2, 5, "y")
        assert (await session.run("DELETE FROM ks.t WHERE k = 3")).applied is None
        assert (await session.run("DELETE FROM ks.t WHERE k = ?", 1)).applied is None
        assert await row(session) is None
        assert await session.column("SELECT k FROM ks.t WHERE a = 5") == [2]
        await session.restart()
        assert await session.column("SELECT k FROM ks.t") == [2]
        # what comes back has nothing of what it was
        await session.run("INSERT INTO ks.t (k, b) VALUES (1, 'new')")
        assert await row(session) == (None, "new")
        assert await session.column("SELECT k FROM ks.t WHERE a = 5") == [2]

    on_engine(body)


def test_delete_if(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, 5, "x")
        assert found(await session.run("DELETE FROM ks.t WHERE k = 1 IF a = ?", 6)) == {"a": 5}
        assert found(await session.run("DELETE FROM ks.t WHERE k = 2 IF a = 6")) == {}
        assert found(await session.run("DELETE FROM ks.t WHERE k = 2 IF EXISTS")) == {}
        assert await row(session) == (5, "x")
        assert (await session.run("DELETE FROM ks.t WHERE k = 1 IF a = ? AND b != 'y'", 5)).applied is True
        assert await row(session) is None
        await session.run(INSERT, 1, 5, "x")
        assert (await session.run("DELETE FROM ks.t WHERE k = 1 IF EXISTS")).applied is True
        assert await row(session) is None

    on_engine(body)


def test_delete_if_of_a_missing_row(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        # every column of a row that is not there is null
        assert (await session.run("DELETE FROM ks.t WHERE k = 1 IF a = null")).applied is True
        assert (await session.run("DELETE FROM ks.t WHERE k = 1 IF a != 5 AND b = null")).applied is True
        assert found(await session.run("DELETE FROM ks.t WHERE k = 1 IF a != null")) == {}
        assert await row(session) is None

    on_engine(body)


def test_update_to_null_makes_no_row(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run("UPDATE ks.t SET a = null, s = {} WHERE k = 1")
        assert await session.rows("SELECT k FROM ks.t") == []
        await session.run("INSERT INTO ks.t (k, a) VALUES (1, null)")
        assert await session.column("SELECT k FROM ks.t") == [1]

    on_engine(body)


def test_if_compares_values_not_their_spelling(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, d decimal, s set<text>, m map<text, decimal>, v int)")
        insert = "INSERT INTO ks.t (k, d, s, m) VALUES (1, 1.0, ?, ?)"
        await session.run(insert, ["b", "a", "c"], {"b": 2, "a": Decimal("1.50")})
        update = "UPDATE ks.t SET v = 1 WHERE k = 1 IF"
        for condition in ("d = 1", "d = 1.00", "s = {'a', 'b', 'c'}", "m = {'a': 1.5, 'b': 2.0}"):
            assert (await session.run(f"{update} {condition}")).applied is True, condition
        for condition in ("d != 1", "d = 1.01", "s = {'a', 'b'}", "s != {'c', 'b', 'a'}", "m = {'a': 1.5}"):
            assert (await session.run(f"{update} {condition}")).applied is False, condition
        assert (await session.run(f"{update} s = ? AND m = ?", {"c", "b", "a"}, {"a": Decimal("1.5"), "b": 2})).applied

    on_engine(body)


def test_markers_and_functions_inside_literals(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, u uuid, t timeuuid, l list<int>, s set<text>)")
        await session.run("INSERT INTO ks.t (k, u, t, l, s) VALUES (1, uuid(), now(), [1, ?, 3], {?, 'b'})", 2, "a")
        await session.run("INSERT INTO ks.t (k, u, t) VALUES (2, uuid(), now())")
        ((first, at, numbers, texts), (second, later, *_)) = await session.rows(
            "SELECT u, t, l, s FROM ks.t WHERE k IN (1, 2)"
        )
        assert (numbers, texts) == ([1, 2, 3], {"a", "b"})
        assert isinstance(first, UUID)
        assert isinstance(second, UUID)
        assert first != second
        assert (first.version, second.version) == (4, 4)
        key = parse_type("timeuuid").key
        assert key(at) < key(later)

    on_engine(body)


def test_markers_inside_a_map_are_taken_as_they_are_printed(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, m map<text, text>)")
        await session.run("INSERT INTO ks.t (k, m) VALUES (1, {?: ?, 'c': ?, ?: ?})", "a", "1", "3", "b", "2")
        assert await session.rows("SELECT m FROM ks.t") == [({"a": "1", "c": "3", "b": "2"},)]

    on_engine(body)


def test_truncate(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run("CREATE TABLE ks.other (k int PRIMARY KEY)")
        await session.run("INSERT INTO ks.other (k) VALUES (1)")
        for k in range(20):
            await session.run(INSERT, k, k % 2, "x")
        assert (await session.run("TRUNCATE ks.t")).applied is None
        assert await session.rows("SELECT k FROM ks.t") == []
        assert await session.rows("SELECT k FROM ks.t WHERE a = 1") == []
        # nothing is left for the sweeper
        assert check_indexes(session.engine._connection) == 0
        await session.run(INSERT, 30, 1, "x")
        await session.restart()
        assert await session.column("SELECT k FROM ks.t WHERE a = 1") == [30]
        assert await session.column("SELECT k FROM ks.other") == [1]
        await session.run("TRUNCATE TABLE ks.t")
        assert await session.column("SELECT count(*) FROM ks.t") == [0]

    on_engine(body)


def test_keys_of_several_columns(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.c (a text, b int, c text, d int, v int, PRIMARY KEY ((a, b), c, d))")
        for b in (1, 2):
            for c in ("x", "y"):
                await session.run("INSERT INTO ks.c (a, b, c, d, v) VALUES ('a', ?, ?, 0, 0)", b, c)
        where = "WHERE a = 'a' AND b = 1 AND c = 'x' AND d = 0"
        # the order of the conditions is nobody's business
        await session.run("UPDATE ks.c SET v = 1 WHERE d = ? AND b = ? AND c = ? AND a = ?", 0, 1, "x", "a")
        assert await session.column(f"SELECT v FROM ks.c {where}") == [1]
        assert await session.column("SELECT v FROM ks.c WHERE a = 'a' AND b = 1") == [1, 0]
        assert (await session.run(f"DELETE FROM ks.c {where} IF v = 1")).applied is True
        assert await session.column("SELECT count(*) FROM ks.c") == [3]
        assert (
            await session.run("INSERT INTO ks.c (d, c, b, a) VALUES (0, 'y', 1, 'a') IF NOT EXISTS")
        ).applied is False

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql", "values"),
    [
        (InvalidRequest, "INSERT INTO ks.t (a) VALUES (1)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (null)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", (None,)),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES ('1')", ()),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", ("1",)),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", (True,)),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", (1.0,)),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", (1 << 31,)),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (2147483648)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k) VALUES (?)", (1, 2)),
        (InvalidRequest, "INSERT INTO ks.t (k, missing) VALUES (1, 1)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, a, a) VALUES (1, 1, 1)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, a) VALUES (1)", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, b) VALUES (1, ?)", (b"x",)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, ?)", ("x",)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, ?)", ({1},)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, ?)", ({None},)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, {'a', null})", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, {'a': 'b'})", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({"a"},)),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({"a": "b"},)),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({"a": None},)),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({1: 1},)),
        (InvalidRequest, "INSERT INTO ks.t (k, l) VALUES (1, ?)", ([1, "x"],)),
        (InvalidRequest, "INSERT INTO ks.t (k, b) VALUES (1, ?)", ("\ud800",)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, ?)", ({"\ud800"},)),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({"\ud800": 1},)),
        (InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", ({"a": 10**5000},)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, {'a', ?})", (None,)),
        (InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, {'a', ?})", (1,)),
        (InvalidRequest, "INSERT INTO ks.t (k, b) VALUES (1, now())", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, b) VALUES (1, missing())", ()),
        (InvalidRequest, "INSERT INTO ks.t (k, b) VALUES (1, current_date())", ()),
        (StaleSchema, "INSERT INTO ks.missing (k) VALUES (1)", ()),
        (StaleSchema, "INSERT INTO missing.t (k) VALUES (1)", ()),
        (InvalidRequest, "INSERT INTO t (k) VALUES (1)", ()),
        (InvalidRequest, "UPDATE ks.t SET k = 2 WHERE k = 1", ()),
        (SyntaxFault, "UPDATE ks.t SET a = 2, a = 3 WHERE k = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET missing = 2 WHERE k = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE a = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE k = 1 AND a = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE k = 1 IF k = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE k = 1 IF missing = 1", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE k = 1 IF a = 'x'", ()),
        (InvalidRequest, "UPDATE ks.t SET a = 2 WHERE k = 1 IF a = ?", ("x",)),
        (InvalidRequest, "UPDATE ks.c SET v = 2 WHERE a = 1", ()),
        (InvalidRequest, "DELETE FROM ks.c WHERE a = 1 AND v = 2", ()),
        (InvalidRequest, "DELETE FROM ks.c WHERE a = 1 AND b = null", ()),
        (InvalidRequest, "DELETE FROM ks.t WHERE k > 1", ()),
    ],
)
def test_write_is_refused(on_engine: OnEngine, kind: type[EngineError], cql: str, values: tuple[object, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run("CREATE TABLE ks.c (a int, b int, v int, PRIMARY KEY (a, b))")
        await session.run(INSERT, 1, 5, "x")
        await session.refused(kind, cql, *values)
        assert await session.rows("SELECT * FROM ks.t") == [(1, 5, "x", None, None, None)]

    on_engine(body)


def test_batch_happens_together(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, 5, "x")
        done = await session.batch(
            (INSERT, (2, 6, "y")), ("DELETE FROM ks.t WHERE k = ?", (1,)), ("UPDATE ks.t SET a = 7 WHERE k = 2", ())
        )
        assert (done.applied, list(done.rows)) == (None, [])
        assert await session.rows("SELECT k, a, b FROM ks.t") == [(2, 7, "y")]
        await session.batch()

    on_engine(body)


def test_batch_with_a_bad_statement_does_nothing(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        for bad in ((INSERT, (2, "x", "y")), ("INSERT INTO ks.missing (k) VALUES (1)", ()), (INSERT, (1,))):
            with pytest.raises((InvalidRequest, StaleSchema)):
                await session.batch((INSERT, (1, 5, "x")), bad)
        # all that is done on a condition is about one partition
        with pytest.raises(InvalidRequest):
            await session.batch((INSERT, (1, 5, "x")), (f"{INSERT} IF NOT EXISTS", (2, 6, "y")))
        for no_write in ("SELECT k FROM ks.t", "TRUNCATE ks.t", "DROP TABLE ks.t"):
            with pytest.raises(InvalidRequest):
                await session.batch((INSERT, (1, 5, "x")), (no_write, ()))
        assert await session.rows("SELECT k FROM ks.t") == []

    on_engine(body)


def test_transactions_of_many_at_once_are_one_after_the_other(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.run(INSERT, 1, 0, "x")
        won = 0
        for expected in range(10):
            update = "UPDATE ks.t SET a = ? WHERE k = 1 IF a = ?"
            outcomes = await asyncio.gather(*(session.run(update, expected + 1, expected) for _ in range(8)))
            won += sum(outcome.applied is True for outcome in outcomes)
            assert all(found(outcome) == {"a": expected + 1} for outcome in outcomes if not outcome.applied)
        assert won == 10
        made = await asyncio.gather(*(session.run(f"{INSERT} IF NOT EXISTS", 2, at, "x") for at in range(8)))
        assert [outcome.applied for outcome in made] == [True] + [False] * 7

    on_engine(body)
