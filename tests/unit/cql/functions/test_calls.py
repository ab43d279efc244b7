"""What functions give, as Apache Cassandra 5.0 gives it."""

from decimal import Decimal
from math import inf, isnan, nan
from typing import Any
from uuid import UUID

import pytest
from tests.unit.cql.functions.test_functions import chosen, known

from cassette.cql.functions import Aggregate, Function, cast_function, choose_negation, choose_operation
from cassette.cql.types import Duration, parse_type
from cassette.errors import FunctionFault, InvalidRequest

HELLO = "héllo"


def call(name: str, types: list[str], *values: Any) -> Any:
    function = chosen(name, *(f"<{type_}>" for type_ in types))
    assert isinstance(function, Function)
    return function.call(*values)


def calculate(left_type: str, left: Any, sign: str, right_type: str, right: Any) -> Any:
    return choose_operation(sign, known(f"<{left_type}>"), known(f"<{right_type}>")).call(left, right)


@pytest.mark.parametrize(
    ("name", "types", "values", "result"),
    [
        ("abs", ["int"], (-7,), 7),
        ("abs", ["tinyint"], (-128,), -128),
        ("exp", ["int"], (3,), 20),
        ("exp", ["int"], (30,), 2147483647),
        ("exp", ["tinyint"], (10,), 10),
        ("exp", ["smallint"], (20,), 2187),
        ("exp", ["varint"], (3,), 20),
        ("exp", ["decimal"], (Decimal(1),), Decimal("2.7182818284590452353602874713527")),
        ("log", ["int"], (0,), -2147483648),
        ("log", ["int"], (-1,), 0),
        ("log", ["double"], (0.0,), -inf),
        ("log10", ["decimal"], (Decimal(100),), Decimal(2)),
        ("log10", ["varint"], (1000,), 3),
        ("round", ["double"], (-2.5,), -2.0),
        ("round", ["double"], (0.49999999999999994,), 0.0),
        ("round", ["double"], (1e300,), 9.223372036854775807e18),
        ("round", ["double"], (nan,), 0.0),
        ("round", ["float"], (2.5,), 3.0),
        ("round", ["decimal"], (Decimal("-2.5"),), Decimal(-3)),
        ("collection_avg", ["list<int>"], ([1, 2],), 1),
        ("collection_avg", ["list<decimal>"], ([Decimal(1), Decimal(2)],), Decimal(1)),
        ("collection_avg", ["list<varint>"], ([-7, 2],), -2),
        ("collection_sum", ["list<tinyint>"], ([100, 100],), -56),
        ("collection_sum", ["list<int>"], ([],), 0),
        ("collection_min", ["list<int>"], ([],), None),
        ("collection_max", ["set<text>"], ({"a", "b"},), "b"),
        ("map_values", ["map<int, text>"], ({2: "b", 1: "a"},), ["a", "b"]),
        ("similarity_cosine", ["vector<float, 2>"] * 2, ([1.0, 2.0], [1.0, 2.0]), 1.0),
        ("similarity_dot_product", ["vector<float, 2>"] * 2, ([1.0, 2.0], [3.0, 4.0]), 6.0),
        ("similarity_euclidean", ["vector<float, 2>"] * 2, ([1.0, 2.0], [1.0, 2.0]), 1.0),
        ("mask_default", ["text"], (HELLO,), "****"),
        ("mask_default", ["tuple<int, text>"], (None,), (0, "****")),
        ("mask_default", ["timeuuid"], (None,), UUID("13814000-1dd2-11b2-8080-808080808080")),
        ("mask_null", ["int"], (1,), None),
        ("mask_replace", ["int", "int"], (1, 8), 8),
        ("mask_inner", ["text", "int", "int"], (HELLO, 1, 1), "h***o"),
        ("mask_inner", ["text", "int", "int"], (HELLO, None, 1), "****o"),
        ("mask_inner", ["text", "int", "int"], (HELLO, -1, 1), "****o"),
        ("mask_inner", ["text", "int", "int"], (HELLO, 9, 9), HELLO),
        ("mask_outer", ["text", "int", "int", "text"], (HELLO, 1, 1, "#"), "#éll#"),
        ("mask_hash", ["int", "text"], (-7, "MD5"), bytes.fromhex("08447cc5a7949c49bee799971842ca0f")),
        ("to_date", ["timestamp"], (-1,), 0),
        ("to_date", ["timestamp"], (-259_199_999,), -3),
        ("to_date", ["timestamp"], (-259_198_999,), -2),
        ("to_date", ["timestamp"], (1709209800123,), 19782),
        ("to_timestamp", ["timeuuid"], (UUID("13814000-1dd2-11b2-8080-808080808080"),), 0),
        ("min_timeuuid", ["timestamp"], (1704067200000,), UUID("b4cc8000-a838-11ee-8080-808080808080")),
        ("max_timeuuid", ["timestamp"], (1704067200000,), UUID("b4cca70f-a838-11ee-7f7f-7f7f7f7f7f7f")),
        ("blob_as_inet", ["blob"], (b"\0\0\0\x05",), parse_type("inet").check("0.0.0.5")),
        ("floor", ["timestamp", "duration"], (1709209800123, Duration(1, 0, 0)), 1706745600000),
        ("floor", ["timestamp", "duration"], (1709209800123, Duration(1, 1, 0)), 1708387200000),
        ("floor", ["timestamp", "duration"], (1709209800123, Duration(0, 1, 3600 * 10**9)), 1709190000000),
        ("floor", ["time", "duration"], (3723500000000, Duration(0, 0, 420 * 10**9)), 3360000000000),
        ("floor", ["date", "duration", "date"], (19782, Duration(12, 0, 0), 19478), 19478),
    ],
)
def test_function_gives(name: str, types: list[str], values: tuple[Any, ...], result: Any) -> None:
    assert call(name, types, *values) == result


