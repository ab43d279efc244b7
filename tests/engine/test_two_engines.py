"""Two engines on one directory, as two worker processes are: each sees what the other does."""

import asyncio
from typing import Any

from tests.engine.indexes import check_indexes
from tests.engine.people import INSERT, QUESTIONS, answer, make_people, people, select
from tests.engine.session import OnEngine, Session

from cassette.engines.embedded import builder
from cassette.errors import AlreadyExists, StaleSchema

TABLE = "CREATE TABLE ks.t (k int PRIMARY KEY, v int, s set<text>, m map<text, int>)"


async def twice(session: Session, cql: str, *values: Any) -> Any:
    """Run a statement as its callers do: once more when the schema was stale."""
    try:
        return await session.run(cql, *values)
    except StaleSchema:
        await session.engine.refresh()
        return await session.run(cql, *values)


def test_what_one_makes_the_other_sees(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        two = await one.other()
        await one.run(TABLE)
        await one.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        await one.run("INSERT INTO ks.t (k, v, s) VALUES (1, 1, {'a'})")
        schema = await two.engine.refresh()
        assert schema.version == one.engine.schema.version
        assert set(two.table("t").indexes) == {"i"}
        assert two.table("t").id == one.table("t").id
        assert await two.rows("SELECT v FROM ks.t WHERE s CONTAINS 'a'") == [(1,)]
        await two.run("UPDATE ks.t SET v = 2 WHERE k = 1")
        assert await one.rows("SELECT v FROM ks.t WHERE k = 1") == [(2,)]
        await one.refused(AlreadyExists, TABLE)
        await two.refused(AlreadyExists, TABLE)

    on_disk(body)


def test_who_reads_notices_what_the_other_has_changed(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        await one.run(TABLE)
        two = await one.other()
        await one.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        await one.run("INSERT INTO ks.t (k, s) VALUES (1, {'a'})")
        await two.rows("SELECT k FROM ks.t WHERE k = 1")
        assert two.engine.schema.version == one.engine.schema.version
        assert await two.column("SELECT k FROM ks.t WHERE s CONTAINS 'a'") == [1]

    on_disk(body)


def test_table_that_the_other_made_is_found_at_once(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        two, three = await one.other(), await one.other()
        await one.run(TABLE)
        assert await two.rows("SELECT * FROM ks.t") == []
        await three.run("INSERT INTO ks.t (k) VALUES (1)")
        assert await two.column("SELECT k FROM ks.t") == [1]


def test_column_that_the_other_added_is_read_at_once(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        two = await one.other()
        await one.run(TABLE)
        await one.run("INSERT INTO ks.t (k) VALUES (1)")
        before = len((await two.run("SELECT * FROM ks.t")).columns)
        await one.run("ALTER TABLE ks.t ADD added int")
        assert len((await two.run("SELECT * FROM ks.t")).columns) == before + 1
        assert await two.rows("SELECT k, added FROM ks.t") == [(1, None)]

    on_disk(body)


def test_table_that_the_other_dropped_is_stale(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        two = await one.other()
        await one.run(TABLE)
        await twice(two, "INSERT INTO ks.t (k) VALUES (1)")
        select_, insert = "SELECT k FROM ks.t", "INSERT INTO ks.t (k, v) VALUES (2, 2)"
        await two.rows(select_)
        await two.run(insert)
        await one.run("DROP TABLE ks.t")
        await two.refused(StaleSchema, select_)
        await two.refused(StaleSchema, insert)
        await one.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text)")
        await two.engine.refresh()
        assert await two.rows(select_) == []
        await two.run("INSERT INTO ks.t (k, v) VALUES (3, 'three')")
        assert await one.rows("SELECT k, v FROM ks.t") == [(3, "three")]

    on_disk(body)


def test_table_that_the_other_made_anew_is_stale(on_disk: OnEngine) -> None:
    """The same name is another table: what was prepared for the old one must not get into the new one."""

    async def body(one: Session) -> None:
        two = await one.other()
        await one.run(TABLE)
        insert = "INSERT INTO ks.t (k, v) VALUES (?, ?)"
        await twice(two, insert, 1, 1)
        await one.run("DROP TABLE ks.t")
        await one.run("CREATE TABLE ks.t (k int PRIMARY KEY, v int, w int)")
        await two.refused(StaleSchema, insert, 2, 2)
        await two.refused(StaleSchema, "SELECT k FROM ks.missing")
        assert await one.rows("SELECT k FROM ks.t") == []
        await twice(two, insert, 2, 2)
        assert (await twice(two, "SELECT * FROM ks.t")).rows == [(2, 2, None)]

    on_disk(body)


def test_writes_of_both_are_all_there(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        await one.run(TABLE)
        await one.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        two = await one.other()

        async def write(session: Session, first: int) -> None:
            for k in range(first, 200, 2):
                await session.run("INSERT INTO ks.t (k, v, s) VALUES (?, ?, ?)", k, k, {"all", f"t{k % 5}"})
                if k % 7 == 0:
                    await session.run("DELETE FROM ks.t WHERE k = ?", k // 2)

        await asyncio.gather(write(one, 0), write(two, 1))
        for session in (one, two):
            there = sorted(await session.column("SELECT k FROM ks.t"))
            assert set(range(101, 200)) <= set(there)
            assert sorted(await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'all'")) == there
            some = [k for k in there if k % 5 == 3]
            assert sorted(await session.column("SELECT k FROM ks.t WHERE s CONTAINS 't3'")) == some

    on_disk(body)


def test_transactions_of_both_are_one_after_the_other(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        await one.run(TABLE)
        two = await one.other()
        await one.run("INSERT INTO ks.t (k, v) VALUES (1, 0)")

        async def increment(session: Session) -> None:
            for _ in range(40):
                applied = False
                while not applied:
                    (v,) = await session.column("SELECT v FROM ks.t WHERE k = 1")
                    done = await session.run("UPDATE ks.t SET v = ? WHERE k = 1 IF v = ?", v + 1, v)
                    applied = done.applied is True

        await asyncio.gather(*(increment(session) for session in (one, two, one, two)))
        assert await two.column("SELECT v FROM ks.t WHERE k = 1") == [160]

    on_disk(body)


def test_index_of_the_other_is_kept_up(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        await one.run(TABLE)
        two = await one.other()
        insert = "INSERT INTO ks.t (k, s) VALUES (?, ?)"
        for k in range(10):
            await two.run(insert, k, {"a"})
        await one.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        # two has a plan for this statement that knows of no index
        await twice(two, insert, 10, {"a"})
        await twice(two, "DELETE FROM ks.t WHERE k = 3")
        await twice(two, "UPDATE ks.t SET s = {'b'} WHERE k = 4")
        expected = [0, 1, 2, 5, 6, 7, 8, 9, 10]
        for session in (one, two):
            await session.engine.refresh()
            assert sorted(await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'a'")) == expected
        await one.run("DROP INDEX ks.i")
        await twice(two, insert, 11, {"a"})
        assert sorted((await twice(two, "SELECT k FROM ks.t")).rows) == [(k,) for k in range(12) if k != 3]

    on_disk(body)


def test_index_that_the_other_builds_is_kept_up(on_disk: OnEngine, monkeypatch: Any) -> None:
    async def body(one: Session) -> None:
        rows = await make_people(one)
        two = await one.other()
        monkeypatch.setattr(builder, "STEP_ROWS", 20)
        question = QUESTIONS["range"]
        await one.run(select(question), *question[1])
        for at, row in enumerate(rows):
            session = two if at % 3 else one
            row["numbers"] = {"a": at % 4 - 1}
            await twice(session, "UPDATE ks.people SET numbers = ? WHERE key = ?", row["numbers"], row["key"])
        await one.built()
        await two.engine.refresh()
        check_indexes(two.engine._connection)
        for session in (one, two, one):
            assert await session.column(select(question), *question[1]) == answer(rows, question)
            await session.built()

    on_disk(body)


def test_both_build_the_same_index(on_disk: OnEngine, monkeypatch: Any) -> None:
    async def body(one: Session) -> None:
        rows = await make_people(one)
        two = await one.other()
        monkeypatch.setattr(builder, "STEP_ROWS", 20)
        for session in (one, two):
            for question in QUESTIONS.values():
                await session.run(select(question), *question[1])
        await asyncio.gather(one.built(), two.built())
        for name, question in QUESTIONS.items():
            for session in (one, two):
                assert await session.column(select(question), *question[1]) == answer(rows, question), name

    on_disk(body)


def test_index_is_dropped_while_the_other_builds_it(on_disk: OnEngine, monkeypatch: Any) -> None:
    async def body(one: Session) -> None:
        await make_people(one)
        two = await one.other()
        monkeypatch.setattr(builder, "STEP_ROWS", 5)
        question = QUESTIONS["range"]
        await one.run(select(question), *question[1])
        await asyncio.sleep(0.005)
        await two.run("DROP INDEX ks.people_2")
        await one.built()
        await one.run("INSERT INTO ks.people (key, numbers) VALUES ((1, 'x'), {'a': 1})")
        assert "people_2" not in one.table("people").indexes

    on_disk(body)


def test_pages_go_on_at_the_other(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        rows = await make_people(one, 100)
        two = await one.other()
        for name in ("everything", "range", "deep"):
            question = QUESTIONS[name]
            expected = answer(rows, question)
            first = await one.run(select(question), *question[1], rows=5)
            rest = await two.run(select(question), *question[1], rows=500, state=first.paging_state)
            assert [row[0] for row in (*first.rows, *rest.rows)] == expected, name

    on_disk(body)


def test_one_closes_and_the_other_goes_on(on_disk: OnEngine) -> None:
    async def body(one: Session) -> None:
        await make_people(one, 20)
        two = await one.other()
        await two.run(INSERT, *people(21)[0].values())
        await one.restart()
        assert await two.column("SELECT count(*) FROM ks.people") in ([20], [21])
        await two.run("INSERT INTO ks.people (key) VALUES ((1, 'new'))")
        assert await one.column("SELECT key FROM ks.people WHERE key = (1, 'new')") == [(1, "new")]

    on_disk(body)
