"""SELECT … WHERE on indexed columns: the rows that the model gives, in the order of tokens, whichever way is taken."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from tests.engine.indexes import check_indexes
from tests.engine.people import QUESTIONS, answer, build_indexes, index_people, make_people, select
from tests.engine.session import OnEngine, Session
from tests.engine.ways import WAYS, Patch, Way, unbuilt

from cassette.engines.embedded import builder
from cassette.engines.embedded.plan import access
from cassette.engines.embedded.statements import select_reading
from cassette.errors import EngineError, InvalidRequest


def index_states(session: Session) -> dict[str, str]:
    layout = session.engine._catalog.layouts[session.table("people").id]
    return {index.index.name: str(index.state) for index in layout.indexes}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same_answer(on_engine: OnEngine, monkeypatch: Patch, way: Way) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session)
        if way is not unbuilt:
            await build_indexes(session)
        way(monkeypatch)
        for name, question in QUESTIONS.items():
            expected = answer(people, question)
            assert await session.column(select(question), *question[1]) == expected, name
            counted = await session.column(select(question, "count(*)"), *question[1])
            assert counted == [len(expected)], name
            # a page, and a LIMIT, may be worth another way than all rows
            page = await session.run(select(question), *question[1], rows=7)
            assert [row[0] for row in page.rows] == expected[:7], name
            assert (page.paging_state is None) == (len(expected) <= 7), name
            assert await session.column(f"{select(question)} LIMIT 7", *question[1]) == expected[:7], name

    on_engine(body)


def test_conditions_ask_the_estimate_for_both_ways(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        await make_people(session)
        await build_indexes(session)
        taken: list[access.Way] = []

        def choose(*given: Any) -> access.Way:
            taken.append(access.choose(*given))
            return taken[-1]

        monkeypatch.setattr(select_reading, "choose", choose)
        await session.run(select(QUESTIONS["few"]), *QUESTIONS["few"][1])
        await session.run(select(QUESTIONS["many"]), *QUESTIONS["many"][1], rows=3)
        assert [way.source is None for way in taken] == [False, True]

    on_engine(body)


def test_answers_are_the_same_while_indexes_are_built(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session)
        monkeypatch.setattr(builder, "STEP_ROWS", 30)
        for name, question in [*QUESTIONS.items()] * 3:
            assert await session.column(select(question), *question[1]) == answer(people, question), name
            check_indexes(session.engine._connection)
            await asyncio.sleep(0.002)
        await session.built()
        assert index_states(session) == dict.fromkeys(session.table("people").indexes, "ready")

    on_engine(body)


def test_rows_written_while_an_index_is_built_are_in_it(on_engine: OnEngine, monkeypatch: Patch) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session)
        monkeypatch.setattr(builder, "STEP_ROWS", 10)
        question = QUESTIONS["greater"]
        await session.run(select(question), *question[1])
        for at, row in enumerate(people):
            row["numbers"] = {"a": at % 2}
            await session.run("UPDATE ks.people SET numbers = ? WHERE key = ?", row["numbers"], row["key"])
            if at % 3 == 0:
                await session.run("DELETE FROM ks.people WHERE key = ?", row["key"])
        await session.built()
        assert index_states(session)["people_2"] == "ready"
        left = [row for at, row in enumerate(people) if at % 3]
        assert await session.column(select(question), *question[1]) == answer(left, question)

    on_engine(body)


def test_conditions_are_asked_within_a_partition(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session)
        for name, question in QUESTIONS.items():
            if question[0] and " OR " not in question[0]:
                expected = set(map(str, answer(people, question)))
                for row in people[:10]:
                    one = f"SELECT key FROM ks.people WHERE key = ? AND {question[0]}"
                    found = await session.column(one, row["key"], *question[1])
                    assert found == ([row["key"]] if str(row["key"]) in expected else []), name
                keys = [row["key"] for row in people[:10]]
                some = f"SELECT count(*) FROM ks.people WHERE key IN ? AND {question[0]}"
                counted = await session.column(some, keys, *question[1])
                assert counted == [len(expected & set(map(str, keys)))], name

    on_engine(body)


def test_conditions_follow_every_change(on_engine: OnEngine) -> None:
    """What an index says after an update is what the row says: entries that went, came and stayed."""

    async def body(session: Session) -> None:
        people = await make_people(session, 60)
        for at, row in enumerate(people):
            donor = people[at * 7 % 60]
            row |= {column: donor[column] for column in ("city", "tags", "numbers", "texts", "moments")}
            if at % 3:
                changes = "city = ?, tags = ?, numbers = ?, texts = ?, moments = ?"
                changed = [row[column] for column in ("city", "tags", "numbers", "texts", "moments", "key")]
                await session.run(f"UPDATE ks.people SET {changes} WHERE key = ?", *changed)
            else:
                for column in ("city", "tags", "numbers", "texts", "moments"):
                    await session.run(f"INSERT INTO ks.people (key, {column}) VALUES (?, ?)", row["key"], row[column])
        for name, question in QUESTIONS.items():
            assert await session.column(select(question), *question[1]) == answer(people, question), name

    on_engine(body)


def test_index_made_later_serves_the_rows_that_are_there(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session, 60)
        for name in [*session.table("people").indexes]:
            await session.run(f"DROP INDEX ks.{name}")
        await session.refused(InvalidRequest, "SELECT key FROM ks.people WHERE tags CONTAINS 'red'")
        await index_people(session)
        for name, question in QUESTIONS.items():
            assert await session.column(select(question), *question[1]) == answer(people, question), name

    on_engine(body)


def test_values_of_a_map_are_found(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(
            "CREATE TABLE ks.t (k int PRIMARY KEY, m map<text, int>, l list<int>, f frozen<tuple<int, int>>)"
        )
        for target in ("values(m)", "l", "f"):
            await session.run(f"CREATE CUSTOM INDEX ON ks.t ({target}) USING 'StorageAttachedIndex'")
        await session.run("INSERT INTO ks.t (k, m, l, f) VALUES (1, {'a': 1, 'b': 1}, [1, 1, 2], (1, 2))")
        await session.run("INSERT INTO ks.t (k, m, l, f) VALUES (2, {'a': 2}, [2], (2, 1))")
        assert await session.column("SELECT k FROM ks.t WHERE m CONTAINS 1") == [1]
        assert await session.column("SELECT k FROM ks.t WHERE l CONTAINS 2") == [1, 2]
        assert await session.column("SELECT k FROM ks.t WHERE l NOT CONTAINS 1") == [2]
        assert await session.column("SELECT k FROM ks.t WHERE f = (1, 2)") == [1]
        # one of two equal values goes, the other is still there
        await session.run("UPDATE ks.t SET m = {'b': 1}, l = [1] WHERE k = 1")
        assert await session.column("SELECT k FROM ks.t WHERE m CONTAINS 1") == [1]
        assert await session.column("SELECT k FROM ks.t WHERE l CONTAINS 1") == [1]

    on_engine(body)


def test_index_on_a_key_column(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (a int, b int, c text, v int, PRIMARY KEY ((a, b), c))")
        await session.run("CREATE CUSTOM INDEX ON ks.t (c) USING 'StorageAttachedIndex'")
        for a, b, c in ((1, 1, "x"), (1, 1, "y"), (2, 1, "x")):
            await session.run("INSERT INTO ks.t (a, b, c) VALUES (?, ?, ?)", a, b, c)
        await session.run("DELETE FROM ks.t WHERE a = 2 AND b = 1 AND c = 'x'")
        await session.run("UPDATE ks.t SET v = 1 WHERE a = 3 AND b = 1 AND c = 'x'")
        found = await session.rows("SELECT a, c FROM ks.t WHERE (c = 'x' OR c = 'absent')")
        assert sorted(found) == [(1, "x"), (3, "x")]

    on_engine(body)


def test_index_on_a_key_column_of_rows_that_change_a_lot(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int, c text, s set<text>, PRIMARY KEY (k, c))")
        for at, target in enumerate(("c", "s")):
            await session.run(f"CREATE CUSTOM INDEX i{at} ON ks.t ({target}) USING 'StorageAttachedIndex'")
        for turn in range(3):
            tags = {f"{turn} {at}" for at in range(20)}
            await session.run("INSERT INTO ks.t (k, c, s) VALUES (1, 'x', ?)", tags)
            assert await session.column("SELECT k FROM ks.t WHERE c = 'x'") == [1]
            assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS ?", f"{turn} 5") == [1]
            assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS ?", f"{turn - 1} 5") == []

    on_engine(body)


REFUSED: list[tuple[type[EngineError], str, tuple[object, ...]]] = [
    (InvalidRequest, "doc = 'x'", ()),
    (InvalidRequest, "doc = 'x' OR city = 'x'", ()),
    (InvalidRequest, "nobody = 1", ()),
    (InvalidRequest, "doc CONTAINS 'x'", ()),
    (InvalidRequest, "texts CONTAINS 'x'", ()),
    (InvalidRequest, "texts CONTAINS KEY 'x'", ()),
    (InvalidRequest, "city CONTAINS KEY 'x'", ()),
    (InvalidRequest, "city['a'] = 'x'", ()),
    (InvalidRequest, "tags['a'] = 'x'", ()),
    (InvalidRequest, "city = 5", ()),
    (InvalidRequest, "city = ?", (5,)),
    (InvalidRequest, "city = ?", (None,)),
    (InvalidRequest, "city = null", ()),
    (InvalidRequest, "tags CONTAINS ?", (None,)),
    (InvalidRequest, "tags CONTAINS ?", (["red"],)),
    (InvalidRequest, "numbers['a'] > ?", (None,)),
    (InvalidRequest, "numbers['a'] > ?", ("1",)),
    (InvalidRequest, "numbers['a'] = ?", (True,)),
    (InvalidRequest, "numbers['a'] > ?", (Decimal("NaN"),)),
    (InvalidRequest, "numbers['a'] = ?", (Decimal("Infinity"),)),
    (InvalidRequest, "numbers['a'] = ?", (10**5000,)),
    (InvalidRequest, "numbers['a'] > ?", (Decimal("1E+99999999999"),)),
    (InvalidRequest, "numbers[?] = ?", (None, 1)),
    (InvalidRequest, "numbers[?] = ?", (1, 1)),
    (InvalidRequest, "numbers[?] != ?", (["a"], 1)),
    (InvalidRequest, "tags CONTAINS ?", ("\ud800",)),
    (InvalidRequest, "texts[?] > ?", ("a", "\ud800")),
    (InvalidRequest, "texts[?] > ?", ("\ud800", "a")),
    (InvalidRequest, "numbers[?] > ?", (None, 1)),
    (InvalidRequest, "moments['a'] > ?", (1 << 63,)),
    (InvalidRequest, "city = ?", ()),
    (InvalidRequest, "city = ?", ("oslo", "wien")),
    (InvalidRequest, "key > (1, 'a')", ()),
    (InvalidRequest, "key != (1, 'a')", ()),
    (InvalidRequest, "key NOT IN ((1, 'a'))", ()),
    (InvalidRequest, "key = ? AND key = ?", ((1, "a"), (1, "a"))),
    (InvalidRequest, "key = ?", (None,)),
    (InvalidRequest, "key = ?", ("a",)),
    (InvalidRequest, "key = ?", ((300, "a"),)),
    (InvalidRequest, "key = ?", ((1, None),)),
    (InvalidRequest, "key = ?", ((None, "a"),)),
    (InvalidRequest, "key = ?", ((1, 2),)),
    (InvalidRequest, "key = ?", ((True, "a"),)),
    (InvalidRequest, "key = ?", ((1, "\ud800"),)),
    (InvalidRequest, "key = ?", ((1,),)),
    (InvalidRequest, "key IN ?", ("a",)),
    (InvalidRequest, "key IN ?", ([[(1, "a")]],)),
    (InvalidRequest, "key IN ?", ([(1, "a"), None],)),
    (InvalidRequest, "key IN ?", ([(1, "a")] * 10_001,)),
    (InvalidRequest, "city IN ('oslo', 'wien')", ()),
    (InvalidRequest, "city > 'oslo'", ()),
]


@pytest.mark.parametrize("word", ["AND", "OR"])
def test_very_many_conditions(on_engine: OnEngine, word: str) -> None:
    async def body(session: Session) -> None:
        people = await make_people(session, 30)
        many = f" {word} ".join(["tags CONTAINS ?"] * 600)
        expected = answer(people, ("tags CONTAINS ?", ("red",)))
        assert await session.column(f"SELECT key FROM ks.people WHERE {many}", *["red"] * 600) == expected

    on_engine(body)


def test_decimal_keys_are_one_however_they_are_written(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, m map<decimal, int>)")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (entries(m)) USING 'StorageAttachedIndex'")
        await session.run("INSERT INTO ks.t (k, m) VALUES (1, {1.00: 5, 2: 6})")
        for _ in range(2):
            for condition in ("m[1.0] = 5", "m[1] > 4", "m[2.00] = 6", "m[2] < 7 AND m[1.000] >= 5"):
                assert await session.column(f"SELECT k FROM ks.t WHERE {condition}") == [1]
            assert await session.column("SELECT k FROM ks.t WHERE m[1.0] = 6") == []
            await session.built()

    on_engine(body)


def test_numbers_that_are_equal_are_one_entry(on_engine: OnEngine) -> None:
    """1, 1.0 and 1.00 are told apart in a row, but not in an index: taking one away must leave the others' entry."""

    async def body(session: Session) -> None:
        await session.run(
            "CREATE TABLE ks.t (k int PRIMARY KEY, s set<decimal>, l list<decimal>, m map<text, decimal>)"
        )
        for at, target in enumerate(("s", "l", "values(m)", "entries(m)")):
            await session.run(f"CREATE CUSTOM INDEX i{at} ON ks.t ({target}) USING 'StorageAttachedIndex'")
        await session.run("SELECT k FROM ks.t WHERE m['a'] = 1")
        await session.built()
        one, two = Decimal("1.0"), Decimal("1.00")
        insert = "INSERT INTO ks.t (k, s, l, m) VALUES (1, ?, ?, ?)"
        for numbers in ([1, one, two], [one], [two, 1], [1], [one, 2], [two]):
            await session.run(insert, numbers, numbers, dict(zip("abc", numbers, strict=False)))
            for where in ("s CONTAINS 1", "l CONTAINS 1.000", "m CONTAINS 1", "m['a'] = 1.0"):
                expected = [1] if numbers[0] in (1, 2) else []
                assert await session.column(f"SELECT k FROM ks.t WHERE {where}") == expected, (numbers, where)

    on_engine(body)


def test_condition_that_cannot_be_served(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_people(session, 5)
        for kind, where, values in REFUSED:
            await session.refused(kind, f"SELECT key FROM ks.people WHERE {where}", *values)

    on_engine(body)