@pytest.mark.parametrize(
    ("name", "types", "values", "error"),
    [
        ("log", ["decimal"], (Decimal(0),), FunctionFault),
        ("blob_as_int", ["blob"], (b"\0",), InvalidRequest),
        ("blob_as_text", ["blob"], (b"\xff",), InvalidRequest),
        ("mask_hash", ["int", "text"], (1, "nope"), InvalidRequest),
        ("mask_inner", ["text", "int", "int", "text"], (HELLO, 1, 1, "##"), InvalidRequest),
        ("similarity_cosine", ["vector<float, 1>"] * 2, ([1.0], [0.0]), InvalidRequest),
        ("floor", ["timestamp", "duration"], (0, Duration(0, 0, 1)), InvalidRequest),
        ("floor", ["timestamp", "duration"], (0, Duration(0, -1, 0)), InvalidRequest),
        ("floor", ["timestamp", "duration", "timestamp"], (0, Duration(0, 1, 0), 1), InvalidRequest),
        ("floor", ["date", "duration"], (0, Duration(0, 0, 3600 * 10**9)), InvalidRequest),
        ("floor", ["time", "duration"], (0, Duration(0, 1, 0)), InvalidRequest),
        ("max_timeuuid", ["timestamp"], (1 << 62,), InvalidRequest),
        ("to_date", ["timestamp"], ((1 << 63) - 1,), InvalidRequest),
    ],
)
def test_function_fails(name: str, types: list[str], values: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        call(name, types, *values)


@pytest.mark.parametrize(
    ("left_type", "left", "sign", "right_type", "right", "result"),
    [
        ("int", 2147483647, "+", "int", 1, -2147483648),
        ("int", -7, "/", "int", 2, -3),
        ("int", -7, "%", "int", 3, -1),
        ("int", -2147483648, "/", "int", -1, -2147483648),
        ("varint", -7, "/", "varint", 2, -3),
        ("double", 2.5, "/", "int", 0, inf),
        ("double", -7.0, "%", "int", 3, -1.0),
        ("float", 1.25, "+", "int", -7, -5.75),
        ("decimal", Decimal(1), "/", "int", 3, Decimal("0.33333333333333333333333333333333")),
        ("decimal", Decimal(1000000), "/", "int", 3, Decimal("333333.33333333333333333333333333333333")),
        ("decimal", Decimal("10.50"), "/", "int", 3, Decimal("3.5")),
        ("decimal", Decimal("10.50"), "+", "double", 2.5, Decimal("13.00")),
        ("decimal", Decimal(0), "+", "bigint", 9007199254740993, Decimal("9007199254740992")),
        ("text", "a", "+", "ascii", "b", "ab"),
        ("date", 19782, "+", "duration", Duration(1, 0, 0), 19811),
        ("date", 19782, "-", "duration", Duration(12, 0, 0), 19416),
        ("timestamp", 0, "-", "duration", Duration(1, 1, 10**9), -32 * 86_400_000 - 1000),
    ],
)
def test_calculation_gives(left_type: str, left: Any, sign: str, right_type: str, right: Any, result: Any) -> None:
    assert calculate(left_type, left, sign, right_type, right) == result


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        ("100", "2.5", "0"),
        ("7", "10.55", "7"),
        ("-7.50", "2", "-1.50"),
        ("0.00", "3", "0.00"),
        ("10.10", "0.1", "0.00"),
        ("100", "30", "10"),
    ],
)
def test_remainder_of_decimals_is_written_as_java_does(left: str, right: str, text: str) -> None:
    assert str(calculate("decimal", Decimal(left), "%", "decimal", Decimal(right))) == text


def test_remainder_of_floats_by_zero_is_no_number() -> None:
    assert isnan(calculate("float", 1.25, "%", "int", 0))


