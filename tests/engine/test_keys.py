"""SELECT by primary key: partitions, IN, clustering order and ranges, and the order of a walk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests.engine.murmur3 import token_of
from tests.engine.readings import TABLE, make_readings
from tests.engine.session import OnEngine, Session

from cassette.cql.types import parse_type
from cassette.errors import InvalidRequest, StaleSchema, SyntaxFault

ALL = "SELECT place, day, hour, sensor, v FROM ks.readings"


def test_walk_goes_in_the_order_of_tokens(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k text PRIMARY KEY)")
        keys = [f"{stem}{at}" for stem in ("a", "ключ", "é", "x" * 15, "x" * 16, "ünïcödé" * 5) for at in range(20)]
        for key in keys:
            await session.run("INSERT INTO ks.t (k) VALUES (?)", key)
        assert await session.column("SELECT k FROM ks.t") == sorted(keys, key=lambda key: token_of("text", key))

    on_engine(body)


@pytest.mark.parametrize(
    ("type_text", "values"),
    [
        ("ascii", ["a", "b", "ab"]),
        ("bigint", [-(1 << 63), -1, 0, 1, (1 << 63) - 1]),
        ("blob", [b"\0", b"\xff", b"a" * 40]),
        ("boolean", [False, True]),
        ("frozen<tuple<int, text>>", [(1, "a"), (1, "b"), (-1, "ü"), (0, "")]),
        ("int", [-(1 << 31), -1, 0, 1, (1 << 31) - 1]),
        ("smallint", [-3, 3]),
        ("timestamp", [-1, 0, 1_700_000_000_000]),
        (
            "timeuuid",
            [
                UUID("00000000-0000-1000-8000-000000000000"),
                UUID("ffffffff-0000-1000-8000-000000000000"),
                UUID("00000000-0001-1000-8000-000000000000"),
                UUID("00000000-0000-1001-8000-00000000ff00"),
            ],
        ),
        ("tinyint", [-128, 127]),
        ("tuple<tinyint, tuple<text, int>>", [(1, ("a", 1)), (2, ("a", 1))]),
        (
            "uuid",
            [
                UUID("ffffffff-0000-1000-8000-000000000000"),
                UUID("00000000-0001-1000-8000-000000000000"),
                UUID("00000000-0000-4001-8000-000000000000"),
                UUID("00000000-0000-4000-8000-000000000001"),
                UUID("00000000-0000-0000-0000-000000000000"),
            ],
        ),
        ("varint", [0, -(10**30), 10**30, 128, -128, -129]),
    ],
)
def test_walk_of_other_key_types(on_engine: OnEngine, type_text: str, values: list[object]) -> None:
    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k {type_text} PRIMARY KEY, v int)")
        for at, value in enumerate(values):
            await session.run("INSERT INTO ks.t (k, v) VALUES (?, ?)", value, at)
        expected = sorted(values, key=lambda value: token_of(type_text, value))
        assert await session.column("SELECT k FROM ks.t") == expected
        for at, value in enumerate(values):
            assert await session.rows("SELECT k, v FROM ks.t WHERE k = ?", value) == [(value, at)]
            literal = parse_type(type_text).to_term(value).text()
            assert await session.rows(f"SELECT v FROM ks.t WHERE k = {literal}") == [(at,)]
        ordered = sorted(values, key=parse_type(type_text).key)
        assert await session.column("SELECT k FROM ks.t WHERE k IN ?", values) == ordered

    on_engine(body)


def test_partition_comes_in_clustering_order(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        assert await session.rows(ALL) == rows
        for place, day in {row[:2] for row in rows}:
            found = await session.rows(f"{ALL} WHERE place = ? AND day = ?", place, day)
            assert found == [row for row in rows if row[:2] == (place, day)]
        assert await session.rows(f"{ALL} WHERE place = 'nowhere' AND day = 1") == []

    on_engine(body)


@pytest.mark.parametrize(
    ("where", "values", "wanted"),
    [
        ("hour = ?", (3,), lambda hour, sensor: hour == 3),
        ("hour > ?", (0,), lambda hour, sensor: hour > 0),
        ("hour >= ? AND hour < ?", (0, 11), lambda hour, sensor: 0 <= hour < 11),
        ("hour <= ?", (-2,), lambda hour, sensor: hour <= -2),
        ("hour > ? AND hour < ?", (3, 4), lambda hour, sensor: False),
        ("hour = ? AND sensor = ?", (3, "é"), lambda hour, sensor: (hour, sensor) == (3, "é")),
        ("hour = ? AND sensor > ?", (3, "a"), lambda hour, sensor: hour == 3 and sensor > "a"),
        ("hour = ? AND sensor >= ? AND sensor < ?", (3, "a", "é"), lambda hour, sensor: hour == 3 and sensor < "é"),
    ],
)
def test_clustering_columns_narrow_a_partition(
    on_engine: OnEngine, where: str, values: tuple[object, ...], wanted: Callable[[int, str], bool]
) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        one = [row for row in rows if row[:2] == ("Åre", 0) and wanted(row[2], row[3])]
        assert await session.rows(f"{ALL} WHERE place = 'Åre' AND day = 0 AND {where}", *values) == one
        both = [row for day in (0, 1) for row in rows if row[:2] == ("Åre", day) and wanted(row[2], row[3])]
        assert await session.rows(f"{ALL} WHERE place = 'Åre' AND day IN (1, 0) AND {where}", *values) == both

    on_engine(body)


def test_in_gives_partitions_in_the_order_of_their_keys(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        wanted = [("oslo", -1), ("oslo", 1), ("東京", -1), ("東京", 1)]
        expected = [row for key in wanted for row in rows if row[:2] == key]
        asked = f"{ALL} WHERE place IN ? AND day IN ?"
        assert await session.rows(asked, ["東京", "oslo", "東京", "nowhere"], [1, -1]) == expected
        assert await session.rows(f"{ALL} WHERE place IN ('東京', 'oslo') AND day IN (1, -1)") == expected
        assert await session.rows(asked, ("東京", "oslo"), [1, -1, 1]) == expected
        assert await session.rows(asked, [], [1]) == []
        assert await session.rows(f"{ALL} WHERE place IN () AND day = 1") == []
        assert await session.rows(f"{asked} LIMIT ?", ["東京", "oslo"], [1, -1], 15) == expected[:15]
        assert await session.rows(
            "SELECT count(*) FROM ks.readings WHERE place IN ? AND day = 1", ["oslo", "東京"]
        ) == [(24,)]

    on_engine(body)


ORDERED: dict[str, list[Any]] = {
    "ascii": ["", "a", "B", "ab", "~"],
    "blob": [b"", b"\0", b"\0\0", b"a", b"\xff"],
    "boolean": [False, True],
    "text": ["", "a", "B", "é", "e\u0301", "\uffff", "😀", "日本", "x" * 100, "x" * 101],
    "timeuuid": [
        parse_type("timeuuid").from_json(text)
        for text in (
            "00000000-0000-1000-8000-000000000000",
            "ffffffff-0000-1000-8000-000000000000",
            "00000000-0001-1000-8000-000000000000",
            "00000000-0000-1001-8000-000000000000",
            "00000000-0000-1000-bf7f-7f7f7f7f7f7f",
            "00000000-0000-1000-8080-808080808080",
        )
    ],
}


@pytest.mark.parametrize("type_text", ["ascii", "bigint", "blob", "boolean", "int", "text", "timestamp", "timeuuid"])
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_clustering_types_stand_in_their_order(on_engine: OnEngine, type_text: str, direction: str) -> None:
    values = ORDERED.get(type_text, [-5, 0, 3, -(1 << 31), (1 << 31) - 1])

    async def body(session: Session) -> None:
        order = f"WITH CLUSTERING ORDER BY (c {direction})"
        await session.run(f"CREATE TABLE ks.t (k int, c {type_text}, PRIMARY KEY (k, c)) {order}")
        for value in values:
            await session.run("INSERT INTO ks.t (k, c) VALUES (1, ?)", value)
        expected = sorted(values, key=parse_type(type_text).key, reverse=direction == "DESC")
        assert await session.column("SELECT c FROM ks.t WHERE k = 1") == expected
        assert [row[0] for page in await session.pages("SELECT c FROM ks.t", rows=1) for row in page] == expected

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql", "values"),
    [
        (InvalidRequest, f"{ALL} WHERE place = 'oslo'", ()),
        (InvalidRequest, f"{ALL} WHERE day = 1", ()),
        (InvalidRequest, f"{ALL} WHERE place = 'oslo' AND day > 1", ()),
        (InvalidRequest, f"{ALL} WHERE place = 'oslo' AND day = 'x'", ()),
        (InvalidRequest, f"{ALL} WHERE place = 'oslo' AND day = null", ()),
        (InvalidRequest, f"{ALL} WHERE place = 'oslo' AND day = 1 AND v = 3", ()),
        (InvalidRequest, f"{ALL} WHERE v = 3", ()),
        (InvalidRequest, f"{ALL} WHERE place = ? AND day = 1", ("x" * 65_536,)),
        (InvalidRequest, f"{ALL} LIMIT 0", ()),
        (InvalidRequest, f"{ALL} LIMIT -1", ()),
        (InvalidRequest, f"{ALL} LIMIT ?", (0,)),
        (InvalidRequest, f"{ALL} LIMIT ?", (None,)),
        (InvalidRequest, f"{ALL} LIMIT ?", ("1",)),
        (InvalidRequest, f"{ALL} LIMIT ?", ()),
        (InvalidRequest, "SELECT nobody FROM ks.readings", ()),
        (InvalidRequest, "SELECT m[?] FROM ks.maps", (None,)),
        (InvalidRequest, "SELECT m[?] FROM ks.maps", ([1],)),
        (InvalidRequest, "SELECT m[1] FROM ks.maps", ()),
        (InvalidRequest, "SELECT v FROM ks.maps WHERE k = ''", ()),
        (InvalidRequest, "SELECT v[1] FROM ks.readings", ()),
        (InvalidRequest, "SELECT v FROM readings", ()),
        (InvalidRequest, f"{ALL} WHERE place = 'oslo' AND day = 1 AND v > 3", ()),
        (StaleSchema, "SELECT v FROM ks.missing", ()),
        (StaleSchema, "SELECT v FROM missing.readings", ()),
        (SyntaxFault, "SELECT v FROM ks.readings WHERE", ()),
    ],
)
def test_select_that_cannot_be_served(
    on_engine: OnEngine, kind: type[InvalidRequest], cql: str, values: tuple[object, ...]
) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.run("CREATE TABLE ks.maps (k text PRIMARY KEY, m map<text, int>, v int)")
        await session.refused(kind, cql, *values)

    on_engine(body)


@pytest.mark.parametrize("limit", [1 << 63, 10**30])
def test_limit_beyond_an_int_is_refused(on_engine: OnEngine, limit: int) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        await session.refused(InvalidRequest, f"{ALL} LIMIT ?", limit)

    on_engine(body)


def test_limit_and_count(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        rows = await make_readings(session)
        for limit in (1, 7, len(rows), len(rows) + 1):
            assert await session.rows(f"{ALL} LIMIT {limit}") == rows[:limit]
        assert await session.rows("SELECT count(*) FROM ks.readings") == [(len(rows),)]
        assert await session.rows("SELECT count(*) FROM ks.readings WHERE place = 'oslo' AND day = 1") == [(12,)]
        assert await session.rows("SELECT count(*) FROM ks.readings WHERE place = 'no' AND day = 1") == [(0,)]
        counted = await session.run("SELECT count(*) AS total FROM ks.readings LIMIT 1", rows=1)
        assert (list(counted.rows), counted.paging_state) == ([(len(rows),)], None)
        assert [(column.name, column.type.text()) for column in counted.columns] == [("total", "bigint")]

    on_engine(body)


def test_columns_of_a_select(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run('CREATE TABLE ks.t (b int, z text, "A" int, a int, k int, PRIMARY KEY (k, b))')
        await session.run("INSERT INTO ks.t (k, b, z, \"A\", a) VALUES (1, 2, 'z', 3, 4)")
        everything = await session.run("SELECT * FROM ks.t")
        # the key first, the others by name
        assert [column.name for column in everything.columns] == ["k", "b", "A", "a", "z"]
        assert list(everything.rows) == [(1, 2, 3, 4, "z")]
        chosen = await session.run('SELECT a, a AS again, "A", k FROM ks.t')
        assert [column.name for column in chosen.columns] == ["a", "again", "A", "k"]
        assert list(chosen.rows) == [(4, 4, 3, 1)]

    on_engine(body)


def test_elements_of_maps_and_sets(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, m map<text, decimal>, s set<text>, n map<int, uuid>)")
        uuid = parse_type("uuid").from_json("123e4567-e89b-42d3-a456-426614174000")
        for k, m, s, n in (
            (1, {"a": 5, "ü": 2}, {"x", "é"}, {7: uuid}),
            (2, None, None, None),
            (3, {"b": 1}, {"y"}, {}),
        ):
            await session.run("INSERT INTO ks.t (k, m, s, n) VALUES (?, ?, ?, ?)", k, m, s, n)
        cql = "SELECT m['a'], m[?], s['x'], s[?], n[7], n[?] FROM ks.t WHERE k IN ?"
        found = await session.run(cql, "ü", "é", 8, [1, 2, 3])
        assert list(found.rows) == [(5, 2, "x", "é", uuid, None), (None,) * 6, (None,) * 6]
        assert [column.type.text() for column in found.columns] == [
            "decimal",
            "decimal",
            "text",
            "text",
            "uuid",
            "uuid",
        ]
        assert [column.name for column in found.columns][:2] == ["m['a']", "m[?]"]
        assert await session.rows("SELECT m['a'] AS a, m FROM ks.t WHERE k = 1") == [(5, {"a": 5, "ü": 2})]

    on_engine(body)


def test_whole_number_is_a_decimal_key(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.d (k decimal PRIMARY KEY, v int)")
        await session.run("INSERT INTO ks.d (k, v) VALUES (?, 1)", 5)
        assert await session.column("SELECT v FROM ks.d WHERE k = ?", 5) == [1]
        assert await session.column("SELECT v FROM ks.d WHERE k = 5") == [1]

    on_engine(body)
