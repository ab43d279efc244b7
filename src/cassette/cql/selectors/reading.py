"""Selectors out of tokens.

What is made of constants and markers only is one `Value`, so that nobody after the parser has to put it
together again; a column or a function in it makes it a selector of its parts.
"""

from collections.abc import Callable

from cassette.cql import terms, types
from cassette.cql.selectors.nodes import (
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
    OPERATORS,
    ListTerm,
    MapTerm,
    Negation,
    Operation,
    SetTerm,
    Term,
    TupleTerm,
    TypedTerm,
    function_name,
    is_constant,
)
from cassette.cql.tokens import Tokens, is_word

OF_CELLS = frozenset({"MAXWRITETIME", "TTL", "WRITETIME"})
"""Functions that ask how a column was written, not what stands in it."""
SEPARATORS = frozenset({",", "FROM", "from"})
"""What follows most selectors."""
BEHIND_COLUMN = frozenset({*OPERATORS, "", ",", ")", "]", "}", ":", ".", "[", "AS", "FROM"})
"""What may follow a column in parentheses, so that no type stands in these."""


def parse_many(tokens: Tokens) -> tuple[Selection, ...]:
    """Read a list of selections; `*` is none of them."""
    if tokens.accept("*"):
        return ()
    selections = [_selection(tokens)]
    while tokens.texts[tokens.at] == ",":
        tokens.at += 1
        selections.append(_selection(tokens))
    tokens.accept(",")  # for the error: it could have gone on
    return tuple(selections)


def _selection(tokens: Tokens) -> Selection:
    """Read a selector, and the name it gets."""
    selector = parse(tokens)
    if tokens.texts[tokens.at] not in SEPARATORS and tokens.accept("AS"):
        return Selection(selector, tokens.name("a name for the column"))
    return Selection(selector)


def parse(tokens: Tokens) -> Selector:
    """Read a selector, or a calculation with selectors."""
    selector = _group(tokens)
    return _calculation(tokens, selector) if tokens.texts[tokens.at] in OPERATORS else selector


def _calculation(tokens: Tokens, first: Selector) -> Selector:
    """Read on behind a calculation's first selector: a sum of products."""
    depth = tokens.depth
    left = _product(tokens, first)
    while (sign := tokens.texts[tokens.at]) in ADDITIVE:
        tokens.at += 1
        tokens.enter()
        left = _operation(sign, left, _product(tokens, _group(tokens)))
    tokens.depth = depth
    return left


def _product(tokens: Tokens, left: Selector) -> Selector:
    while (sign := tokens.texts[tokens.at]) in OPERATORS and sign not in ADDITIVE:
        tokens.at += 1
        tokens.enter()
        left = _operation(sign, left, _group(tokens))
    return left


def _operation(sign: str, left: Selector, right: Selector) -> Selector:
    if isinstance(left, Value) and isinstance(right, Value):
        return Value(Operation(OPERATORS[sign], left.term, right.term))
    return SelectorOperation(OPERATORS[sign], left, right)


def _group(tokens: Tokens) -> Selector:
    """Read a selector with what is taken out of it: `m['a']`, `u.street`."""
    selector = READERS.get(tokens.texts[tokens.at][:1], _name)(tokens)
    if tokens.texts[tokens.at] not in {"[", "."}:
        return selector
    depth = tokens.depth
    while (sign := tokens.texts[tokens.at]) in {"[", "."}:
        tokens.at += 1
        tokens.enter()
        selector = _element(tokens, selector) if sign == "[" else Field(selector, tokens.name("the name of a field"))
    tokens.depth = depth
    return selector


def _element(tokens: Tokens, of: Selector) -> Selector:
    start = None if tokens.texts[tokens.at] == ".." else terms.parse(tokens)
    if start is not None and tokens.accept("]"):
        return Element(of, start)
    tokens.expect("..")
    end = None if start is not None and tokens.texts[tokens.at] == "]" else terms.parse(tokens)
    tokens.expect("]")
    return Slice(of, start, end)


def _name(tokens: Tokens) -> Selector:
    """Read a column or a function."""
    following = tokens.texts[tokens.at + 1]
    if following == "(":
        return _function(tokens)
    if following == "." and tokens.texts[tokens.at + 3] == "(":
        keyspace = tokens.name("the name of a keyspace")
        tokens.expect(".")
        return _call(tokens, keyspace)
    token = tokens.texts[tokens.at]
    if is_constant(token):
        return Value(terms.parse_simple(tokens))
    return Column(tokens.name("the name of a column"))


def _function(tokens: Tokens) -> Selector:
    """Read `count(*)`, which may be written `count(1)`, a cast, or another function."""
    word = tokens.peek()
    if word == "COUNT" and (tokens.peek(2) == "*" or tokens.peek(2).isdigit()) and tokens.peek(3) == ")":
        tokens.at += 4
        return CountRows()
    if word in OF_CELLS:
        return _of_cells(tokens, word.lower())
    return _cast(tokens) if word == "CAST" else _call(tokens, None)


def _of_cells(tokens: Tokens, name: str) -> Selector:
    """Read a function of one column, or of a part of it."""
    tokens.at += 2
    at = tokens.at
    of = _group(tokens)
    inner = of
    while isinstance(inner, Element | Field | Slice):
        inner = inner.of
    if not isinstance(inner, Column):
        tokens.at = at
        raise tokens.fault("the name of a column")
    tokens.expect(")")
    return Call(name, (of,))