@pytest.mark.parametrize(
    ("left_type", "left", "sign", "right_type", "right"),
    [
        ("int", 1, "/", "int", 0),
        ("decimal", Decimal(1), "/", "int", 0),
        ("decimal", Decimal(1), "%", "int", 0),
        ("decimal", Decimal("1E+99999999"), "/", "int", 3),
        ("decimal", Decimal("1E+99999999"), "%", "int", 3),
        ("decimal", Decimal(1), "+", "double", nan),
        ("date", 0, "+", "duration", Duration(0, 0, 1)),
        ("timestamp", 0, "+", "duration", Duration(0, 0, 1)),
        ("date", (1 << 31) - 1, "+", "duration", Duration(0, 1, 0)),
        ("timestamp", (1 << 63) - 1, "+", "duration", Duration(1, 0, 0)),
    ],
)
def test_calculation_fails(left_type: str, left: Any, sign: str, right_type: str, right: Any) -> None:
    with pytest.raises(FunctionFault):
        calculate(left_type, left, sign, right_type, right)


@pytest.mark.parametrize(
    ("type_", "value", "result"),
    [("int", 7, -7), ("tinyint", -128, -128), ("double", 1.5, -1.5), ("decimal", Decimal("1.50"), Decimal("-1.50"))],
)
def test_negation_gives(type_: str, value: Any, result: Any) -> None:
    assert choose_negation(known(f"<{type_}>")).call(value) == result


@pytest.mark.parametrize(
    ("source", "value", "target", "result"),
    [
        ("double", 1e30, "int", 2147483647),
        ("double", 1e30, "tinyint", -1),
        ("double", 300.7, "tinyint", 44),
        ("float", 1e30, "bigint", (1 << 63) - 1),
        ("double", -1.9, "int", -1),
        ("double", nan, "int", 0),
        ("double", 1e30, "varint", (1 << 63) - 1),
        ("decimal", Decimal("-1.9"), "int", -1),
        ("decimal", Decimal("1e30"), "bigint", 5076944270305263616),
        ("decimal", Decimal("1e30"), "varint", 5076944270305263616),
        ("varint", 300, "tinyint", 44),
        ("varint", 10**400, "double", inf),
        ("double", 1e30, "decimal", Decimal("1.0E+30")),
        ("bigint", 9007199254740993, "decimal", Decimal(9007199254740993)),
        ("double", 1e10, "text", "1.0E10"),
        ("double", 100.0, "text", "100.0"),
        ("decimal", Decimal("1E+10"), "text", "1E+10"),
        ("timestamp", 1709209800123, "text", "2024-02-29T12:30:00.123Z"),
        ("boolean", True, "ascii", "true"),
        ("ascii", "a", "text", "a"),
        ("date", 1, "timestamp", 86_400_000),
        ("timestamp", 1709209800123, "bigint", 1709209800123),
    ],
)
def test_cast_gives(source: str, value: Any, target: str, result: Any) -> None:
    function = cast_function(known(f"<{source}>"), parse_type(target))
    assert function is not None
    assert function.call(value) == result


def test_cast_to_its_own_type_is_nothing() -> None:
    assert cast_function(known("<int>"), parse_type("int")) is None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("<text>", "int"),
        ("<text>", "ascii"),
        ("<int>", "counter"),
        ("<blob>", "text"),
        ("<int>", "blob"),
        ("5", "text"),
    ],
)
def test_cast_that_is_none_is_refused(source: str, target: str) -> None:
    with pytest.raises(InvalidRequest):
        cast_function(known(source), parse_type(target))


@pytest.mark.parametrize(
    ("name", "type_", "values", "result"),
    [
        ("avg", "int", [1, 2, 2], 1),
        ("avg", "float", [1.0, 2.0], 1.5),
        ("avg", "double", [1.7e308, 1.7e308], 1.7e308),
        ("avg", "decimal", [], Decimal(0)),
        ("sum", "int", [2147483647, 1], -2147483648),
        ("sum", "double", [0.1] * 10, 1.0),
        ("sum", "double", [inf, 1.0], inf),
        ("sum", "decimal", [Decimal("1.10"), Decimal("2")], Decimal("3.10")),
        ("max", "text", ["a", "c", "b"], "c"),
        ("min", "timeuuid", [UUID(int=5 << 64 | 1 << 76), UUID(int=1 << 96 | 1 << 76)], UUID(int=1 << 96 | 1 << 76)),
        ("min", "int", [], None),
        ("count", "text", ["a", "a"], 2),
    ],
)
def test_aggregate_gives(name: str, type_: str, values: list[Any], result: Any) -> None:
    aggregate = chosen(name, f"<{type_}>")
    assert isinstance(aggregate, Aggregate)
    fold = aggregate.fold()
    for value in values:
        fold.add(value)
    assert fold.total() == result
