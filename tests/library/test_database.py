"""cassette.open, as a program uses it."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import cassette

Body = Callable[["cassette.Database"], Awaitable[None]]
KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
ADA_SEEN = datetime(1843, 9, 1, tzinfo=UTC)


def with_people(body: Body, directory: Path | None = None) -> None:
    async def main() -> None:
        async with cassette.open(directory) as db:
            await db.execute(KEYSPACE)
            await db.execute("USE ks")
            await db.execute("CREATE TABLE people (id int PRIMARY KEY, name text, seen timestamp)")
            await body(db)

    asyncio.run(main())


def test_execute_reads_what_was_written() -> None:
    async def body(db: cassette.Database) -> None:
        await db.execute("INSERT INTO people (id, name, seen) VALUES (?, ?, ?)", [1, "Ada", ADA_SEEN])
        rows = await db.execute("SELECT id, name, seen FROM people WHERE id = ?", [1])
        assert len(rows) == 1
        assert list(rows) == [(1, "Ada", ADA_SEEN)]
        row = rows.one()
        assert row is not None
        assert row.name == row["name"] == row[1] == "Ada"
        assert [column.type.text() for column in rows.columns] == ["int", "text", "timestamp"]

    with_people(body)


def test_execute_takes_values_by_name() -> None:
    async def body(db: cassette.Database) -> None:
        await db.execute("INSERT INTO people (id, name) VALUES (:id, :name)", {"name": "Ada", "id": 1})
        rows = await db.execute("SELECT name FROM people WHERE id = :id", {"id": 1})
        assert list(rows) == [("Ada",)]
        with pytest.raises(cassette.InvalidRequest, match=":id has no value"):
            await db.execute("SELECT name FROM people WHERE id = :id AND id = :x", {"x": 1})
        with pytest.raises(cassette.InvalidRequest, match="no marker :other"):
            await db.execute("SELECT name FROM people WHERE id = :id", {"id": 1, "other": 2})
        with pytest.raises(cassette.InvalidRequest, match="write :name instead"):
            await db.execute("SELECT name FROM people WHERE id = ?", {"id": 1})

    with_people(body)


def test_use_decides_where_names_belong() -> None:
    async def body(db: cassette.Database) -> None:
        assert db.keyspace == "ks"
        await db.execute(KEYSPACE.replace("ks", "other"))
        await db.execute("USE other")
        with pytest.raises(cassette.EngineError):
            await db.execute("SELECT * FROM people")
        assert not await db.execute("SELECT * FROM ks.people")
        with pytest.raises(cassette.InvalidRequest, match="no keyspace nowhere"):
            await db.execute("USE nowhere")
        assert db.keyspace == "other"

    with_people(body)


def test_stream_gives_every_row_of_many_pages() -> None:
    async def body(db: cassette.Database) -> None:
        assert await db.execute_many("INSERT INTO people (id) VALUES (?)", ([n] for n in range(57))) == 57
        found = [row.id async for row in db.stream("SELECT id FROM people", page_rows=10)]
        assert sorted(found) == list(range(57))
        first = await db.execute("SELECT id FROM people", page_rows=10)
        assert [row.id for row in first] == found[:10]
        second = await db.execute("SELECT id FROM people", page_rows=50, paging_state=first.paging_state)
        assert [row.id for row in second] == found[10:]
        assert second.paging_state is None

    with_people(body)


def test_execute_many_keeps_what_was_written_before_a_failure() -> None:
    async def body(db: cassette.Database) -> None:
        insert = db.prepare("INSERT INTO people (id) VALUES (?)")
        with pytest.raises(cassette.InvalidRequest):
            await db.execute_many(insert, [[1], [2], ["three"], [4]])
        # what was under way is done when the failure is raised
        assert sorted(row.id for row in await db.execute("SELECT id FROM people")) == [1, 2]
        with pytest.raises(ZeroDivisionError):
            await db.execute_many(insert, ([6 // n] for n in (2, 1, 0)))
        assert gc.isenabled()

    with_people(body)


def test_execute_many_can_be_cancelled() -> None:
    async def body(db: cassette.Database) -> None:
        writing = asyncio.create_task(
            db.execute_many("INSERT INTO people (id) VALUES (?)", ([n] for n in range(1_000_000)))
        )
        await asyncio.sleep(0.05)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert gc.isenabled()
        assert len(await db.execute("SELECT id FROM people")) < 1_000_000

    with_people(body)


def test_batch_is_all_or_nothing() -> None:
    async def body(db: cassette.Database) -> None:
        insert = db.prepare("INSERT INTO people (id, name) VALUES (?, ?)")
        await db.batch([(insert, [1, "Ada"]), (insert, [2, "Grace"]), "INSERT INTO people (id) VALUES (3)"])
        assert len(await db.execute("SELECT * FROM people")) == 3
        with pytest.raises(cassette.InvalidRequest):
            await db.batch([(insert, [4, "Edsger"]), (insert, ["five", "Tony"])])
        assert len(await db.execute("SELECT * FROM people")) == 3

    with_people(body)


def test_lightweight_transaction_says_whether_it_was_applied() -> None:
    async def body(db: cassette.Database) -> None:
        insert = "INSERT INTO people (id, name) VALUES (1, ?) IF NOT EXISTS"
        assert (await db.execute(insert, ["Ada"])).applied is True
        refused = await db.execute(insert, ["Grace"])
        assert refused.applied is False
        assert refused[0]["name"] == "Ada"

    with_people(body)


def test_explain_names_the_way() -> None:
    async def body(db: cassette.Database) -> None:
        assert "people" in await db.explain("SELECT * FROM people WHERE id = 1")

    with_people(body)


def test_syntax_fault_has_its_place() -> None:
    async def body(db: cassette.Database) -> None:
        with pytest.raises(cassette.SyntaxFault, match="line 1:8") as caught:
            await db.execute("SELECT FROM people")
        assert (caught.value.line, caught.value.column) == (1, 8)

    with_people(body)


def test_rows_are_there_after_closing_and_opening(tmp_path: Path) -> None:
    async def body(db: cassette.Database) -> None:
        await db.execute("INSERT INTO people (id, name) VALUES (1, 'Ada')")

    async def again() -> None:
        db = await cassette.open(tmp_path / "data", keyspace="ks")
        try:
            assert (await db.execute("SELECT name FROM people")).rows == [("Ada",)]
        finally:
            await db.close()

    with_people(body, tmp_path / "data")
    asyncio.run(again())


def test_open_refuses_a_keyspace_that_is_not_there() -> None:
    async def main() -> None:
        async with cassette.open(keyspace="nowhere"):
            raise AssertionError("it was opened")

    with pytest.raises(cassette.InvalidRequest, match="no keyspace nowhere"):
        asyncio.run(main())


@pytest.mark.parametrize("page_rows", [0, -1])
def test_page_of_no_rows_is_refused(page_rows: int) -> None:
    async def body(db: cassette.Database) -> None:
        with pytest.raises(cassette.InvalidRequest, match="whole number from 1"):
            await db.execute("SELECT * FROM people", page_rows=page_rows)

    with_people(body)


def test_exports_are_there() -> None:
    assert {name: getattr(cassette, name) for name in dir(cassette)}.keys() == set(cassette.__all__)
    missing: Any = "nothing"
    with pytest.raises(AttributeError, match="no nothing"):
        getattr(cassette, missing)
