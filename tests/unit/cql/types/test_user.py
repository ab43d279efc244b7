from typing import Any

import pytest

from cassette.cql import terms
from cassette.cql.terms import SetTerm, Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import (
    CqlType,
    FrozenType,
    ListType,
    MapType,
    NamedType,
    ScalarType,
    SetType,
    UserType,
    check_column_type,
    parse_type,
    resolve,
    schema_text,
)
from cassette.cql.types.user import uses
from cassette.errors import InvalidRequest, SyntaxFault

INT, TEXT = ScalarType("int"), ScalarType("text")
ADDRESS = UserType("ks", "address", (("street", TEXT), ("zip", INT), ("Notes", FrozenType(ListType(TEXT)))))
HOME = {"street": "Main", "zip": 8000, "Notes": None}
TYPES = {"address": ADDRESS, "person": UserType("ks", "person", (("home", FrozenType(ADDRESS)),))}


def term(text: str) -> Term:
    return terms.parse(Tokens(text))


def looked_up(named: NamedType) -> CqlType:
    return TYPES[named.name]


def test_a_value_has_every_field_in_order() -> None:
    assert list(ADDRESS.check({"zip": 8000, "street": "Main"}).items()) == list(HOME.items())
    assert ADDRESS.check(tuple(HOME.items())) == HOME
    assert ADDRESS.check({}) == dict.fromkeys(HOME)


@pytest.mark.parametrize("value", [HOME, {**HOME, "Notes": ["a", "b"]}, dict.fromkeys(HOME)])
def test_values_come_back_from_every_shape(value: dict[str, Any]) -> None:
    assert ADDRESS.decode(ADDRESS.encode(value)) == value
    assert ADDRESS.from_term(ADDRESS.to_term(value)) == value
    assert ADDRESS.from_term(term(ADDRESS.to_term(value).text())) == value
    assert ADDRESS.from_json(ADDRESS.to_json(value)) == value


def test_bytes_are_those_of_the_native_protocol() -> None:
    assert ADDRESS.encode(HOME) == b"\0\0\0\4Main\0\0\0\4\0\0\x1f\x40\xff\xff\xff\xff"
    # what was written before a field was added
    assert ADDRESS.decode(b"\0\0\0\4Main") == {"street": "Main", "zip": None, "Notes": None}


def test_json_quotes_names_with_capitals() -> None:
    assert ADDRESS.to_json(HOME) == {"street": "Main", "zip": 8000, '"Notes"': None}
    assert ADDRESS.from_json({"STREET": "Main", "zip": "8000"}) == HOME


def test_order_is_field_by_field_with_null_first() -> None:
    values = [{"zip": 1}, {"street": "a"}, {"street": "a", "zip": 2}, {"street": "b"}]
    keys = [ADDRESS.key(ADDRESS.check(value)) for value in values]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("literal", "names"),
    [("{street: 'Main', nosuch: 1}", "nosuch"), ("{zip: 'x'}", "int")],
)
def test_literals_that_do_not_fit_are_refused(literal: str, names: str) -> None:
    with pytest.raises(InvalidRequest, match=names):
        ADDRESS.from_term(term(literal))


@pytest.mark.parametrize("value", ["x", 5, ["a"], {"nosuch": 1}, {"zip": "x"}])
def test_values_that_do_not_fit_are_refused(value: Any) -> None:
    with pytest.raises(InvalidRequest):
        ADDRESS.check(value)
    with pytest.raises(InvalidRequest):
        ADDRESS.from_json(value)


@pytest.mark.parametrize("data", [b"\0", b"\0\0\0\x09x", ADDRESS.encode(HOME) + b"\0\0\0\0"])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidRequest):
        ADDRESS.decode(data)


def test_an_empty_set_is_no_value() -> None:
    with pytest.raises(InvalidRequest):
        ADDRESS.from_term(SetTerm(()))


def test_a_value_can_be_in_a_set_and_a_key_of_a_map() -> None:
    inside = FrozenType(ADDRESS)
    assert len(SetType(inside).check([HOME, dict(HOME)])) == 1
    made = MapType(inside, INT).check({tuple(HOME.items()): 1})
    assert MapType(inside, INT).decode(MapType(inside, INT).encode(made)) == made


@pytest.mark.parametrize("text", ["address", "ks.address", '"int"', '"Ks"."list"', 'frozen<list<frozen<"A b">>>'])
def test_names_are_read_and_printed(text: str) -> None:
    assert parse_type(text).text() == text


def test_names_become_types() -> None:
    written = parse_type("map<text, frozen<tuple<vector<person, 2>, set<address>>>>")
    found = resolve(written, looked_up)
    assert "NamedType" not in repr(found)
    assert uses(found, "address")
    assert uses(found, "person")
    assert uses(written, "person")
    assert not uses(found, "nosuch")
    assert resolve(parse_type("frozen<list<address>>"), looked_up) == FrozenType(ListType(ADDRESS))


def test_column_types_with_user_types_in_them() -> None:
    loose = UserType("ks", "loose", (("items", ListType(INT)),))
    check_column_type(ADDRESS)
    check_column_type(FrozenType(loose))
    for refused in (NamedType(None, "nosuch"), ListType(ADDRESS), loose, FrozenType(INT)):
        with pytest.raises(InvalidRequest):
            check_column_type(refused)


@pytest.mark.parametrize("text", ["frozen<int>", "frozen<varchar>"])
def test_scalars_cannot_be_frozen(text: str) -> None:
    with pytest.raises(SyntaxFault):
        parse_type(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("list<int>", "list<int>"),
        ("frozen<list<list<int>>>", "frozen<list<frozen<list<int>>>>"),
        ("frozen<frozen<list<int>>>", "frozen<list<int>>"),
        ("tuple<int, set<text>>", "frozen<tuple<int, frozen<set<text>>>>"),
        ("list<tuple<int, int>>", "list<frozen<tuple<int, int>>>"),
        ("tuple<address, map<text, address>>", "frozen<tuple<frozen<address>, frozen<map<text, frozen<address>>>>>"),
        ("frozen<vector<int, 2>>", "vector<int, 2>"),
        ("vector<address, 2>", "vector<address, 2>"),
        ("vector<frozen<address>, 2>", "vector<frozen<address>, 2>"),
        ("frozen<list<vector<list<int>, 2>>>", "frozen<list<vector<list<int>, 2>>>"),
        ("vector<tuple<int, list<int>>, 2>", "vector<frozen<tuple<int, frozen<list<int>>>>, 2>"),
    ],
)
def test_the_schema_shows_what_is_frozen(text: str, shown: str) -> None:
    assert schema_text(resolve(parse_type(text), looked_up)) == shown
