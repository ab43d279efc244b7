"""JSON as Cassandra writes it."""

from decimal import Decimal
from math import inf, nan
from typing import Any

import pytest

from cassette.cql.java_numbers import double_text, float_text, narrow
from cassette.cql.json_text import json_object, json_text, quoted, read_json
from cassette.cql.types import ScalarType, parse_type
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest

POINT = UserType("ks", "point", (("x", ScalarType("int")), ("Y", ScalarType("text"))))


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("int", None, "null"),
        ("text", 'a"b\\c/d\n\x1fé', '"a\\"b\\\\c/d\\n\\u001Fé"'),
        ("double", nan, "null"),
        ("double", 1e20, "1.0E20"),
        ("float", narrow(0.1), "0.1"),
        ("decimal", Decimal("1E+10"), "1E+10"),
        ("boolean", True, "true"),
        ("blob", b"\0\x05", '"0x0005"'),
        ("date", 19782, '"2024-02-29"'),
        ("timestamp", 1709209800123, '"2024-02-29 12:30:00.123Z"'),
        ("list<int>", [3, 1], "[3, 1]"),
        ("set<text>", {"b", "a"}, '["a", "b"]'),
        ("map<int, text>", {2: "y", 1: "x"}, '{"1": "x", "2": "y"}'),
        ("map<frozen<list<int>>, text>", {(1, 2): "x"}, '{"[1, 2]": "x"}'),
        ("tuple<int, text>", (1, None), "[1, null]"),
        ("vector<float, 2>", [1.0, 2.5], "[1.0, 2.5]"),
    ],
)
def test_value_is_written(type_: str, value: Any, text: str) -> None:
    assert json_text(parse_type(type_), value) == text


def test_user_type_is_written_with_its_names() -> None:
    assert json_text(POINT, {"x": 1, "Y": None}) == '{"x": 1, "\\"Y\\"": null}'


def test_names_that_are_not_lower_case_have_quotes_of_their_own() -> None:
    assert json_object([("a", "1"), ("A b", "2")]) == '{"a": 1, "\\"A b\\"": 2}'


def test_escapes_look_as_java_writes_them() -> None:
    assert quoted("\\\x0f\\u00ff") == '"\\\\\\u000F\\\\u00ff"'


@pytest.mark.parametrize("text", ["", "{", "[1,]", "'a'", "[" * 100_000, "1e"])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        read_json(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1e7, "1.0E7"),
        (9999999.0, "9999999.0"),
        (0.001, "0.001"),
        (0.00099, "9.9E-4"),
        (123456.789, "123456.789"),
        (-1.5e-300, "-1.5E-300"),
        (inf, "Infinity"),
        (-inf, "-Infinity"),
        (nan, "NaN"),
    ],
)
def test_double_is_written_as_java_does(value: float, text: str) -> None:
    assert double_text(value) == text


def test_float_has_the_fewest_digits() -> None:
    assert float_text(narrow(3.4028235e38)) == "3.4028235E38"
    assert float_text(narrow(1e-5)) == "1.0E-5"
    assert float_text(narrow(16777216.0)) == "1.6777216E7"
