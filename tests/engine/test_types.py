"""Values go in and come out as they were: in columns, in collections, in keys, in indexes, and after a restart."""

import math
from decimal import Decimal
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.types import TYPES, Duration, parse_type
from cassette.engines.embedded.values import inets
from cassette.engines.embedded.values.scalars import SCALARS
from cassette.errors import InvalidRequest

UUID_1 = UUID("9b4a0c80-0000-11ee-bfff-ff00ff00ff00")
UUID_4 = UUID("123e4567-e89b-42d3-a456-426614174000")
VALUES: dict[str, list[Any]] = {
    "ascii": ["", "a", "~" * 100, "NUL\0inside"],
    "bigint": [0, -1, (1 << 63) - 1, -(1 << 63)],
    "blob": [b"", b"\0", bytes(range(256))],
    "boolean": [True, False],
    "decimal": [
        0,
        -7,
        10**40,
        -(10**18),
        (1 << 63) - 1,
        1 << 63,
        *map(Decimal, ["0", "0.00", "1.0", "1.00", "-0.5", "1E+5", "1E-5", "12.12312321312312312312312321", "1E+1000"]),
    ],
    "date": [0, -1, 19_000, (1 << 31) - 1, -(1 << 31)],
    "double": [1.0, -1.0, 0.0, 1e308, -1e308, 5e-324, math.inf, -math.inf, 0.1],
    "duration": [Duration(0, 0, 0), Duration(1, 2, 3), Duration(-1, -2, -3), Duration(0, 0, (1 << 63) - 1)],
    "float": [1.0, -1.0, 0.0, 0.10000000149011612, 3.4028234663852886e38, math.inf, -math.inf],
    "inet": [
        ip_address(text) for text in ("127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "2001:db8::8a2e:370:7334")
    ],
    "int": [0, -1, (1 << 31) - 1, -(1 << 31)],
    "smallint": [0, -(1 << 15), (1 << 15) - 1],
    "text": ["", "a", "é", "e\u0301", "日本", "😀", "NUL\0inside", "quo'te", "x" * 64, "x" * 65, "ü" * 10_000],
    "time": [0, 1, 86_400 * 10**9 - 1],
    "timestamp": [0, -1, 1_700_000_000_123, (1 << 63) - 1, -(1 << 63)],
    "timeuuid": [UUID_1, UUID("00000000-0000-1000-8000-000000000000"), UUID("ffffffff-ffff-1fff-bfff-ffffffffffff")],
    "tinyint": [0, -128, 127],
    "uuid": [UUID_1, UUID_4, UUID(int=0), UUID(int=(1 << 128) - 1)],
    "varint": [0, -1, 255, -(1 << 63), (1 << 63) - 1, 1 << 63, 10**100, -(10**100)],
}
PLAIN = sorted(VALUES)
"""Types of columns that are written as they are: counters are added to instead."""
COMPARABLE = sorted(VALUES.keys() - {"duration"})
WRONG: dict[str, list[Any]] = {
    "ascii": ["é", b"a", 1],
    "bigint": [1 << 63, -(1 << 63) - 1, True, 1.0, Decimal(1), "1"],
    "blob": ["a", 1, [1]],
    "boolean": [0, 1, "true"],
    "decimal": ["1", 1.5, True, b"1"],
    "date": [1 << 31, "2024-01-01", 1.5, True],
    "double": ["1", True, b"1"],
    "duration": ["1h", (1, -1, 0), (1 << 31, 0, 0), 5],
    "float": ["1", True, b"1"],
    "inet": ["127.0.0.256", "::1::", 1, b"1234"],
    "int": [1 << 31, -(1 << 31) - 1, True, 1.0, "1"],
    "smallint": [1 << 15, True, "1"],
    "text": [1, b"a", ["a"]],
    "time": [-1, 86_400 * 10**9, "10:00:00", True],
    "timestamp": [1 << 63, "2024-01-01", 1.5, True],
    "timeuuid": [UUID_4, str(UUID_1), 1],
    "tinyint": [128, -129, True],
    "uuid": [str(UUID_4), 1, UUID_4.bytes],
    "varint": [1.0, Decimal(1), "1", True],
}


def exactly(value: Any) -> str:
    """What tells True from 1, and 1.0 from 1.00; a decimal may come back as int where it was one."""
    match value:
        case list() | tuple():
            return repr([exactly(one) for one in value])
        case dict():
            return repr({exactly(key): exactly(one) for key, one in value.items()})
        case Decimal() if value.as_tuple().exponent == 0:
            return repr(int(value))
    return repr(value)


def test_every_type_that_is_kept_is_tested() -> None:
    assert {*VALUES, "counter"} == {*WRONG, "counter"} == set(SCALARS) == set(TYPES)


@pytest.mark.parametrize("name", PLAIN)
def test_scalar_comes_back_exactly(on_engine: OnEngine, name: str) -> None:
    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, v {name})")
        for k, value in enumerate(VALUES[name]):
            await session.run("INSERT INTO ks.t (k, v) VALUES (?, ?)", k, value)
        await session.run("INSERT INTO ks.t (k, v) VALUES (-1, ?)", None)
        for _ in range(2):
            for k, value in enumerate(VALUES[name]):
                found = await session.run("SELECT v FROM ks.t WHERE k = ?", k)
                assert exactly(found.rows[0][0]) == exactly(value)
                assert found.columns[0].type == parse_type(name)
            assert await session.rows("SELECT v FROM ks.t WHERE k = -1") == [(None,)]
            await session.restart()

    on_engine(body)


