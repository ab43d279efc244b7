"""Terms out of tokens."""

from collections.abc import Callable

# types read terms and terms name types: the module is imported here, its parser looked up when it is needed
from cassette.cql import types
from cassette.cql.terms import constants
from cassette.cql.terms.constants import is_constant
from cassette.cql.terms.nodes import (
    ADDITIVE,
    BIND,
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
from cassette.cql.tokens import Tokens, is_word


def parse(tokens: Tokens, *, before_column: bool = False) -> Term:
    """Read a value, or a calculation with values. Raises SyntaxFault where none stands.

    `before_column` leaves the sign before a column's name unread, as in `list = [1] + list`.
    """
    term = parse_simple(tokens)
    return _calculation(tokens, term, before_column) if tokens.texts[tokens.at] in OPERATORS else term


def parse_simple(tokens: Tokens) -> Term:
    """Read a value and nothing that may follow it."""
    reader = READERS.get(tokens.texts[tokens.at][:1])
    if reader is None:
        raise tokens.fault("a value")
    return reader(tokens)


def parse_many(tokens: Tokens, close: str) -> tuple[Term, ...]:
    """Read values up to the closing sign, and the sign."""
    tokens.enter()
    terms = []
    if tokens.texts[tokens.at] != close:
        terms.append(parse(tokens))
        while tokens.texts[tokens.at] == ",":
            tokens.at += 1
            terms.append(parse(tokens))
        if tokens.texts[tokens.at] != close:
            tokens.accept(",")  # for the error: it could have gone on
    tokens.expect(close)
    tokens.leave()
    return tuple(terms)


def parse_number(tokens: Tokens, what: str) -> Term:
    """Read a whole number, or a marker for it; `what` says in an error what is wanted."""
    at = tokens.at
    term = parse_simple(tokens)
    if not isinstance(term, Bind) and not (isinstance(term, Constant) and term.kind is ConstantKind.INTEGER):
        tokens.at = at
        raise tokens.fault(what)
    return term


def _calculation(tokens: Tokens, first: Term, before_column: bool) -> Term:
    """Read on behind a calculation's first value: a sum of products."""
    depth = tokens.depth
    left = _product(tokens, first)
    while tokens.texts[tokens.at] in ADDITIVE and not (before_column and _before_name(tokens)):
        operator = OPERATORS[tokens.texts[tokens.at]]
        tokens.at += 1
        tokens.enter()
        left = Operation(operator, left, _product(tokens, parse_simple(tokens)))
    tokens.depth = depth
    return left


def _product(tokens: Tokens, left: Term) -> Term:
    while (sign := tokens.texts[tokens.at]) in OPERATORS and sign not in ADDITIVE:
        tokens.at += 1
        tokens.enter()
        left = Operation(OPERATORS[sign], left, parse_simple(tokens))
    return left


def _before_name(tokens: Tokens) -> bool:
    """Tell whether a column's name follows the next token, and no value."""
    token, following = tokens.texts[tokens.at + 1], tokens.texts[tokens.at + 2]
    is_name = token[:1] == '"' or token[:1].isalpha()
    return is_name and following not in {"(", "."} and not is_constant(token)


def _bind(tokens: Tokens) -> Term:
    tokens.at += 1
    tokens.mark(None)
    return BIND


def _named_bind(tokens: Tokens) -> Term:
    tokens.at += 1
    name = tokens.name("the name of a marker")
    tokens.mark(name)
    return Bind(name)


def _negative(tokens: Tokens) -> Term:
    """Read a number or a duration with its sign, or a negation."""
    tokens.at += 1
    constant = constants.parse_signed(tokens)
    if constant is not None:
        return constant
    tokens.enter()
    term = parse_simple(tokens)
    tokens.leave()
    return Negation(term)


def _list(tokens: Tokens) -> Term:
    tokens.at += 1
    return ListTerm(parse_many(tokens, "]"))


def _parentheses(tokens: Tokens) -> Term:
    """Read a tuple, or a value with its type before it."""
    tokens.at += 1
    if _at_type(tokens):
        type_ = types.parse(tokens)
        tokens.expect(")")
        tokens.enter()
        at = tokens.at
        term = parse_simple(tokens)
        tokens.leave()
        if isinstance(term, Negation):
            tokens.at = at
            raise tokens.fault("a value")
        return TypedTerm(type_, term)
    if tokens.texts[tokens.at] == ")":
        raise tokens.fault("a value")
    return TupleTerm(parse_many(tokens, ")"))


def _at_type(tokens: Tokens) -> bool:
    """Tell whether a type stands between these parentheses."""
    token, following = tokens.texts[tokens.at], tokens.texts[tokens.at + 1]
    if following == "." and tokens.texts[tokens.at + 3] == ")":
        return tokens.at_name()
    return following in {")", "<"} and (token[:1] == '"' or (is_word(token) and not is_constant(token)))


def _braces(tokens: Tokens) -> Term:
    """Read a set, a map or a value of a user type: the first colon tells, and what stands before it."""
    tokens.at += 1
    if tokens.accept("}"):
        return SetTerm(())
    tokens.enter()
    term = _fields(tokens) if _at_field(tokens) else _items(tokens)
    tokens.expect("}")
    tokens.leave()
    return term


def _items(tokens: Tokens) -> Term:
    first = parse(tokens)
    if tokens.texts[tokens.at] != ":":
        items = [first]
        while tokens.accept(","):
            items.append(parse(tokens))
        return SetTerm(tuple(items))
    tokens.at += 1
    entries = [(first, parse(tokens))]
    while tokens.accept(","):
        key = parse(tokens)
        tokens.expect(":")
        entries.append((key, parse(tokens)))
    return MapTerm(tuple(entries))


def _fields(tokens: Tokens) -> Term:
    fields = [_field(tokens)]
    while tokens.accept(","):
        fields.append(_field(tokens))
    return UserTerm(tuple(fields))


def _field(tokens: Tokens) -> tuple[str, Term]:
    name = tokens.name("the name of a field")
    tokens.expect(":")
    return name, parse(tokens)


def _at_field(tokens: Tokens) -> bool:
    """Tell whether the name of a field comes next."""
    token = tokens.texts[tokens.at]
    return tokens.texts[tokens.at + 1] == ":" and (token[:1] == '"' or (is_word(token) and not is_constant(token)))


def _word(tokens: Tokens) -> Term:
    """Read a constant that is a word, a uuid or duration that begins with a letter, or a function."""
    constant = constants.parse_word(tokens)
    return _function(tokens) if constant is None else constant


def _function(tokens: Tokens) -> Term:
    """Read `name(…)` or `keyspace.name(…)`."""
    following = tokens.texts[tokens.at + 1]
    if following == "." and tokens.texts[tokens.at + 3] == "(":
        keyspace = tokens.name("the name of a keyspace")
        tokens.expect(".")
    elif following == "(":
        keyspace = None
    else:
        raise tokens.fault("a value")
    if keyspace is None and tokens.peek() == "CAST":
        return _cast(tokens)
    name = function_name(tokens)
    tokens.expect("(")
    return FunctionTerm(name, parse_many(tokens, ")"), keyspace)


def function_name(tokens: Tokens) -> str:
    """Read the name of a function; `token` is the one that is a reserved word."""
    return "token" if tokens.accept("TOKEN") else tokens.name("the name of a function")


def _cast(tokens: Tokens) -> Term:
    tokens.expect("CAST", "(")
    tokens.enter()
    term = parse(tokens)
    tokens.expect("AS")
    type_ = types.parse_scalar(tokens)
    tokens.expect(")")
    tokens.leave()
    return CastTerm(term, type_)


READERS: dict[str, Callable[[Tokens], Term]] = {
    '"': _function,
    "$": constants.parse_text,
    "'": constants.parse_text,
    "(": _parentheses,
    "-": _negative,
    ":": _named_bind,
    "?": _bind,
    "[": _list,
    "{": _braces,
    **dict.fromkeys("0123456789", constants.parse_digits),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", _word),
}
