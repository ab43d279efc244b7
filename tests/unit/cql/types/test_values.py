"""Known values of every type: in Python, in the native protocol, as a literal, as JSON."""

import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cassette.cql import terms, types
from cassette.cql.terms import BIND, NULL, FunctionTerm
from cassette.cql.tokens import Tokens
from cassette.cql.types import TYPES, Duration, ScalarType, check_column_type, parse_type
from cassette.cql.types.cql_type import CqlType
from cassette.errors import InvalidRequest

U1 = UUID("123e4567-e89b-12d3-a456-426614174000")
KNOWN: list[tuple[str, Any, str, str, Any]] = [
    ("ascii", "it's", "69742773", "'it''s'", "it's"),
    ("bigint", -2, "fffffffffffffffe", "-2", -2),
    ("blob", b"\xca\xfe", "cafe", "0xcafe", "0xcafe"),
    ("blob", b"", "", "0x", "0x"),
    ("boolean", True, "01", "true", True),
    ("counter", 1, "0000000000000001", "1", 1),
    ("date", 0, "80000000", "'1970-01-01'", "1970-01-01"),
    ("date", -1, "7fffffff", "'1969-12-31'", "1969-12-31"),
    ("date", 19782, "80004d46", "'2024-02-29'", "2024-02-29"),
    ("decimal", Decimal("1.50"), "000000020096", "1.50", Decimal("1.50")),
    ("decimal", Decimal("-1E+3"), "fffffffdff", "-1E+3", Decimal("-1E+3")),
    ("decimal", Decimal(7), "0000000007", "7", Decimal(7)),
    ("double", 1.5, "3ff8000000000000", "1.5", 1.5),
    ("double", -math.inf, "fff0000000000000", "-Infinity", None),
    ("duration", Duration(1, 2, 3), "020406", "1mo2d3ns", "1mo2d3ns"),
    ("duration", Duration(-14, 0, 0), "1b0000", "-1y2mo", "-1y2mo"),
    ("duration", Duration(0, 0, 3_600_000_000_000), "0000fc068c61714000", "1h", "1h"),
    ("float", 0.5, "3f000000", "0.5", 0.5),
    ("float", 0.10000000149011612, "3dcccccd", "0.1", 0.1),
    ("inet", ip_address("127.0.0.1"), "7f000001", "'127.0.0.1'", "127.0.0.1"),
    ("inet", ip_address("::1"), "00000000000000000000000000000001", "'::1'", "0:0:0:0:0:0:0:1"),
    ("int", 2**31 - 1, "7fffffff", "2147483647", 2147483647),
    ("smallint", -32768, "8000", "-32768", -32768),
    ("text", "é", "c3a9", "'é'", "é"),
    ("text", "", "", "''", ""),
    ("time", 1, "0000000000000001", "'00:00:00.000000001'", "00:00:00.000000001"),
    ("timestamp", 0, "0000000000000000", "'1970-01-01 00:00:00.000+0000'", "1970-01-01 00:00:00.000Z"),
    ("timestamp", -1, "ffffffffffffffff", "'1969-12-31 23:59:59.999+0000'", "1969-12-31 23:59:59.999Z"),
    ("timestamp", 2**63 - 1, "7fffffffffffffff", "9223372036854775807", "+292278994-08-17 07:12:55.807Z"),
    ("timeuuid", U1, U1.hex, str(U1), str(U1)),
    ("tinyint", -1, "ff", "-1", -1),
    ("uuid", U1, U1.hex, str(U1), str(U1)),
    ("varint", -128, "80", "-128", -128),
    ("varint", 128, "0080", "128", 128),
    ("varint", 0, "00", "0", 0),
    ("list<int>", [1, 2], "0000000200000004000000010000000400000002", "[1, 2]", [1, 2]),
    ("set<text>", {"b", "a"}, "00000002000000016100000001" + "62", "{'a', 'b'}", ["a", "b"]),
    ("map<text, tinyint>", {"k": 5}, "00000001000000016b0000000105", "{'k': 5}", {"k": 5}),
    ("map<int, text>", {1: "x"}, "000000010000000400000001" + "0000000178", "{1: 'x'}", {"1": "x"}),
    (
        "map<frozen<list<decimal>>, text>",
        {(Decimal("1E+309"), Decimal(10**30)): "x"},
        "000000010000002200000002" + "00000005fffffecb01" + "0000001100000000" + f"{10**30:026x}" + "0000000178",
        "{[1E+309, 1000000000000000000000000000000]: 'x'}",
        {"[1E+309,1000000000000000000000000000000]": "x"},
    ),
    ("frozen<tuple<tinyint, text>>", (1, "a"), "00000001010000000161", "(1, 'a')", [1, "a"]),
    ("tuple<int, text>", (None, "a"), "ffffffff0000000161", "(null, 'a')", [None, "a"]),
    ("vector<float, 2>", [1.0, 2.0], "3f80000040000000", "[1.0, 2.0]", [1.0, 2.0]),
    ("vector<smallint, 2>", [1, 2], "020001020002", "[1, 2]", [1, 2]),
    ("vector<text, 1>", ["a"], "0161", "['a']", ["a"]),
]


