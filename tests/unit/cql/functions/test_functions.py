"""The table of functions, and the choice among those of one name."""

import time
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from cassette.cql import functions, terms
from cassette.cql.functions import FUNCTIONS, Aggregate, Callee, Function, Given, choose, choose_operation
from cassette.cql.functions.given import of_type
from cassette.cql.terms import BIND
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType, parse_type
from cassette.engines.embedded.plan.givens import Givens
from cassette.errors import InvalidRequest


def known(text: str) -> Given:
    """Read an argument: a value, or a type in angle brackets for a column of it."""
    if text.startswith("<"):
        return of_type(text, parse_type(text[1:-1]))
    return Givens(FUNCTIONS).of(terms.parse(Tokens(text)))


def chosen(name: str, *arguments: str, wanted: str | None = None) -> Callee:
    return choose(
        FUNCTIONS, None, name, [known(text) for text in arguments], None if wanted is None else parse_type(wanted)
    )


def simple(name: str) -> Function:
    (function,) = FUNCTIONS[name]
    assert isinstance(function, Function)
    return function


def test_now_is_later_every_time_and_close_to_the_clock() -> None:
    made: list[UUID] = [simple("now").call() for _ in range(1000)]
    assert all(one.time < other.time for one, other in pairwise(made))
    assert {(value.version, value.variant) for value in made} == {(1, "specified in RFC 4122")}
    assert abs((made[-1].time - 0x01B21DD213814000) / 1e7 - time.time()) < 5


def test_uuid_is_random() -> None:
    assert simple("uuid").call().version == 4
    assert simple("uuid").call() != simple("uuid").call()


def test_every_file_is_in_the_table() -> None:
    assert functions.__file__ is not None
    table = Path(functions.__file__)
    not_families = {"__init__", "arithmetic", "choice", "folds", "function", "given", "moving"}
    for file in table.parent.glob("*.py"):
        if file.stem not in not_families:
            assert file.stem in table.read_text(encoding="utf-8"), f"{file.stem} is in no table"


def test_old_names_mean_the_same() -> None:
    for name in ("currentdate", "intasblob", "blobasvarchar", "todate", "tojson", "mintimeuuid", "tounixtimestamp"):
        assert name in FUNCTIONS


@pytest.mark.parametrize(
    ("name", "arguments", "wanted", "result"),
    [
        ("abs", ["<int>"], None, "int"),
        ("abs", ["-5"], None, "int"),
        ("abs", ["-5000000000"], None, "bigint"),
        ("abs", ["null"], "int", "int"),
        ("to_date", ["'2024-01-01'"], None, "date"),
        ("to_date", ["<timeuuid>"], None, "date"),
        ("int_as_blob", ["5"], None, "blob"),
        ("varint_as_blob", ["<int>"], None, "blob"),
        ("blob_as_int", ["<int>"], None, "int"),
        ("max", ["<list<int>>"], None, "list<int>"),
        ("sum", ["<tinyint>"], None, "tinyint"),
        ("count", ["<text>"], None, "bigint"),
        ("map_keys", ["<frozen<map<text, int>>>"], None, "set<text>"),
        ("collection_sum", ["[1, 2]"], None, "int"),
        ("collection_max", ["{'a'}"], None, "ascii"),
        ("from_json", ["'[1]'"], "list<int>", "list<int>"),
        ("similarity_cosine", ["[1, 2]", "[3, 4]"], None, "float"),
        ("mask_default", ["'a'"], None, "ascii"),
        ("mask_hash", ["<int>", "'MD5'"], None, "blob"),
        ("floor", ["<timestamp>", "1h"], None, "timestamp"),
    ],
)
def test_function_is_chosen_by_its_arguments(name: str, arguments: list[str], wanted: str, result: str) -> None:
    assert chosen(name, *arguments, wanted=wanted).result == parse_type(result)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("no_such", [], "there is no function"),
        ("now", ["1"], "takes 0 arguments"),
        ("abs", ["<text>"], "no function of that name takes"),
        ("abs", ["null"], "more than one way"),
        ("abs", ["?"], "more than one way"),
        ("to_date", ["null"], "more than one way"),
        ("int_as_blob", ["<text>"], "not of type int"),
        ("bigint_as_blob", ["<int>"], "not of type bigint"),
        ("collection_count", ["{1: 2}"], "cannot tell the type"),
        ("collection_sum", ["['a']"], "takes numbers"),
        ("collection_min", ["<vector<float, 3>>"], "does not take"),
        ("map_keys", ["<list<int>>"], "does not take"),
        ("to_json", ["null"], "cannot tell the type"),
        ("from_json", ["'1'"], "a column says which type"),
        ("similarity_cosine", ["null", "null"], "how long"),
        ("similarity_cosine", ["[1, 2]", "[1]"], "one length"),
        ("similarity_cosine", ["[1, 2]", "<list<float>>"], "vectors of float"),
        ("mask_inner", ["<int>", "1", "1"], "takes text"),
        ("mask_inner", ["<text>", "1"], "does not take 2"),
        ("mask_replace", ["<int>", "'a'"], "not of type int"),
        ("sum", ["<boolean>"], "no function of that name takes"),
    ],
)
def test_call_that_fits_nothing_is_refused(name: str, arguments: list[str], said: str) -> None:
    with pytest.raises(InvalidRequest, match=said):
        chosen(name, *arguments)


