"""Conditions out of tokens."""

from cassette.cql import terms
from cassette.cql.conditions.nodes import (
    COMPARATORS,
    And,
    Choices,
    Comparator,
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
from cassette.cql.terms import Bind, Term, TupleTerm
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest

COMPARISON = "a comparison (= != < <= > >=)"


def parse(tokens: Tokens) -> Condition:
    """Read a condition: OR binds weaker than AND, parentheses bind first."""
    parts = [_conjunction(tokens)]
    while tokens.accept("OR"):
        parts.append(_conjunction(tokens))
    if len(parts) == 1:
        return parts[0]
    return Or(tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))


def parse_if(tokens: Tokens) -> tuple[Condition | None, bool]:
    """Read what may end an UPDATE or a DELETE: `IF EXISTS` (None, True) or `IF …` (the condition, False)."""
    if not tokens.accept("IF"):
        return None, False
    # EXISTS is no reserved word: a column may be called so
    if tokens.peek() == "EXISTS" and tokens.peek(1) not in {*COMPARATORS, "[", ".", "IN", "CONTAINS"}:
        tokens.accept("EXISTS")
        return None, True
    parts = [_test(tokens)]
    while tokens.accept("AND"):
        parts.append(_test(tokens))
    return (parts[0] if len(parts) == 1 else And(tuple(parts))), False


def _conjunction(tokens: Tokens) -> Condition:
    parts = [_relation(tokens)]
    while tokens.accept("AND"):
        parts.append(_relation(tokens))
    if len(parts) == 1:
        return parts[0]
    return And(tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))))


def _relation(tokens: Tokens) -> Condition:
    """Read one condition of a WHERE."""
    if tokens.accept("("):
        return _in_parentheses(tokens)
    if tokens.peek(1) == "(":
        return _function(tokens)
    column = tokens.name("the name of a column")
    if tokens.texts[tokens.at] in COMPARATORS:
        return Compare(column, _comparator(tokens), terms.parse(tokens))
    if tokens.accept("["):
        return _entry(tokens, column)
    if tokens.accept(":"):
        return Match(column, terms.parse(tokens))
    if tokens.accept("IS"):
        tokens.expect("NOT", "NULL")
        return IsNotNull(column)
    if tokens.accept("LIKE"):
        terms.parse(tokens)
        raise InvalidRequest(f"{column} LIKE … needs an index that answers it, and there is no such kind of index")
    return _membership(tokens, column, negated=tokens.accept("NOT"))


def _test(tokens: Tokens) -> Condition:
    """Read one condition of an IF."""
    column = tokens.name("the name of a column")
    if tokens.texts[tokens.at] in COMPARATORS:
        return Compare(column, _comparator(tokens), terms.parse(tokens))
    if tokens.accept("["):
        return _entry(tokens, column)
    if tokens.accept("."):
        field = tokens.name("the name of a field")
        if tokens.accept("IN"):
            return InField(column, field, _choices(tokens))
        return FieldCompare(column, field, _comparator(tokens), terms.parse(tokens))
    return _membership(tokens, column)


def _in_parentheses(tokens: Tokens) -> Condition:
    if tokens.at_name() and tokens.peek(1) in {",", ")"}:
        return _tuple(tokens)
    tokens.enter()
    condition = parse(tokens)
    tokens.expect(")")
    tokens.leave()
    return condition


def _tuple(tokens: Tokens) -> Condition:
    """Read a condition on several columns at once."""
    columns = _columns(tokens)
    if tokens.accept("IN"):
        return InTuple(columns, _tuples(tokens))
    return CompareTuple(columns, _comparator(tokens), _one_tuple(tokens))


def _tuples(tokens: Tokens) -> Choices:
    if tokens.texts[tokens.at] in {"?", ":"}:
        return _choices(tokens)
    tokens.expect("(")
    if tokens.accept(")"):
        return ()
    choices = [_one_tuple(tokens)]
    while tokens.accept(","):
        choices.append(_one_tuple(tokens))
    tokens.expect(")")
    return tuple(choices)


def _one_tuple(tokens: Tokens) -> Term:
    at = tokens.at
    term = terms.parse_simple(tokens)
    if not isinstance(term, TupleTerm | Bind):
        tokens.at = at
        raise tokens.fault("a tuple", "a marker")
    return term


def _columns(tokens: Tokens) -> tuple[str, ...]:
    columns = [tokens.name("the name of a column")]
    while tokens.accept(","):
        columns.append(tokens.name("the name of a column"))
    tokens.expect(")")
    return tuple(columns)


def _function(tokens: Tokens) -> Condition:
    """Read a condition that begins with a function: `token(…)` is the only one."""
    if tokens.accept("EXPR"):
        raise InvalidRequest("expr(…) is for indexes that read conditions of their own, and there is no such index")
    tokens.expect("TOKEN")
    tokens.expect("(")
    columns = _columns(tokens)
    return CompareToken(columns, _comparator(tokens), terms.parse(tokens))


def _entry(tokens: Tokens, column: str) -> Condition:
    """Read on behind `column[`."""
    key = terms.parse(tokens)
    tokens.expect("]")
    negated = tokens.accept("NOT")
    if tokens.accept("IN"):
        return InEntry(column, key, _choices(tokens), negated)
    if negated:
        raise tokens.fault()
    return Entry(column, key, _comparator(tokens), terms.parse(tokens))


def _comparator(tokens: Tokens) -> Comparator:
    comparator = COMPARATORS.get(tokens.texts[tokens.at])
    if comparator is None:
        raise tokens.fault(COMPARISON)
    tokens.at += 1
    return comparator


def _membership(tokens: Tokens, column: str, *, negated: bool = False) -> Condition:
    """Read IN, CONTAINS or CONTAINS KEY."""
    if tokens.accept("IN"):
        return In(column, _choices(tokens), negated)
    if tokens.accept("CONTAINS", "KEY"):
        return ContainsKey(column, terms.parse(tokens), negated)
    if tokens.accept("CONTAINS"):
        return Contains(column, terms.parse(tokens), negated)
    raise tokens.fault(*([] if negated else [COMPARISON]))


def _choices(tokens: Tokens) -> Choices:
    if tokens.texts[tokens.at] in {"?", ":"}:
        marker = terms.parse_simple(tokens)
        assert isinstance(marker, Bind)
        return marker
    tokens.expect("(")
    return terms.parse_many(tokens, ")")