@pytest.mark.parametrize("name", PLAIN)
def test_literal_is_the_same_value(on_engine: OnEngine, name: str) -> None:
    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, v {name})")
        for k, value in enumerate(VALUES[name]):
            literal = parse_type(name).to_term(value).text()
            await session.run(f"INSERT INTO ks.t (k, v) VALUES ({k}, {literal})")
            assert await session.column(f"SELECT v FROM ks.t WHERE k = {k}") == [value]

    on_engine(body)


@pytest.mark.parametrize("name", PLAIN)
def test_scalar_of_another_type_is_refused(on_engine: OnEngine, name: str) -> None:
    async def body(session: Session) -> None:
        items = name if name in COMPARABLE else "int"
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, v {name}, s set<{items}>, m map<text, {name}>)")
        for value in WRONG[name]:
            await session.refused(InvalidRequest, "INSERT INTO ks.t (k, v) VALUES (1, ?)", value)
            if name in COMPARABLE:
                await session.refused(InvalidRequest, "INSERT INTO ks.t (k, s) VALUES (1, ?)", [value])
            await session.refused(InvalidRequest, "INSERT INTO ks.t (k, m) VALUES (1, ?)", {"a": value})
        assert await session.rows("SELECT * FROM ks.t") == []

    on_engine(body)


async def collections(session: Session, k: int) -> Any:
    return (await session.rows("SELECT s, l, m, n FROM ks.t WHERE k = ?", k))[0]


@pytest.mark.parametrize("name", COMPARABLE)
def test_collections_come_back_exactly(on_engine: OnEngine, name: str) -> None:
    values = VALUES[name]

    async def body(session: Session) -> None:
        columns = f"s set<{name}>, l list<{name}>, m map<{name}, int>, n map<int, {name}>"
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, {columns})")
        insert = "INSERT INTO ks.t (k, s, l, m, n) VALUES (?, ?, ?, ?, ?)"
        many = [*values, *values]
        await session.run(insert, 1, set(values), many, dict.fromkeys(values, 1), dict(enumerate(values)))
        await session.run(insert, 2, frozenset(values[:1]), tuple(values[:1]), {values[0]: 2}, {0: values[0]})
        for _ in range(2):
            s, items, m, n = await collections(session, 1)
            assert (s, items, m, n) == (set(values), many, dict.fromkeys(values, 1), dict(enumerate(values)))
            assert [type(one) for one in (s, items, m, n)] == [set, list, dict, dict]
            assert exactly(items) == exactly(many)
            assert exactly(n) == exactly(dict(enumerate(values)))
            assert exactly(m) == exactly(dict.fromkeys(values, 1))
            s, items, m, n = await collections(session, 2)
            assert (s, items, m, n) == ({values[0]}, [values[0]], {values[0]: 2}, {0: values[0]})
            await session.restart()

    on_engine(body)


