"""Pages: whatever the way to the rows, each row comes once, in order, and the last page says so."""

from collections.abc import Callable
from random import Random

import pytest
from tests.engine.people import QUESTIONS, answer, build_indexes, make_people, select
from tests.engine.readings import make_readings
from tests.engine.session import OnEngine, Session
from tests.engine.ways import as_it_comes, estimates, index_first, walk, walk_in_a_thread

from cassette.cql.rows import Row
from cassette.errors import InvalidRequest

ALL = "SELECT place, day, hour, sensor, v FROM ks.readings"
ASKED = ["everything", "nothing", "few", "many", "entry", "range", "long text range", "or of ranges", "deep"]


async def check_pages(session: Session, expected: list[Row], cql: str, *values: object, name: str = "") -> None:
    for size in (1, 3, 50):
        pages = await session.pages(cql, *values, rows=size)
        assert [row for page in pages for row in page] == expected, (name, size)
        # full pages, then a last one that is not empty unless there is nothing
        assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1), (name, size)
        assert pages[-1] or pages == [[]], (name, size)


@pytest.mark.parametrize("way", [as_it_comes, estimates, index_first, walk, walk_in_a_thread])
def test_pages_of_a_condition(
    on_engine: OnEngine, monkeypatch: pytest.MonkeyPatch, way: Callable[[pytest.MonkeyPatch], None]
) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session, 120)
        await build_indexes(session)
        way(monkeypatch)
        for name in ASKED:
            question = QUESTIONS[name]
            expected: list[Row] = [(key,) for key in answer(people, question)]
            await check_pages(session, expected, select(question), *question[1], name=name)
            await check_pages(session, expected[:10], f"{select(question)} LIMIT ?", *question[1], 10, name=name)

    on_engine(body)