def literal(text: str) -> terms.Term:
    return terms.parse(Tokens(text))


@pytest.mark.parametrize(("type_text", "value", "data", "cql", "json"), KNOWN)
def test_known_value_in_all_its_forms(type_text: str, value: Any, data: str, cql: str, json: Any) -> None:
    type_ = parse_type(type_text)
    assert type_.encode(value).hex() == data
    assert type_.decode(bytes.fromhex(data)) == value
    assert type_.to_term(value).text() == cql
    assert type_.from_term(literal(cql)) == value
    assert type_.to_json(value) == json
    assert json is None or type_.from_json(json) == value


@pytest.mark.parametrize(
    ("type_text", "cql", "value"),
    [
        ("timestamp", "'2024-02-29'", 1709164800000),
        ("timestamp", "'2024-02-29 12:30'", 1709209800000),
        ("timestamp", "'2024-2-29 12:30'", 1709209800000),
        ("timestamp", "'2024-02-30'", 1709164800000),
        ("timestamp", "'2024-02-28 24:00'", 1709164800000),
        ("timestamp", "'2024-02-29T12:30:01.5Z'", 1709209801500),
        ("timestamp", "'2024-02-29T12:30:01.123456+0130'", 1709204401123),
        ("timestamp", "'2024-02-29 12:30:00-01:00'", 1709213400000),
        ("timestamp", "1709164800000", 1709164800000),
        ("timestamp", "'-5'", -5),
        ("date", "2147483648", 0),
        ("time", "'8:12:54'", 29574000000000),
        ("time", "5", 5),
        ("decimal", "1e400", Decimal("1e400")),
        ("double", "5", 5.0),
        ("double", "NaN", math.nan),
        ("float", "1e39", math.inf),
        ("duration", "P1Y2M3DT4H5M6S", Duration(14, 3, 14706 * 10**9)),
        ("duration", "-P2W", Duration(0, -14, 0)),
        ("duration", "P0001-02-03T04:05:06", Duration(14, 3, 14706 * 10**9)),
        ("duration", "1H30M5us", Duration(0, 0, 5400 * 10**9 + 5000)),
        ("inet", "'::ffff:1.2.3.4'", ip_address("1.2.3.4")),
        ("map<int, int>", "{}", {}),
        ("vector<float, 2>", "[1, 2.5]", [1.0, 2.5]),
        ("tuple<int, int>", "(1)", (1, None)),
        ("int", "null", None),
        ("list<int>", "null", None),
    ],
)
def test_other_literals_of_a_value(type_text: str, cql: str, value: Any) -> None:
    read = parse_type(type_text).from_term(literal(cql))
    assert read == value or (math.isnan(read) and math.isnan(value))


@pytest.mark.parametrize(
    ("type_text", "given", "kept"),
    [
        ("timestamp", datetime(1970, 1, 2, tzinfo=UTC), 86_400_000),
        ("timestamp", datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), 0),
        ("timestamp", datetime(1969, 12, 31, 23, 59, 59, 999_500), -1),  # noqa: DTZ001
        ("date", date(1970, 1, 2), 1),
        ("time", time(0, 0, 1, 5), 1_000_005_000),
        ("decimal", 5, Decimal(5)),
        ("double", Decimal("0.5"), 0.5),
        ("inet", "::1", ip_address("::1")),
        ("inet", "127.1", ip_address("127.0.0.1")),
        ("inet", "1.2.3", ip_address("1.2.0.3")),
        ("inet", "16909060", ip_address("1.2.3.4")),
        ("inet", "08.1.1.1", ip_address("8.1.1.1")),
        ("blob", bytearray(b"a"), b"a"),
        ("set<int>", [2, 1, 2], {1, 2}),
        ("set<frozen<list<int>>>", [[1], (1,)], {(1,)}),
        ("map<frozen<set<int>>, int>", {frozenset({1}): 2}, {frozenset({1}): 2}),
        ("list<int>", (1, 2), [1, 2]),
    ],
)
def test_values_that_are_taken_as_well(type_text: str, given: Any, kept: Any) -> None:
    assert parse_type(type_text).check(given) == kept


