"""Functions, calculations and parts of values: in the list of a SELECT, and where a value is wanted."""

from decimal import Decimal
from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.parser import parse
from cassette.cql.terms import UNSET
from cassette.cql.types import parse_type
from cassette.engines.embedded.plan.arguments import Marker
from cassette.engines.embedded.plans import PLANNERS
from cassette.errors import EngineError, FunctionFault, InvalidRequest

TABLE = """CREATE TABLE ks.t (k int, c int, v int, d decimal, t text, ts timestamp, st int STATIC, m map<text, int>,
    s set<int>, l list<int>, f frozen<map<text, int>>, ve vector<float, 2>, u address, fu frozen<address>,
    PRIMARY KEY (k, c))"""
ROW = """INSERT INTO ks.t (k, c, v, d, t, ts, st, m, s, l, f, ve, u, fu) VALUES (1, 2, -7, 10.50, 'héllo',
    '2024-02-29 12:30:00.123+0000', 9, {'a': 1, 'b': 2}, {5, 2}, [3, 1], {'x': 1}, [1, 2],
    {street: 's', zip: 1}, {street: 'f', zip: 2})"""


async def filled(session: Session) -> None:
    await session.run("CREATE TYPE ks.address (street text, zip int)")
    await session.run(TABLE)
    await session.run(ROW)


@pytest.mark.parametrize(
    ("selector", "name", "type_", "value"),
    [
        ("v + 1", "v + 1", "int", -6),
        ("(v + 1) * 2 - d", "(v + 1) * 2 - d", "decimal", Decimal("-22.50")),
        ("-(v + c)", "-(v + c)", "int", 5),
        ("abs(v) + 1", "system.abs(v) + 1", "int", 8),
        ("CAST(v AS text)", "cast(v as text)", "text", "-7"),
        ("CAST(v AS int)", "v", "int", -7),
        ("m['a']", "m['a']", "int", 1),
        ("m['z']", "m['z']", "int", None),
        ("f['x']", "f['x']", "int", 1),
        ("s[5]", "s[5]", "int", 5),
        ("s[3]", "s[3]", "int", None),
        ("m['b'..]", "m['b'..]", "map<text, int>", {"b": 2}),
        ("s[..3]", "s[..3]", "set<int>", {2}),
        ("m['x'..'z']", "m['x'..'z']", "map<text, int>", None),
        ("u.zip", "u.zip", "int", 1),
        ("fu.street", "fu.street", "text", "f"),
        ("(int) 5", "(int)5", "int", 5),
        ("1 + 1", "1 + 1", "int", 2),
        ("[v, 1]", "[v, 1]", "list<int>", [-7, 1]),
        ("(v, t)", "(v, t)", "tuple<int, text>", (-7, "héllo")),
        ("(map<text, int>) {t: v}", "(map<text, int>){t: v}", "map<text, int>", {"héllo": -7}),
        ("(map<text, bigint>) {t: 5}", "(map<text, bigint>){t: 5}", "map<text, bigint>", {"héllo": 5}),
        ("token(k)", "system.token(k)", "bigint", -4069959284402364209),
        ("token(5)", "system.token(5)", "bigint", -7509452495886106294),
        ("to_json(m)", "system.to_json(m)", "text", '{"a": 1, "b": 2}'),
        ("toDate(ts)", "system.todate(ts)", "date", 19782),
        ("floor(ts, 1h)", "system.floor(ts, 1h)", "timestamp", 1709208000000),
        ("ts + 1d", "ts + 1d", "timestamp", 1709296200123),
        ("t + 'x'", "t + 'x'", "text", "héllox"),
        ("similarity_cosine(ve, [1, 2])", "system.similarity_cosine(ve, [1, 2])", "float", 1.0),
        ("int_as_blob(v)", "system.int_as_blob(v)", "blob", b"\xff\xff\xff\xf9"),
        ("blob_as_int(v)", "system.blob_as_int(v)", "int", -7),
        ("st + 1", "st + 1", "int", 10),
        ("mask_replace(t, null)", "system.mask_replace(t, NULL)", "text", None),
        ("map_keys(f)", "system.map_keys(f)", "set<text>", {"x"}),
    ],
)
def test_selector_is_answered(on_engine: OnEngine, selector: str, name: str, type_: str, value: Any) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        answer = await session.run(f"SELECT {selector} FROM ks.t")
        assert [(column.name, column.type) for column in answer.columns] == [(name, parse_type(type_))]
        assert answer.rows == [(value,)]

    on_engine(body)