def test_pages_of_clustered_rows(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        await check_pages(session, rows, ALL)
        await check_pages(session, rows[:71], f"{ALL} LIMIT 71")
        oslo = [row for day in (-1, 0, 1) for row in rows if row[:2] == ("oslo", day)]
        await check_pages(session, oslo[12:24], f"{ALL} WHERE place = 'oslo' AND day = ?", 0)
        await check_pages(session, oslo, f"{ALL} WHERE place = 'oslo' AND day IN ?", [1, 0, -1, 0, 5])
        await check_pages(session, oslo[:20], f"{ALL} WHERE place = 'oslo' AND day IN ? LIMIT 20", [1, 0, -1])
        late = [row for row in oslo if row[2] >= 3]
        await check_pages(session, late, f"{ALL} WHERE place = 'oslo' AND day IN ? AND hour >= 3", [1, 0, -1])

    on_engine(body)


def test_page_ends_exactly_with_the_rows(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        for cql, count in ((ALL, len(rows)), (f"{ALL} WHERE place = 'oslo' AND day = 0", 12), (f"{ALL} LIMIT 5", 5)):
            assert (await session.run(cql, rows=count)).paging_state is None
            assert (await session.run(cql, rows=count + 1)).paging_state is None
            assert (await session.run(cql, rows=count - 1)).paging_state is not None

    on_engine(body)


def test_pages_go_on_when_rows_come_and_go(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        first = await session.run(ALL, rows=20)
        delete = "DELETE FROM ks.readings WHERE place = ? AND day = ? AND hour = ? AND sensor = ?"
        for row in (rows[19], rows[20], rows[0]):
            await session.run(delete, *row[:4])
        second = await session.run(ALL, rows=20, state=first.paging_state)
        assert list(second.rows) == rows[21:41]
        insert = "INSERT INTO ks.readings (place, day, hour, sensor, v) VALUES (?, ?, ?, ?, ?)"
        await session.run(insert, *rows[20])
        assert list((await session.run(ALL, rows=2, state=first.paging_state)).rows) == rows[20:22]

    on_engine(body)


def test_page_state_survives_a_restart(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session, 60)
        rows = await make_readings(session)
        state = (await session.run(ALL, rows=7)).paging_state
        asked = f"{ALL} WHERE place = 'oslo' AND day IN ? LIMIT 30"
        limited = (await session.run(asked, [1, 0], rows=7)).paging_state
        question = QUESTIONS["range"]
        ranged = (await session.run(select(question), *question[1], rows=3)).paging_state
        await session.restart()
        assert list((await session.run(ALL, rows=7, state=state)).rows) == rows[7:14]
        oslo = [row for day in (0, 1) for row in rows if row[:2] == ("oslo", day)]
        assert list((await session.run(asked, [1, 0], rows=50, state=limited)).rows) == oslo[7:30]
        page = await session.run(select(question), *question[1], rows=3, state=ranged)
        assert [row[0] for row in page.rows] == answer(people, question)[3:6]

    on_disk(body)


def test_page_state_of_another_query_is_refused(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_readings(session)
        await session.run("CREATE TABLE ks.other (place text PRIMARY KEY)")
        state = (await session.run(f"{ALL} WHERE place = ? AND day = ?", "oslo", 0, rows=2)).paging_state
        others: list[tuple[str, tuple[object, ...]]] = [
            (ALL, ()),
            (f"{ALL} WHERE place = ? AND day = ?", ("oslo", 1)),
            (f"{ALL} WHERE place = ? AND day = 0", ("oslo",)),
            (f"{ALL} WHERE place = ? AND day = ? LIMIT 5", ("oslo", 0)),
            ("SELECT place FROM ks.other", ()),
        ]
        for cql, values in others:
            with pytest.raises(InvalidRequest, match="start again without it"):
                await session.run(cql, *values, rows=2, state=state)

    on_engine(body)


@pytest.mark.parametrize("state", [b"", b"x", b"\xc1", b"\x94\x01", b"\xff" * 40, b"{}", b"\x94\x01\xc4\x00\x90\xc0"])
def test_page_state_that_is_none_is_refused(on_engine: OnEngine, state: bytes) -> None:
    async def body(session: Session) -> None:
        await make_readings(session)
        with pytest.raises(InvalidRequest, match="start again without it"):
            await session.run(ALL, rows=2, state=state)

    on_engine(body)


def test_page_state_that_was_cut_is_refused(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_readings(session)
        state = (await session.run(ALL, rows=2)).paging_state
        assert state is not None
        for end in range(len(state)):
            with pytest.raises(InvalidRequest):
                await session.run(ALL, rows=2, state=state[:end])

    on_engine(body)


def test_page_state_with_other_bits_is_refused_or_a_place(on_engine: OnEngine) -> None:
    """Nobody signs a state: one that was tampered with may point elsewhere, and can do no more than that."""

    async def body(session: Session) -> None:
        rows = await make_readings(session)
        for cql in (f"{ALL} LIMIT 50", f"{ALL} WHERE place IN ('oslo', 'Åre') AND day = 0"):
            state = (await session.run(cql, rows=2)).paging_state
            assert state is not None
            random = Random(11)
            for at in range(len(state)):
                for byte in {state[at] ^ 1 << bit for bit in range(8)} | {random.randrange(256), 0xC0, 0xCF, 0x90}:
                    await tampered(session, cql, state[:at] + bytes([byte]) + state[at + 1 :], rows)

    async def tampered(session: Session, cql: str, state: bytes, rows: list[Row]) -> None:
        try:
            page = await session.run(cql, rows=3, state=state)
        except InvalidRequest:
            return
        assert set(page.rows) <= set(rows)
        assert len(page.rows) <= 3

    on_engine(body)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_row_of_a_full_page_is_not_lost(on_engine: OnEngine, rows: int) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY)")
        for k in range(6):
            await session.run("INSERT INTO ks.t (k) VALUES (?)", k)
        pages = await session.pages("SELECT k FROM ks.t", rows=rows)
        assert sorted(row[0] for page in pages for row in page) == list(range(6))  # type: ignore[type-var]
        assert len(pages) == 6 // rows

    on_engine(body)