@pytest.mark.parametrize("name", COMPARABLE)
def test_value_is_found_by_an_index(on_engine: OnEngine, name: str) -> None:
    values = list(dict.fromkeys(VALUES[name]))

    async def body(session: Session) -> None:
        await session.run(
            f"CREATE TABLE ks.t (k int PRIMARY KEY, v {name}, s set<{name}>, m map<text, {name}>, n map<{name}, int>)"
        )
        for at, target in enumerate(("v", "s", "entries(m)", "keys(n)")):
            # Cassandra's storage-attached indexes take no blobs, its plain ones do
            using = "" if name == "blob" else "USING 'StorageAttachedIndex'"
            await session.run(f"CREATE INDEX i{at} ON ks.t ({target}) {using}")
        for k, value in enumerate(values):
            insert = "INSERT INTO ks.t (k, v, s, m, n) VALUES (?, ?, ?, ?, ?)"
            await session.run(insert, k, value, {value}, {"a": value}, {value: 1})
        for built in (False, True):
            for k, value in enumerate(values):
                for where in ("v = ?", "s CONTAINS ?", "m['a'] = ?", "n CONTAINS KEY ?"):
                    assert await session.column(f"SELECT k FROM ks.t WHERE {where}", value) == [k], (where, built)
            await session.built()
            await session.restart()

    on_engine(body)


@pytest.mark.parametrize("name", COMPARABLE)
def test_values_stand_in_their_order_in_an_index(on_engine: OnEngine, name: str) -> None:
    values = list(dict.fromkeys(VALUES[name]))
    # addresses stand in an index as those of version 6
    key = inets.comparable if name == "inet" else parse_type(name).key

    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, m map<text, {name}>)")
        using = "" if name == "blob" else "USING 'StorageAttachedIndex'"
        await session.run(f"CREATE INDEX i ON ks.t (entries(m)) {using}")
        for k, value in enumerate(values):
            await session.run("INSERT INTO ks.t (k, m) VALUES (?, ?)", k, {"a": value, "b": values[0]})
        await session.run("INSERT INTO ks.t (k, m) VALUES (100, ?)", {"b": values[0]})
        for _ in range(2):
            for value in values:
                for operator in ("<", "<=", ">", ">="):
                    found = await session.column(f"SELECT k FROM ks.t WHERE m['a'] {operator} ?", value)
                    expected = [k for k, one in enumerate(values) if compare(key(one), operator, key(value))]
                    assert sorted(found) == expected, (value, operator)
            await session.built()

    on_engine(body)


def compare(left: Any, operator: str, right: Any) -> bool:
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator])


def test_empty_collection_is_null(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, s set<int>, l list<int>, m map<int, int>)")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        insert = "INSERT INTO ks.t (k, s, l, m) VALUES (?, ?, ?, ?)"
        await session.run(insert, 1, set(), [], {})
        await session.run(insert, 2, frozenset(), (), {})
        await session.run("INSERT INTO ks.t (k, s, l, m) VALUES (3, {}, [], {})")
        await session.run(insert, 4, {1}, [1], {1: 1})
        await session.run("UPDATE ks.t SET s = {}, l = [], m = {} WHERE k = 4")
        assert [row[1:] for row in await session.rows("SELECT k, s, l, m FROM ks.t")] == [(None, None, None)] * 4
        assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS 1") == []
        assert (await session.run("UPDATE ks.t SET s = {2} WHERE k = 4 IF l = null AND m = {}")).applied is True

    on_engine(body)


def test_list_for_a_set_has_each_item_once(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, s set<text>)")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (s) USING 'StorageAttachedIndex'")
        await session.run("INSERT INTO ks.t (k, s) VALUES (1, ?)", ["a", "b", "a"])
        assert await session.rows("SELECT s FROM ks.t") == [({"a", "b"},)]
        await session.run("INSERT INTO ks.t (k, s) VALUES (1, ?)", ["b", "a"])
        assert await session.column("SELECT k FROM ks.t WHERE s CONTAINS 'a'") == [1]

    on_engine(body)