@pytest.mark.parametrize(
    ("error", "selector"),
    [
        (InvalidRequest, "5"),
        (InvalidRequest, "null"),
        (InvalidRequest, "?"),
        (InvalidRequest, "[1, 2]"),
        (InvalidRequest, "(v)"),
        (InvalidRequest, "{t: v}"),
        (InvalidRequest, "l[0]"),
        (InvalidRequest, "l[0..1]"),
        (InvalidRequest, "v['a']"),
        (InvalidRequest, "u.nope"),
        (InvalidRequest, "v.a"),
        (InvalidRequest, "nope"),
        (InvalidRequest, "nope(v)"),
        (InvalidRequest, "abs(t)"),
        (InvalidRequest, "from_json('5')"),
        (InvalidRequest, "max(max(v))"),
        (InvalidRequest, "max(count(*))"),
        (InvalidRequest, "CAST(t AS int)"),
        (InvalidRequest, "(text) v"),
        (InvalidRequest, "writetime(k)"),
        (InvalidRequest, "ttl(c)"),
        (InvalidRequest, "writetime(l['a'])"),
        (InvalidRequest, "m[null]"),
        (FunctionFault, "v / 0"),
        (FunctionFault, "ts + 1ns"),
    ],
)
def test_selector_is_refused(on_engine: OnEngine, error: type[EngineError], selector: str) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        values = (1,) if selector == "?" else ()
        await session.refused(error, f"SELECT {selector} FROM ks.t", *values)

    on_engine(body)


