"""The sweeper takes away what deleted and replaced rows have left in the indexes; no answer ever changes by it."""

import asyncio
from itertools import cycle
from typing import Any

import pytest
from tests.engine.indexes import check_indexes
from tests.engine.people import INSERT, QUESTIONS, Person, answer, build_indexes, make_people, select
from tests.engine.session import OnEngine, Session

from cassette.engines.embedded import garbage, sweeper
from cassette.engines.embedded.layout import Layout

Patch = pytest.MonkeyPatch
ASKED = ["few", "many", "range", "or of ranges", "long text range", "deep", "not contains"]
CHANGE = "UPDATE ks.people SET doc = ?, city = ?, tags = ?, numbers = ?, texts = ?, moments = ? WHERE key = ?"


async def make_garbage(session: Session) -> list[Person]:
    """Delete some rows and replace others by quite different ones; give the rows that are there."""
    people = await make_people(session, 150)
    await build_indexes(session)
    left = []
    for at, row in enumerate(people):
        if at % 3 == 0:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
            continue
        if at % 3 == 1:
            row |= {"tags": {f"tag{n}" for n in range(12)} | {"red"}}
            row |= {"numbers": {"a": at % 5 - 2}, "texts": {"b": "a"}, "moments": {}}
            await session.run(
                CHANGE, *(row[name] for name in ("doc", "city", "tags", "numbers", "texts", "moments", "key"))
            )
            row |= {"tags": {"red", "other"}, "numbers": {"b": 1}}
            await session.run(
                CHANGE, *(row[name] for name in ("doc", "city", "tags", "numbers", "texts", "moments", "key"))
            )
        left.append(row)
    return left


async def check_answers(session: Session, people: list[Person]) -> None:
    for name in ASKED:
        question = QUESTIONS[name]
        assert await session.column(select(question), *question[1]) == answer(people, question), name
        counted = await session.column(select(question, "count(*)"), *question[1])
        assert counted == [len(answer(people, question))], name


def layout_of(session: Session) -> Layout:
    return session.engine._catalog.layouts[session.table("people").id]


async def sweep(session: Session) -> None:
    layout = layout_of(session)
    await session.engine._sweeper.sweep(layout, layout.garbage)


async def swept(session: Session) -> None:
    """Wait for a sweep that began by itself."""
    task = session.engine._sweeper._task
    if task is not None:
        await task


def left_behind(session: Session) -> int:
    return check_indexes(session.engine._connection)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: Patch) -> None:
    monkeypatch.setattr(sweeper, "STEP_ENTRIES", 37)
    monkeypatch.setattr(sweeper, "PAUSE_S", 0)


