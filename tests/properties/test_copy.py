"""COPY: what is written to a CSV file is read again as the same value; any other text is a value or refused."""

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.cql.strategies import typed_values, types

from cassette.cql.types import CqlType, parse_type
from cassette.errors import EngineError
from cassette.shell.commands.copy.dialect import Reader, Writer
from cassette.shell.commands.copy.options import Options
from cassette.shell.commands.copy.values import reader, writer

OPTIONS = st.sampled_from([Options(), Options(escape='"'), Options(delimiter="|", quote="'"), Options(delimiter="\t")])
LIKELY = st.text(alphabet="[]{}()'\",:\\ nul1.aé\n", max_size=20)


@settings(deadline=None, max_examples=400)
@given(typed_values, OPTIONS)
def test_value_survives_a_csv_file(typed: tuple[CqlType, Any], options: Options) -> None:
    type_, value = typed
    file = io.StringIO(newline="")
    Writer(file, options).rows([[writer(type_, options)(value), "x"]])
    file.seek(0)
    ((field, _),) = Reader(file, options)
    assert reader(type_, options)(field) == value


@settings(deadline=None, max_examples=300)
@given(types, LIKELY)
def test_any_text_is_a_value_or_refused(type_: CqlType, text: str) -> None:
    try:
        value = reader(type_, Options())(text)
    except EngineError:
        return
    assert type_.check(value) == value


@pytest.mark.parametrize(
    ("type_text", "text", "expected"),
    [
        ("set<text>", '{"a","it\'s", "b \\"c\\""}', {"a", 'b "c"', "it's"}),
        ("set<text>", '["a"]', {"a"}),
        ("set<text>", "{'it''s', ''}", {"", "it's"}),
        ("set<text>", "{it's, so}", {"it's", "so"}),
        ("list<text>", "[a, b c]", ["a", "b c"]),
        ("list<text>", "['a\\']", ["a\\"]),
        ("tuple<int, text, int>", "(1, 'a')", (1, "a", None)),
        ("tuple<int, text, int>", "(1, 'null', null)", (1, "null", None)),
        ("vector<float, 2>", "[1e-2, -3]", [0.009999999776482582, -3.0]),
        ("bigint", "1,234,567", 1234567),
        ("boolean", " TRUE", True),
        ("timestamp", "2024-02-29T12:30:00.000Z", 1709209800000),
        ("timestamp", "1709209800000", 1709209800000),
        ("frozen<list<frozen<set<int>>>>", "[{1, 2}, {}]", [{1, 2}, set()]),
    ],
)
def test_form_is_read(type_text: str, text: str, expected: object) -> None:
    assert reader(parse_type(type_text), Options())(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(r"a\nb", "a\nb"), (r"\\n", r"\n"), (r"\x1b\u00e9", "\x1bé"), ("\\", "\\"), ("plain", "plain"), (r"\q", "q")],
)
def test_escapes_in_texts_are_read_where_asked_for(text: str, expected: str) -> None:
    assert reader(parse_type("text"), Options(textescapes=True))(text) == expected
    assert reader(parse_type("text"), Options())(text) == text
    assert reader(parse_type("list<text>"), Options(textescapes=True))(f"['{text}']") == [expected]


@pytest.mark.parametrize(
    ("type_text", "text"),
    [
        ("int", "x"), ("int", "2147483648"), ("boolean", "1"), ("set<int>", "1, 2"), ("set<int>", "{1"),
        ("map<int, int>", "{1}"), ("tuple<int>", "(1, 2)"), ("vector<float, 2>", "[1]"), ("uuid", "123"),
        ("blob", "xyz"), ("list<int>", "[1,,2]"), ("ascii", "é"),
    ],
)  # fmt: skip
def test_form_is_refused(type_text: str, text: str) -> None:
    with pytest.raises(EngineError):
        reader(parse_type(type_text), Options())(text)
