"""Strategies for the words inside statements: terms, conditions, selectors.

They give what the parser gives: where a tree cannot be written down without parentheses, these are there
as a tuple of one item.
"""

from typing import Any

from hypothesis import strategies as st

from cassette.cql.conditions import (
    And,
    Compare,
    CompareToken,
    CompareTuple,
    Condition,
    Contains,
    ContainsKey,
    Entry,
    FieldCompare,
    In,
    InEntry,
    InField,
    InTuple,
    IsNotNull,
    Match,
    Or,
)
from cassette.cql.names import TableName
from cassette.cql.selectors import (
    Call,
    Cast,
    Column,
    CountRows,
    Element,
    Field,
    ListSelector,
    MapSelector,
    Selection,
    Selector,
    SelectorNegation,
    SelectorOperation,
    SetSelector,
    Slice,
    TupleSelector,
    TypedSelector,
    Value,
)
from cassette.cql.terms import (
    ADDITIVE,
    BIND,
    NULL,
    OPERATORS,
    Bind,
    CastTerm,
    Constant,
    ConstantKind,
    FunctionTerm,
    ListTerm,
    MapTerm,
    Negation,
    Operation,
    SetTerm,
    Term,
    TupleTerm,
    TypedTerm,
    UserTerm,
)
from cassette.cql.types import TYPES, CqlType, FrozenType, ListType, MapType, ScalarType

TRICKY_NAMES = """
    as ann asc cast count distinct entries exists expr false in is json key keys like p1y primary select static token
    ttl values P1Y nan deadbeef e1 Mixed contains timestamp
"""

names = st.sampled_from(["a", "b", "query_dbl_values", 'a "quoted" one', *TRICKY_NAMES.split()]) | st.text(
    min_size=1, max_size=6
)
tables = st.builds(TableName, st.none() | names, names)
markers = st.just(BIND) | st.builds(Bind, names)
operators = st.sampled_from(sorted(OPERATORS))
signed_numbers = st.integers().map(lambda number: Constant(ConstantKind.INTEGER, str(number)))
texts = st.text(max_size=8).map(lambda text: Constant(ConstantKind.TEXT, text))
scalar_types = st.sampled_from(sorted(TYPES)).map(ScalarType)
hinted_types: st.SearchStrategy[CqlType] = st.one_of(
    scalar_types,
    st.builds(ListType, scalar_types),
    st.builds(MapType, scalar_types, scalar_types),
    st.builds(ListType, scalar_types).map(FrozenType),
)


def many(part: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(part, min_size=least, max_size=3).map(tuple)


# count(1) is count(*), and how cells were written is asked of columns only
functions = names.filter(lambda name: name not in {"count", "maxwritetime", "ttl", "writetime"})


def constants() -> st.SearchStrategy[Term]:
    spelled = {
        ConstantKind.BLOB: st.binary(max_size=4).map(lambda data: f"0x{data.hex()}") | st.just("0xabc"),
        ConstantKind.BOOLEAN: st.sampled_from(["true", "false"]),
        ConstantKind.DURATION: st.sampled_from(["1h", "-1y2mo3w4d5h6m7s8ms9us10ns", "P1Y2M", "-PT1S", "P2W", "12µs"]),
        ConstantKind.FLOAT: st.floats(allow_nan=False, allow_infinity=False).map(repr)
        | st.sampled_from(["1.", "1e5", "-0.0E-3", "NaN", "Infinity", "-Infinity"]),
        ConstantKind.UUID: st.uuids().map(str),
    }
    return st.one_of(
        texts,
        signed_numbers,
        st.just(NULL),
        *(st.builds(Constant, st.just(kind), spelling) for kind, spelling in spelled.items()),
    )


def _unsigned(term: Term) -> bool:
    """Tell whether a sign before a constant would become a part of it."""
    signs = (ConstantKind.DURATION, ConstantKind.FLOAT, ConstantKind.INTEGER)
    return isinstance(term, Constant) and term.kind in signs and not term.value.startswith("-")


def _fits(inner: Any, outer: str, *, right: bool) -> bool:
    """Tell whether a side of a calculation stands there without parentheses."""
    operator = getattr(inner, "operator", None)
    if operator is None:
        return True
    loose = operator in ADDITIVE
    return loose is (outer in ADDITIVE) and not right if loose or outer not in ADDITIVE else True


def _operation(operator: Any, left: Term, right: Term) -> Term:
    return Operation(
        operator,
        left if _fits(left, operator, right=False) else TupleTerm((left,)),
        right if _fits(right, operator, right=True) else TupleTerm((right,)),
    )


def _simple(term: Term) -> Term:
    return TupleTerm((term,)) if isinstance(term, Operation | Negation) else term


def _negation(term: Term) -> Term:
    return term if _unsigned(term) else Negation(TupleTerm((term,)) if isinstance(term, Operation) else term)


def _values_of(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """What is a value in the list of a SELECT, too, if its parts are."""
    return st.one_of(
        st.builds(ListTerm, many(inner, 0)),
        st.builds(SetTerm, many(inner, 0)),
        st.builds(TupleTerm, many(inner)),
        st.builds(MapTerm, many(st.tuples(inner, inner))),
        st.tuples(hinted_types, inner.map(_simple)).map(lambda parts: TypedTerm(*parts)),
        st.builds(_operation, operators, inner, inner),
        inner.map(_negation),
    )


def _terms_of(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        _values_of(inner),
        st.tuples(inner, scalar_types).map(lambda parts: CastTerm(*parts)),
        st.builds(FunctionTerm, names, many(inner, 0), st.none() | names),
        st.builds(UserTerm, many(st.tuples(names, inner))),
    )


terms: st.SearchStrategy[Term] = st.recursive(constants() | markers, _terms_of, max_leaves=6)
tuples = markers | st.builds(TupleTerm, many(terms))
choices = markers | many(terms, 0)
comparators = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
relations: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, names, comparators, terms),
    st.builds(CompareToken, many(names), comparators, terms),
    st.builds(CompareTuple, many(names), comparators, tuples),
    st.builds(Contains, names, terms, st.booleans()),
    st.builds(ContainsKey, names, terms, st.booleans()),
    st.builds(Entry, names, terms, comparators, terms),
    st.builds(In, names, choices, st.booleans()),
    st.builds(InEntry, names, terms, choices, st.booleans()),
    st.builds(InTuple, many(names), markers | many(tuples, 0)),
    st.builds(IsNotNull, names),
    st.builds(Match, names, terms),
)
tests: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, names, comparators, terms),
    st.builds(Contains, names, terms),
    st.builds(ContainsKey, names, terms),
    st.builds(Entry, names, terms, comparators, terms),
    st.builds(FieldCompare, names, names, comparators, terms),
    st.builds(In, names, choices),
    st.builds(InEntry, names, terms, choices),
    st.builds(InField, names, names, choices),
)