@pytest.mark.parametrize(
    ("type_text", "value"),
    [
        ("tinyint", 128),
        ("int", 2**31),
        ("int", True),
        ("int", "5"),
        ("int", 5.0),
        ("int", None),
        ("ascii", "é"),
        ("text", "\ud800"),
        ("blob", "text"),
        ("boolean", 1),
        ("date", datetime(2024, 1, 1, tzinfo=UTC)),
        ("decimal", Decimal("NaN")),
        ("decimal", Decimal("1E+9999999999")),
        ("decimal", 1.5),
        pytest.param("varint", 10**5000, id="varint-huge"),
        pytest.param("tuple<int>", [10**5000, 1], id="tuple-huge"),
        ("double", "1.5"),
        ("duration", (1, -1, 0)),
        ("duration", (2**31, 0, 0)),
        ("time", 86_400 * 10**9),
        ("timestamp", 2**63),
        ("timeuuid", UUID("00000000-0000-4000-8000-000000000000")),
        ("uuid", str(U1)),
        ("inet", "no address"),
        ("list<int>", [None]),
        ("list<int>", "ab"),
        ("set<int>", {1: 2}),
        ("map<int, int>", [1]),
        ("map<int, int>", {1: None}),
        ("tuple<int>", (1, 2)),
        ("vector<float, 2>", [1.0]),
    ],
)
def test_values_that_do_not_fit_are_refused(type_text: str, value: Any) -> None:
    with pytest.raises(InvalidRequest) as error:
        parse_type(type_text).check(value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("type_text", "cql"),
    [
        ("int", "'5'"),
        ("int", "1.5"),
        ("int", "2147483648"),
        ("text", "5"),
        ("uuid", "'123e4567-e89b-12d3-a456-426614174000'"),
        ("timeuuid", "123e4567-e89b-42d3-a456-426614174000"),
        ("timestamp", "'2023-02-32'"),
        ("timestamp", "'2024-02-29 24:01'"),
        ("timestamp", "'2024-02-29 12:60'"),
        ("timestamp", "'999999999-01-01'"),
        ("date", "'2024-13-01'"),
        ("date", "4294967296"),
        ("time", "'24:00:00'"),
        ("duration", "99999999999999999999999h"),
        ("duration", "1d1y"),
        ("blob", "0xabc"),
        pytest.param("varint", "1" * 5000, id="varint-huge"),
        ("list<int>", "{1}"),
        ("set<int>", "[1]"),
        ("set<int>", "{1: 2}"),
        ("set<int>", "{null}"),
        ("map<int, int>", "{1}"),
        ("tuple<int>", "(1, 2)"),
        ("vector<float, 2>", "[1]"),
        ("int", "?"),
        ("list<int>", "[now()]"),
    ],
)
def test_literals_that_do_not_fit_are_refused(type_text: str, cql: str) -> None:
    with pytest.raises(InvalidRequest) as error:
        parse_type(type_text).from_term(literal(cql))
    assert len(str(error.value)) < 300


def test_markers_and_functions_in_a_literal_are_resolved() -> None:
    asked: list[tuple[terms.Term, CqlType]] = []

    def resolve(term: terms.Term, type_: CqlType) -> int:
        asked.append((term, type_))
        return 7

    assert parse_type("map<int, frozen<list<int>>>").from_term(literal("{?: [1, f()]}"), resolve) == {7: [1, 7]}
    assert asked == [(BIND, ScalarType("int")), (FunctionTerm("f"), ScalarType("int"))]


def test_vector_items_too_great_for_a_float_are_infinite() -> None:
    type_ = parse_type("vector<float, 2>")
    assert type_.decode(type_.encode([1e39, -1])) == [math.inf, -1.0]
    assert type_.decode(type_.encode([1e39, 0.5])) == [math.inf, 0.5]