@pytest.mark.parametrize(
    ("type_text", "values"),
    [
        ("frozen<tuple<tinyint, text>>", [(1, "é"), (-128, ""), (127, "x" * 70_000)]),
        ("tuple<int, decimal, uuid>", [(1, Decimal("1.50"), UUID_4), (-1, Decimal("-1E+9"), UUID_1)]),
        ("tuple<int, set<text>, map<int, text>>", [(1, {"a", "b"}, {1: "x"})]),
        ("frozen<tuple<int, frozen<tuple<text, boolean>>>>", [(1, ("a", True)), (2, ("b", False))]),
    ],
)
def test_tuple_comes_back_exactly(on_engine: OnEngine, type_text: str, values: list[Any]) -> None:
    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, v {type_text}, l list<{type_text}>)")
        for k, value in enumerate(values):
            await session.run("INSERT INTO ks.t (k, v, l) VALUES (?, ?, ?)", k, value, [value, value])
        for _ in range(2):
            for k, value in enumerate(values):
                found = await session.rows("SELECT v, l FROM ks.t WHERE k = ?", k)
                assert exactly(found) == exactly([(value, [value, value])]) or "set<" in type_text
                assert found == [(value, [value, value])]
            await session.restart()
        for wrong in ((1, "a", 3, 4), ("x", "y"), "a", 1, {1: 2}, (1 << 40, "a")):
            await session.refused(InvalidRequest, "INSERT INTO ks.t (k, v) VALUES (1, ?)", wrong)

    on_engine(body)


@pytest.mark.parametrize(
    ("type_text", "value"),
    [
        ("frozen<list<int>>", []),
        ("frozen<map<text, frozen<list<double>>>>", {"a": [1.5, -0.0], "b": []}),
        ("frozen<set<int>>", {3, 1}),
        ("list<frozen<map<text, int>>>", [{"a": 1}, {}]),
        ("map<frozen<list<int>>, frozen<set<text>>>", {(): set(), (1, 2): {"x"}}),
        ("map<frozen<tuple<int, text>>, double>", {(1, None): -0.0, (2, "x"): math.inf}),
        ("set<frozen<map<int, inet>>>", {((1, ip_address("::1")),)}),
        ("set<frozen<set<int>>>", {frozenset({1, 2}), frozenset()}),
        ("tuple<int, duration, frozen<list<decimal>>>", (None, Duration(1, 0, 0), [Decimal("1.10")])),
        ("vector<float, 3>", [0.5, -1.0, 0.0]),
        ("vector<text, 2>", ["", "ü"]),
    ],
)
def test_types_inside_others_come_back_exactly(on_engine: OnEngine, type_text: str, value: Any) -> None:
    async def body(session: Session) -> None:
        await session.run(f"CREATE TABLE ks.t (k int PRIMARY KEY, v {type_text})")
        await session.run("INSERT INTO ks.t (k, v) VALUES (1, ?)", value)
        literal = parse_type(type_text).to_term(value).text()
        await session.run(f"INSERT INTO ks.t (k, v) VALUES (2, {literal})")
        for _ in range(2):
            for k in (1, 2):
                assert exactly((await session.column("SELECT v FROM ks.t WHERE k = ?", k))[0]) == exactly(value)
            await session.restart()

    on_engine(body)


def test_keys_of_every_kind_of_text(on_engine: OnEngine) -> None:
    keys = ["a", "é", "日本", "😀", "a" * 15, "a" * 16, "ä" * 8, "NUL\0", "x" * 60_000, "ﬀ", "quo'te"]

    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (key frozen<tuple<tinyint, text>> PRIMARY KEY, v int)")
        for at, key in enumerate(keys):
            await session.run("INSERT INTO ks.t (key, v) VALUES (?, ?)", (1, key), at)
            await session.run("INSERT INTO ks.t (key, v) VALUES (?, ?)", (-3, key), -at)
        for _ in range(2):
            for at, key in enumerate(keys):
                assert await session.rows("SELECT key, v FROM ks.t WHERE key = ?", (1, key)) == [((1, key), at)]
                assert await session.rows("SELECT v FROM ks.t WHERE key = ?", (-3, key)) == [(-at,)]
            assert await session.column("SELECT count(*) FROM ks.t") == [2 * len(keys)]
            await session.restart()
        await session.refused(InvalidRequest, "SELECT v FROM ks.t WHERE key = ?", (1, "x" * 70_000))

    on_engine(body)