def test_value_of_a_user_type_is_made_of_columns(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        answer = await session.run("SELECT (ks.address) {street: t, zip: v} FROM ks.t")
        assert answer.columns[0].name == "(ks.address){street: t, zip: v}"
        assert answer.rows == [({"street": "héllo", "zip": -7},)]
        for unknown in ("(ks.nope) {street: t}", "(other.address) {street: t}", "(ks.nope) ?"):
            await session.refused(InvalidRequest, f"SELECT {unknown} FROM ks.t", *([1] * unknown.count("?")))
        await session.run("INSERT INTO ks.t (k, c, u) VALUES (4, 1, (ks.address) {zip: ?})", 6)
        assert await session.column("SELECT u.zip FROM ks.t WHERE k = 4") == [6]

    on_engine(body)


def test_null_makes_null(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        await session.run("INSERT INTO ks.t (k, c) VALUES (5, 1)")
        selectors = "v + 1, abs(v), m['a'], s[1], m['a'..], u.zip, to_json(v), mask_default(v), (v, t), CAST(v AS text)"
        row = (None, None, None, None, None, None, "null", 0, (None, None), None)
        assert await session.rows(f"SELECT {selectors} FROM ks.t WHERE k = 5") == [row]
        await session.refused(InvalidRequest, "SELECT [v] FROM ks.t WHERE k = 5")

    on_engine(body)


def test_markers_stand_anywhere_in_a_select(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        cql = "SELECT m[?], v + (int) ?, m[? .. ?], floor(ts, ?) FROM ks.t WHERE k = ? AND c = ?"
        values = ("a", 10, "b", "b", (0, 1, 0), 1, 2)
        assert await session.rows(cql, *values) == [(1, 3, {"b": 2}, 1709164800000)]

    on_engine(body)


def test_markers_are_told_with_names_and_types(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        statement = parse("SELECT m[:key], abs((int) ?) FROM ks.t WHERE k = ?")
        plan = PLANNERS[type(statement)](statement, session.engine._catalog.layouts[session.table("t").id])
        found = [(marker.name, marker.type.text()) for marker in plan.markers.found]
        assert found[:2] == [("key", "text"), (None, "int")]
        assert isinstance(plan.markers.found[0], Marker)

    on_engine(body)


@pytest.mark.parametrize(
    ("column", "term", "values", "stored"),
    [
        ("v", "1 + 1 * 2 - -3", (), 6),
        ("v", "-(-5)", (), 5),
        ("v", "abs(null)", (), None),
        ("v", "5 + null", (), None),
        ("v", "(int) ? + (int) ?", (2, 3), 5),
        ("v", "CAST((double) 2.9 AS int)", (), 2),
        ("v", "from_json('\"12\"')", (), 12),
        ("v", "from_json('null')", (), None),
        ("d", "1.0 / 4", (), Decimal("0.25")),
        ("d", "(int) 1", (), None),
        ("t", "'a' + 'b'", (), "ab"),
        ("l", "[1, 1 + 1, abs(-3), ?]", (4,), [1, 2, 3, 4]),
        ("m", "{'a' + 'b': ?}", (1,), {"ab": 1}),
        ("m", "from_json('{\"x\": 5}')", (), {"x": 5}),
        ("s", "{?, 1 + 1}", (2,), {2}),
        ("u", "{street: ?, zip: 1 + 1}", ("q",), {"street": "q", "zip": 2}),
        ("ts", "to_timestamp(to_date('2024-01-02 05:00:00+0000')) - 1d", (), 1704067200000),
        ("ve", "[?, 1.5]", (0.5,), [0.5, 1.5]),
    ],
)
def test_term_is_stored(on_engine: OnEngine, column: str, term: str, values: tuple[Any, ...], stored: Any) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        cql = f"INSERT INTO ks.t (k, c, {column}) VALUES (7, 1, {term})"
        if (column, term) == ("d", "(int) 1"):
            await session.refused(InvalidRequest, cql)
            return
        await session.run(cql, *values)
        assert await session.column(f"SELECT {column} FROM ks.t WHERE k = 7") == [stored]

    on_engine(body)


@pytest.mark.parametrize(
    ("error", "column", "term", "values"),
    [
        (InvalidRequest, "v", "now()", ()),
        (InvalidRequest, "v", "(bigint) 1", ()),
        (InvalidRequest, "v", "(int) 'a'", ()),
        (InvalidRequest, "v", "max(5)", ()),
        (InvalidRequest, "v", "? + 1", (1,)),
        (InvalidRequest, "v", "CAST(5 AS int)", ()),
        (InvalidRequest, "v", "'a' + 'b'", ()),
        (InvalidRequest, "l", "[?, 1]", (None,)),
        (InvalidRequest, "l", "[?, 1]", (UNSET,)),
        (InvalidRequest, "l", "[?, 1]", ("x",)),
        (InvalidRequest, "u", "{nope: ?}", (1,)),
        (InvalidRequest, "ve", "[?]", (0.5,)),
        (FunctionFault, "v", "from_json('\"x\"')", ()),
        (FunctionFault, "v", "from_json('{')", ()),
        (FunctionFault, "v", "1 / 0", ()),
    ],
)
def test_term_is_refused(
    on_engine: OnEngine, error: type[EngineError], column: str, term: str, values: tuple[Any, ...]
) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        await session.refused(error, f"INSERT INTO ks.t (k, c, {column}) VALUES (7, 1, {term})", *values)
        assert await session.rows("SELECT k FROM ks.t WHERE k = 7") == []

    on_engine(body)


def test_write_times_are_told(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        await session.run(
            "INSERT INTO ks.t (k, c, v, m, s, u) VALUES (3, 1, 5, {'a': 1}, {1}, {zip: 1}) USING TIMESTAMP 10"
        )
        await session.run(
            "UPDATE ks.t USING TIMESTAMP 20 SET m['b'] = 2, u.street = 'x', s = s + {2} WHERE k = 3 AND c = 1"
        )
        await session.run("UPDATE ks.t USING TTL 1000 SET d = 1, m['c'] = 3 WHERE k = 3 AND c = 1")
        selectors = "writetime(v), writetime(m['b']), writetime(m['z']), writetime(s), writetime(s[2 ..]), writetime(u)"
        (row,) = await session.rows(
            f"SELECT {selectors}, writetime(u.zip), maxwritetime(u), ttl(v) FROM ks.t WHERE k = 3"
        )
        assert row == (10, 20, None, [10, 20], [20], [20, 10], 10, 20, None)
        found: list[Any] = await session.rows(
            "SELECT writetime(m['a' .. 'b']), ttl(m), ttl(d), maxwritetime(m) FROM ks.t WHERE k = 3"
        )
        ((m, left, of_d, greatest),) = found
        assert m == [10, 20]
        assert left[:2] == [None, None]
        assert 990 < left[2] <= 1000
        assert 990 < of_d <= 1000
        assert greatest > 20

    on_engine(body)


def test_select_json_is_one_column_of_text(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        answer = await session.run('SELECT JSON k, t AS "Abc", v + 1, m FROM ks.t')
        assert [(column.name, column.type.text()) for column in answer.columns] == [("[json]", "text")]
        assert answer.rows == [('{"k": 1, "\\"Abc\\"": "héllo", "v + 1": -6, "m": {"a": 1, "b": 2}}',)]
        assert await session.column("SELECT JSON count(*) FROM ks.t") == ['{"count": 1}']
        assert await session.column("SELECT JSON k, c FROM ks.t WHERE k = 8") == []

    on_engine(body)