def test_null_in_a_tuple_is_none() -> None:
    assert parse_type("tuple<int, int>").from_term(terms.TupleTerm((NULL,))) == (None, None)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_empty_bytes_are_null_or_nothing(name: str) -> None:
    nothing = {"ascii": "", "text": "", "blob": b""}
    assert ScalarType(name).decode(b"") == nothing.get(name)


@pytest.mark.parametrize(
    ("type_text", "in_order"),
    [
        ("int", [-5, 0, 3]),
        ("text", ["", "Z", "a", "aa", "é", "\uffff", "\U00010000"]),
        ("blob", [b"", b"\x00", b"\x7f", b"\x80", b"\xff\x00"]),
        ("boolean", [False, True]),
        ("decimal", [Decimal(-2), Decimal("-1.99"), Decimal(0), Decimal("1E-10"), Decimal("1E+10")]),
        ("double", [-math.inf, -1.0, -0.0, 0.0, 5e-324, 1.0, math.inf, math.nan]),
        ("inet", [ip_address("1::"), ip_address("1.2.3.4"), ip_address("127.0.0.1"), ip_address("fe80::1")]),
        # version 1 by time; the others by their bytes; versions first
        (
            "uuid",
            [
                UUID(int=0),
                UUID("ffffffff-0000-1000-8000-000000000000"),
                UUID("00000000-0001-1000-8000-000000000000"),
                UUID("00000000-0000-4000-8000-000000000000"),
                UUID("10000000-0000-4000-8000-000000000000"),
            ],
        ),
        # the clock first; then signed bytes: 0x80 comes before 0x00, and 0x00 before 0x7f
        (
            "timeuuid",
            [
                UUID("ffffffff-0000-1000-8000-000000000000"),
                UUID("00000000-0001-1000-8080-808080808080"),
                UUID("00000000-0001-1000-8000-000000000000"),
                UUID("00000000-0001-1000-807f-7f7f7f7f7f7f"),
                UUID("00000000-0001-1000-bf7f-7f7f7f7f7f7f"),
            ],
        ),
        ("list<int>", [[], [1], [1, 0], [2]]),
        ("set<int>", [set(), {1, 2}, {1, 3}, {2}]),
        ("map<int, int>", [{}, {1: 1}, {1: 1, 2: 0}, {1: 2}]),
        ("tuple<int, int>", [(None, 5), (1, None), (1, -1), (2, None)]),
        ("vector<float, 2>", [[-1.0, 5.0], [0.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_keys_order_known_values(type_text: str, in_order: list[Any]) -> None:
    key = parse_type(type_text).key
    assert sorted([*in_order[1:], in_order[0]], key=key) == in_order


@pytest.mark.parametrize(
    ("type_text", "printed"),
    [
        ("VARCHAR", "text"),
        ("frozen<map<text,list<int>>>", "frozen<map<text, list<int>>>"),
        ("vector< float , 5 >", "vector<float, 5>"),
        ("tuple<int,Text,Set<int>>", "tuple<int, text, set<int>>"),
    ],
)
def test_type_text_is_read(type_text: str, printed: str) -> None:
    assert parse_type(type_text).text() == printed


def test_multicell_is_what_is_not_frozen() -> None:
    assert [parse_type(text).multicell for text in ("list<int>", "frozen<list<int>>", "tuple<int>", "int")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "type_text",
    [
        "list<list<int>>",
        "map<int, set<int>>",
        "list<counter>",
        "set<duration>",
        "map<duration, int>",
        "vector<float, 0>",
    ],
)
def test_types_that_no_column_has_are_refused(type_text: str) -> None:
    with pytest.raises(InvalidRequest):
        check_column_type(parse_type(type_text))


@pytest.mark.parametrize(
    "type_text",
    ["list<frozen<list<int>>>", "frozen<list<list<int>>>", "tuple<list<int>>", "counter", "map<int, duration>"],
)
def test_types_that_a_column_can_have_pass(type_text: str) -> None:
    check_column_type(parse_type(type_text))


def test_every_scalar_has_its_own_file() -> None:
    folder = Path(types.__file__).parent
    assert all((folder / f"{name}.py").exists() and codec.name == name for name, codec in TYPES.items())
    assert {name for name, *_ in KNOWN} >= TYPES.keys()
