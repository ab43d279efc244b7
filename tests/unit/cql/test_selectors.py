import pytest

from cassette.cql import selectors
from cassette.cql.parser import parse
from cassette.cql.selectors import (
    Call,
    Column,
    CountRows,
    Element,
    Field,
    ListSelector,
    MapSelector,
    Selector,
    SelectorNegation,
    SelectorOperation,
    SetSelector,
    Slice,
    TupleSelector,
    TypedSelector,
    Value,
)
from cassette.cql.statements.select import Select
from cassette.cql.terms import (
    BIND,
    Constant,
    ConstantKind,
    ListTerm,
    MapTerm,
    Negation,
    Operation,
    TupleTerm,
    TypedTerm,
)
from cassette.cql.tokens import Tokens
from cassette.cql.types import ListType, ScalarType
from cassette.errors import SyntaxFault

A, B = Column("a"), Column("b")
INT = ScalarType("int")
ONE = Constant(ConstantKind.INTEGER, "1")


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("a.b", Field(A, "b")),
        ("a.b(1)", Call("b", (Value(ONE),), "a")),
        ("a[1].b[?]", Element(Field(Element(A, ONE), "b"), BIND)),
        ("a[1..]", Slice(A, ONE)),
        ("a[..?]", Slice(A, None, BIND)),
        ("(a)[1]", Element(TupleSelector((A,)), ONE)),
        ("count(1)", CountRows()),
        ("count(a)", Call("count", (A,))),
        ("writetime(a[1])", Call("writetime", (Element(A, ONE),))),
        ("a - 1", SelectorOperation("-", A, Value(ONE))),
        ("a -1", SelectorOperation("-", A, Value(ONE))),
        ("-a[1]", SelectorNegation(Element(A, ONE))),
        ("(a) - b", SelectorOperation("-", TupleSelector((A,)), B)),
        ("(int) a", TypedSelector(INT, A)),
        ("(int) - a", SelectorOperation("-", TupleSelector((Column("int"),)), A)),
        ("(int) -1", Value(TypedTerm(INT, Constant(ConstantKind.INTEGER, "-1")))),
        ("(list<int>)[a]", TypedSelector(ListType(INT), ListSelector((A,)))),
        ("(list<int>)[1]", Value(TypedTerm(ListType(INT), ListTerm((ONE,))))),
        ("{a, 1}", SetSelector((A, Value(ONE)))),
        ("{a: 1}", MapSelector(((A, Value(ONE)),))),
        ("{1: ?}", Value(MapTerm(((ONE, BIND),)))),
        ("1 + ?", Value(Operation("+", ONE, BIND))),
        ("-(1)", Value(Negation(TupleTerm((ONE,))))),
    ],
)
def test_selector_becomes_data(text: str, selector: Selector) -> None:
    assert selectors.parse(Tokens(text)) == selector
    assert selectors.parse(Tokens(selector.text())) == selector


@pytest.mark.parametrize(
    "text",
    ["", "a[]", "a[..]", "a.", "1 +", "(a", "writetime()", "ttl(1)", "ttl(a, b)", "CAST(a AS list<int>)", "from"],
)
def test_what_is_no_selector_is_refused(text: str) -> None:
    with pytest.raises(SyntaxFault):
        selectors.parse(Tokens(text))


@pytest.mark.parametrize(
    ("listed", "json", "distinct", "first"),
    [
        ("json", False, False, "json"),
        ("json, a", False, False, "json"),
        ("json AS a", False, False, "json"),
        ("json.a", False, False, "json.a"),
        ("json * 2", False, False, "json * 2"),
        ("json a", True, False, "a"),
        ("json json", True, False, "json"),
        ("json AS AS b", True, False, "AS"),
        ("json ['a']", True, False, "['a']"),
        ("json distinct a", True, True, "a"),
        ("json distinct", True, False, "distinct"),
        ("distinct a", False, True, "a"),
        ("distinct", False, False, "distinct"),
        ('"json"[1]', False, False, "json[1]"),
    ],
)
def test_json_and_distinct_are_modes_or_columns(listed: str, json: bool, distinct: bool, first: str) -> None:
    statement = parse(f"SELECT {listed} FROM t")
    assert isinstance(statement, Select)
    assert (statement.json, statement.distinct) == (json, distinct)
    assert statement.selections[0].selector == selectors.parse(Tokens(first))
    assert parse(statement.text()) == statement