def _call(tokens: Tokens, keyspace: str | None) -> Selector:
    name = function_name(tokens)
    tokens.expect("(")
    return Call(name, _list_of(tokens, ")", may_be_empty=True), keyspace)


def _cast(tokens: Tokens) -> Selector:
    tokens.expect("CAST", "(")
    tokens.enter()
    of = parse(tokens)
    tokens.expect("AS")
    type_ = types.parse_scalar(tokens)
    tokens.expect(")")
    tokens.leave()
    return Cast(of, type_)


def _list_of(tokens: Tokens, close: str, *, may_be_empty: bool = False) -> tuple[Selector, ...]:
    """Read selectors up to the closing sign, and the sign."""
    tokens.enter()
    selectors = []
    if not (may_be_empty and tokens.texts[tokens.at] == close):
        selectors.append(parse(tokens))
        while tokens.accept(","):
            selectors.append(parse(tokens))
    tokens.expect(close)
    tokens.leave()
    return tuple(selectors)


def _value(tokens: Tokens) -> Selector:
    return Value(terms.parse_simple(tokens))


def _negative(tokens: Tokens) -> Selector:
    """Read a number with its sign, or a negation."""
    following = tokens.texts[tokens.at + 1]
    if following[:1].isdigit() or (following[:1].isalpha() and is_constant(following)):
        return _value(tokens)
    tokens.at += 1
    tokens.enter()
    of = _group(tokens)
    tokens.leave()
    return Value(Negation(of.term)) if isinstance(of, Value) else SelectorNegation(of)


def _list(tokens: Tokens) -> Selector:
    tokens.at += 1
    items = _list_of(tokens, "]", may_be_empty=True)
    values = _values(items)
    return ListSelector(items) if values is None else Value(ListTerm(values))


def _parentheses(tokens: Tokens) -> Selector:
    """Read a tuple, a selector in parentheses, or a selector with its type before it."""
    tokens.at += 1
    if _at_type(tokens):
        type_ = types.parse(tokens)
        tokens.expect(")")
        tokens.enter()
        at = tokens.at
        of = _group(tokens)
        tokens.leave()
        if isinstance(of, SelectorNegation) or (isinstance(of, Value) and isinstance(of.term, Negation)):
            tokens.at = at
            raise tokens.fault("a selector")
        return Value(TypedTerm(type_, of.term)) if isinstance(of, Value) else TypedSelector(type_, of)
    items = _list_of(tokens, ")")
    values = _values(items)
    return TupleSelector(items) if values is None else Value(TupleTerm(values))


def _at_type(tokens: Tokens) -> bool:
    """Tell whether a type stands between these parentheses, and no column.

    `(a)['k']`, `(a) - b` and even `(int) - b` are about a column, `(int) -5` about a type; behind the name
    of a user type there has to be something that no column is followed by.
    """
    token, following = tokens.texts[tokens.at], tokens.texts[tokens.at + 1]
    if following == "<":
        return is_word(token)
    close = tokens.at + (3 if following == "." else 1)
    if tokens.texts[close] != ")" or not tokens.at_name():
        return False
    after, number = tokens.texts[close + 1].upper(), tokens.texts[close + 2]
    if following == "." or (token.lower() not in types.TYPES and token.lower() not in types.ALIASES):
        return after not in BEHIND_COLUMN
    if after == "-":
        return number[:1].isdigit() or is_constant(number)
    return after in {"[", ":"} or after not in BEHIND_COLUMN


def _braces(tokens: Tokens) -> Selector:
    """Read a set or a map; a map's keys may be meant as the fields of a user type."""
    tokens.at += 1
    if tokens.accept("}"):
        return Value(SetTerm(()))
    tokens.enter()
    first = parse(tokens)
    selector = _map(tokens, first) if tokens.accept(":") else _set(tokens, first)
    tokens.expect("}")
    tokens.leave()
    return selector


def _map(tokens: Tokens, first: Selector) -> Selector:
    entries = [(first, parse(tokens))]
    while tokens.accept(","):
        key = parse(tokens)
        tokens.expect(":")
        entries.append((key, parse(tokens)))
    keys, values = _values(tuple(key for key, _ in entries)), _values(tuple(value for _, value in entries))
    if keys is None or values is None:
        return MapSelector(tuple(entries))
    return Value(MapTerm(tuple(zip(keys, values, strict=True))))


def _set(tokens: Tokens, first: Selector) -> Selector:
    items = [first]
    while tokens.accept(","):
        items.append(parse(tokens))
    values = _values(tuple(items))
    return SetSelector(tuple(items)) if values is None else Value(SetTerm(values))


def _values(selectors: tuple[Selector, ...]) -> tuple[Term, ...] | None:
    """Give the terms of selectors that are values all, else None."""
    values = tuple(selector.term for selector in selectors if isinstance(selector, Value))
    return values if len(values) == len(selectors) else None


READERS: dict[str, Callable[[Tokens], Selector]] = {
    "$": _value,
    "'": _value,
    "(": _parentheses,
    "-": _negative,
    ":": _value,
    "?": _value,
    "[": _list,
    "{": _braces,
    **dict.fromkeys("0123456789", _value),
}