def test_function_of_a_keyspace_without_functions_is_refused() -> None:
    assert isinstance(choose(FUNCTIONS, "system", "max", [known("<int>")]), Aggregate)
    with pytest.raises(InvalidRequest, match=r"no function ks\.max"):
        choose(FUNCTIONS, "ks", "max", [known("<int>")])


@pytest.mark.parametrize(
    ("left", "sign", "right", "wanted", "result"),
    [
        ("<tinyint>", "+", "<smallint>", None, "smallint"),
        ("<int>", "*", "<bigint>", None, "bigint"),
        ("<counter>", "+", "<int>", None, "bigint"),
        ("<int>", "/", "<float>", None, "float"),
        ("<bigint>", "-", "<float>", None, "double"),
        ("<varint>", "%", "<float>", None, "decimal"),
        ("<varint>", "+", "<bigint>", None, "varint"),
        ("<decimal>", "+", "<double>", None, "decimal"),
        ("1", "+", "1", None, "int"),
        ("1", "+", "1", "bigint", "bigint"),
        ("1", "+", "null", "int", "int"),
        ("<int>", "*", "2.5", None, "double"),
        ("<text>", "+", "'x'", None, "text"),
        ("<ascii>", "+", "<ascii>", None, "ascii"),
        ("<date>", "-", "1y", None, "date"),
        ("<timestamp>", "+", "1h", None, "timestamp"),
    ],
)
def test_calculation_has_the_wider_type(left: str, sign: str, right: str, wanted: str | None, result: str) -> None:
    type_: CqlType | None = None if wanted is None else parse_type(wanted)
    assert choose_operation(sign, known(left), known(right), type_).result == parse_type(result)


@pytest.mark.parametrize(
    ("left", "sign", "right"),
    [
        ("<text>", "+", "5"),
        ("<int>", "+", "null"),
        ("<int>", "+", "?"),
        ("1h", "+", "<timestamp>"),
        ("<time>", "+", "1h"),
        ("<timestamp>", "-", "<timestamp>"),
        ("<duration>", "+", "<duration>"),
    ],
)
def test_calculation_without_a_meaning_is_refused(left: str, sign: str, right: str) -> None:
    with pytest.raises(InvalidRequest):
        choose_operation(sign, known(left), known(right))


def test_long_calculation_is_read_in_good_time() -> None:
    long = "1" + " + 1" * 50
    assert known(long).exact == parse_type("int")
    assert known(BIND.text()).marks