def test_sweep_leaves_what_is_alive(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        assert left_behind(session) > 300
        await check_answers(session, people)
        await sweep(session)
        assert left_behind(session) == 0
        await check_answers(session, people)
        await sweep(session)
        assert left_behind(session) == 0
        await session.restart()
        await check_answers(session, people)

    on_engine(body)


@pytest.mark.parametrize("step", [1, 2, 1000])
def test_sweep_in_steps_of_any_size(on_engine: OnEngine, monkeypatch: Patch, step: int) -> None:
    async def body(session: Session) -> None:
        monkeypatch.setattr(sweeper, "STEP_ENTRIES", step)
        people = await make_people(session, 30)
        for row in people[::2]:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        assert left_behind(session) > 0
        await sweep(session)
        assert left_behind(session) == 0
        await check_answers(session, people[1::2])

    on_engine(body)


def test_answers_stay_the_same_while_it_sweeps(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        task = asyncio.ensure_future(sweep(session))
        for name in cycle(ASKED):
            question = QUESTIONS[name]
            assert await session.column(select(question), *question[1]) == answer(people, question), name
            await asyncio.sleep(0)
            if task.done():
                break
        await task
        assert left_behind(session) == 0

    on_engine(body)


def test_writes_go_on_while_it_sweeps(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        task = asyncio.ensure_future(sweep(session))
        for row in people:
            row["tags"] = {"red", "late"}
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
            await session.run(INSERT, *row.values())
        await task
        # what was left since it began may not have been seen
        assert layout_of(session).garbage.rows == len(people)
        await check_answers(session, people)
        await sweep(session)
        assert left_behind(session) == 0
        assert layout_of(session).garbage.rows == 0
        await check_answers(session, people)

    on_engine(body)


def test_deleted_and_replaced_rows_are_counted(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        deleted, replaced = 50, 50
        assert len(people) == 100
        assert deleted <= layout_of(session).garbage.rows <= deleted + 2 * replaced
        assert layout_of(session).garbage.rows >= deleted + replaced

    on_engine(body)


def test_it_sweeps_by_itself_when_enough_is_left(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        monkeypatch.setattr(garbage, "NOTED_EVERY", 20)
        monkeypatch.setattr(sweeper, "FEWEST", 60)
        people = await make_people(session, 200)
        for row in people[:40]:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        assert layout_of(session).garbage.rows == 40
        for row in people[40:120]:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        await swept(session)
        # the rows that were deleted since it began are left for the next time
        assert layout_of(session).garbage.rows < 120
        await check_answers(session, people[120:])

    on_engine(body)


def test_few_left_rows_of_many_are_left_alone(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        monkeypatch.setattr(garbage, "NOTED_EVERY", 20)
        monkeypatch.setattr(sweeper, "FEWEST", 20)
        people = await make_people(session, 200)
        for row in people[:20]:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        await swept(session)
        assert layout_of(session).garbage.rows == 20
        assert left_behind(session) > 0

    on_engine(body)


def test_count_of_left_rows_survives_a_restart(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        monkeypatch.setattr(garbage, "NOTED_EVERY", 10)
        people = await make_people(session, 60)
        for row in people[:25]:
            await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        assert layout_of(session).garbage.rows == 25
        await session.restart()
        # the last few are forgotten: it is a hint, not a fact
        assert layout_of(session).garbage.rows == 20
        await sweep(session)
        await session.restart()
        assert layout_of(session).garbage.rows == 0

    on_disk(body)


async def drop_table(session: Session) -> None:
    await session.run("DROP TABLE ks.people")


async def drop_index(session: Session) -> None:
    await session.run("DROP INDEX ks.people_1")


async def truncate(session: Session) -> None:
    await session.run("TRUNCATE ks.people")


async def create_index(session: Session) -> None:
    await session.run("CREATE CUSTOM INDEX more ON ks.people (doc) USING 'StorageAttachedIndex'")


@pytest.mark.parametrize("change", [create_index, drop_index, drop_table, truncate])
def test_table_changes_while_it_is_swept(on_engine: OnEngine, change: Any) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        task = asyncio.ensure_future(sweep(session))
        for _ in range(5):
            await asyncio.sleep(0)
        await change(session)
        await task
        if change is create_index:
            await check_answers(session, people)
            await sweep(session)
            assert left_behind(session) == 0
        elif change is drop_table:
            await make_people(session, 10)
        await session.run(INSERT, *people[0].values())
        assert await session.column("SELECT key FROM ks.people WHERE key = ?", people[0]["key"]) == [people[0]["key"]]

    on_engine(body)


def test_engine_closes_while_it_sweeps(on_disk: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        monkeypatch.setattr(garbage, "NOTED_EVERY", 10)
        monkeypatch.setattr(sweeper, "FEWEST", 10)
        monkeypatch.setattr(sweeper, "SHARE", 0)
        people = await make_people(session, 100)
        deletes = [session.start("DELETE FROM ks.people WHERE key = ?", row["key"]) for row in people[:60]]
        await session.restart()
        await asyncio.gather(*deletes)
        await check_answers(session, people[60:])
        assert session.engine._sweeper._task is None

    on_disk(body)


def test_space_of_left_entries_is_used_again(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_garbage(session)
        await sweep(session)
        connection = session.engine._connection
        pages = connection.pragma("page_count")
        for _ in range(5):
            for row in people[:50]:
                await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
            await asyncio.gather(*(session.start(INSERT, *row.values()) for row in people[:50]))
            await sweep(session)
        assert connection.pragma("page_count") <= pages * 1.5
        await check_answers(session, people)

    on_engine(body)