def _combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def of(kind: type[And] | type[Or]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner.filter(lambda part: not isinstance(part, kind)), min_size=2, max_size=3)
        return parts.map(lambda chosen: kind(tuple(chosen)))

    return of(And) | of(Or)


conditions: st.SearchStrategy[Condition] = st.recursive(relations, _combined, max_leaves=5)
ifs: st.SearchStrategy[tuple[Condition | None, bool]] = st.one_of(
    st.just((None, False)),
    st.just((None, True)),
    tests.map(lambda test: (test, False)),
    st.lists(tests, min_size=2, max_size=3).map(lambda chosen: (And(tuple(chosen)), False)),
)

values: st.SearchStrategy[Selector] = st.recursive(constants() | markers, _values_of, max_leaves=4).map(Value)


def _whole(selector: Selector) -> Selector:
    """Give what something can be taken out of."""
    kinds = (Call, Cast, Column, Element, Field, Slice, TupleSelector)
    return selector if isinstance(selector, kinds) else _in_parentheses(selector)


def _in_parentheses(selector: Selector) -> Selector:
    return TupleSelector((selector,)) if not isinstance(selector, Value) else Value(TupleTerm((selector.term,)))


def _operand(selector: Selector) -> Selector:
    inner = selector.term if isinstance(selector, Value) else selector
    return _in_parentheses(selector) if isinstance(inner, Operation | SelectorOperation) else selector


def _sum(operator: Any, left: Selector, right: Selector) -> Selector:
    sides = [side.term if isinstance(side, Value) else side for side in (left, right)]
    if isinstance(left, Value) and isinstance(right, Value):
        return Value(_operation(operator, left.term, right.term))
    return SelectorOperation(
        operator,
        left if _fits(sides[0], operator, right=False) else _in_parentheses(left),
        right if _fits(sides[1], operator, right=True) else _in_parentheses(right),
    )


def _negative(selector: Selector) -> Selector:
    return selector if isinstance(selector, Value) else SelectorNegation(_operand(selector))


def _typed(type_: CqlType, selector: Selector) -> Selector:
    if isinstance(selector, Value):
        return selector
    return TypedSelector(
        type_, _in_parentheses(selector) if isinstance(selector, SelectorNegation) else _operand(selector)
    )


def _collected(kind: Any, items: tuple[Selector, ...], column: str) -> Selector:
    """Put selectors together, a column with them: else they would be one Value."""
    selector: Selector = kind((Column(column), *items))
    return selector


column_parts: st.SearchStrategy[Selector] = names.map(Column)
cells = st.one_of(
    column_parts,
    st.builds(Element, column_parts, terms),
    st.builds(Field, column_parts, names),
    st.builds(Slice, column_parts, terms, terms),
)


def _selectors_of(inner: st.SearchStrategy[Selector]) -> st.SearchStrategy[Selector]:
    kinds = st.sampled_from([ListSelector, SetSelector, TupleSelector])
    entries = many(st.tuples(inner, inner), 0)
    first_entries = st.tuples(names.map(Column), inner)
    return st.one_of(
        st.builds(Call, functions, many(inner, 0), st.none() | names),
        st.builds(Call, st.sampled_from(["maxwritetime", "ttl", "writetime"]), st.tuples(cells)),
        st.tuples(inner, scalar_types).map(lambda parts: Cast(*parts)),
        st.builds(Element, inner.map(_whole), terms),
        st.builds(Field, inner.map(_whole), names),
        st.builds(MapSelector, st.builds(lambda first, others: (first, *others), first_entries, entries)),
        st.builds(Slice, inner.map(_whole), terms, st.none() | terms),
        st.builds(Slice, inner.map(_whole), st.none(), terms),
        st.builds(_collected, kinds, many(inner, 0), names),
        st.builds(_negative, inner),
        st.builds(_sum, operators, inner, inner),
        st.builds(_typed, hinted_types, inner),
    )


selectors: st.SearchStrategy[Selector] = st.recursive(
    names.map(Column) | st.just(CountRows()) | values, _selectors_of, max_leaves=5
)
selections = st.builds(Selection, selectors, st.none() | names)
