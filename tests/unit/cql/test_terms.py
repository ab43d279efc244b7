import pytest

from cassette.cql import terms
from cassette.cql.terms import (
    BIND,
    Bind,
    CastTerm,
    Constant,
    ConstantKind,
    FunctionTerm,
    MapTerm,
    Negation,
    Operation,
    SetTerm,
    Term,
    TupleTerm,
    TypedTerm,
    UserTerm,
)
from cassette.cql.tokens import DEPTH_LEVELS, Tokens
from cassette.cql.types import ListType, ScalarType
from cassette.errors import SyntaxFault

INT = ScalarType("int")


def number(value: int) -> Constant:
    return Constant(ConstantKind.INTEGER, str(value))


ONE, TWO, THREE = number(1), number(2), number(3)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("1 + 2 * 3", Operation("+", ONE, Operation("*", TWO, THREE))),
        ("1 - 2 - 3", Operation("-", Operation("-", ONE, TWO), THREE)),
        ("1 - (2 - 3)", Operation("-", ONE, TupleTerm((Operation("-", TWO, THREE),)))),
        ("1-2", Operation("-", ONE, TWO)),
        ("1+-2", Operation("+", ONE, number(-2))),
        ("- 1", number(-1)),
        ("-(1)", Negation(TupleTerm((ONE,)))),
        ("-? * 2", Operation("*", Negation(BIND), TWO)),
        ("- 0xca", Negation(Constant(ConstantKind.BLOB, "0xca"))),
        ("(int) 1 + 2", Operation("+", TypedTerm(INT, ONE), TWO)),
        ("(list<int>) :a", TypedTerm(ListType(INT), Bind("a"))),
        ("(1)", TupleTerm((ONE,))),
        ("(null)", TupleTerm((terms.NULL,))),
        ("CAST(1 AS int)", CastTerm(ONE, INT)),
        ('"cast"(1)', FunctionTerm("cast", (ONE,))),
        ("Ks.F()", FunctionTerm("f", (), "ks")),
        ("{}", SetTerm(())),
        ("{a: 1}", UserTerm((("a", ONE),))),
        ("{'a': 1}", MapTerm(((Constant(ConstantKind.TEXT, "a"), ONE),))),
        ("{:a: :b}", MapTerm(((Bind("a"), Bind("b")),))),
        ("{a(): 1}", MapTerm(((FunctionTerm("a"), ONE),))),
        ("{true: 1}", MapTerm(((Constant(ConstantKind.BOOLEAN, "true"), ONE),))),
    ],
)
def test_term_becomes_data(text: str, term: Term) -> None:
    assert terms.parse(Tokens(text)) == term
    assert terms.parse(Tokens(term.text())) == term


@pytest.mark.parametrize(
    "text", ["+1", "1 +", "1 + a", "(int)", "(int) - ?", "()", "a", "a.b", "{a: 1, 2}", "CAST(1 AS a.b)", ":5"]
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(SyntaxFault):
        terms.parse(Tokens(text))


def test_calculation_stands_in_parentheses_where_it_has_to() -> None:
    assert Operation("*", Operation("+", ONE, TWO), Operation("/", ONE, TWO)).text() == "(1 + 2) * (1 / 2)"
    assert Negation(Operation("+", ONE, TWO)).text() == "- (1 + 2)"
    assert TypedTerm(INT, Negation(BIND)).text() == "(int) (- ?)"


@pytest.mark.parametrize("unit", ["1 + ", "1 * ", "- ", "(int) ", "[", "(", "{", "f(", "{a: ", "CAST("])
def test_deep_terms_are_refused(unit: str) -> None:
    with pytest.raises(SyntaxFault, match=f"{DEPTH_LEVELS} levels deep"):
        terms.parse(Tokens(unit * (DEPTH_LEVELS + 2) + "1"))
