"""Terms: what stands for a value in a statement.

    ?    'text'    42    1.5e3    true    null    0xcafe    [1, 2]    {1, 2}    {'a': 1}    (1, 'a')    now()

A marker is positional: the n-th `?` in the printed text takes the n-th value that travels with the
statement.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.tokens import ISO_DURATION, UUID, Tokens, is_word


class Bind(Node, frozen=True, cache_hash=True, gc=False):
    """`?`: a value that travels beside the statement."""

    def text(self) -> str:
        return "?"


BIND = Bind()


class ConstantKind(StrEnum):
    """How a constant was spelled; the column decides what type it becomes."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    UUID = "uuid"
    BLOB = "blob"
    DURATION = "duration"
    NULL = "null"


def quoted_text(value: str) -> str:
    """Print text as CQL writes it: in single quotes, a quote inside doubled."""
    return "'" + value.replace("'", "''") + "'"


class Constant(Node, frozen=True, cache_hash=True, gc=False):
    """A literal scalar. `value` is the content: for text without its quotes, else as spelled."""

    kind: ConstantKind
    value: str

    def text(self) -> str:
        if self.kind is ConstantKind.TEXT:
            return quoted_text(self.value)
        return self.value


NULL = Constant(ConstantKind.NULL, "null")


class ListTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`[a, b]`: a list, or a vector."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "[" + ", ".join(item.text() for item in self.items) + "]"


class SetTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`{a, b}`; without items it may also be meant as an empty map: the column decides."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "{" + ", ".join(item.text() for item in self.items) + "}"


class MapTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`{k: v, …}`, never empty (`{}` is a SetTerm)."""

    entries: tuple[tuple["Term", "Term"], ...]

    def text(self) -> str:
        return "{" + ", ".join(f"{key.text()}: {value.text()}" for key, value in self.entries) + "}"


class TupleTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`(a, b)`."""

    items: tuple["Term", ...]

    def text(self) -> str:
        return "(" + ", ".join(item.text() for item in self.items) + ")"


class FunctionTerm(Node, frozen=True, cache_hash=True, gc=False):
    """`name(argument, …)` where a value is wanted."""

    name: str
    arguments: tuple["Term", ...] = ()

    def text(self) -> str:
        # token is the one reserved word that names a function; key() after CONTAINS would be read as CONTAINS KEY ()
        name = {"key": '"key"', "token": "token"}.get(self.name) or quoted(self.name)
        return f"{name}({', '.join(argument.text() for argument in self.arguments)})"


Term = Bind | Constant | ListTerm | SetTerm | MapTerm | TupleTerm | FunctionTerm

IS_UUID = re.compile(rf"{UUID}\Z")
IS_ISO_DURATION = re.compile(
    rf"(?:{ISO_DURATION}|P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
    r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?))\Z"
)
ARITHMETIC = frozenset("+-*/%")
OF_ARITHMETIC = frozenset("(?:[")
"""What a minus sign may stand before in good CQL, besides a number."""
WORDS = {
    "FALSE": Constant(ConstantKind.BOOLEAN, "false"),
    "INFINITY": Constant(ConstantKind.FLOAT, "Infinity"),
    "NAN": Constant(ConstantKind.FLOAT, "NaN"),
    "NULL": NULL,
    "TRUE": Constant(ConstantKind.BOOLEAN, "true"),
}


def parse(tokens: Tokens) -> Term:
    """Read a value. Raises SyntaxFault where none stands."""
    reader = READERS.get(tokens.texts[tokens.at][:1])
    if reader is None:
        raise tokens.fault("a value")
    term = reader(tokens)
    if tokens.texts[tokens.at] in ARITHMETIC:
        raise tokens.planned("arithmetic")
    return term


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


def _bind(tokens: Tokens) -> Term:
    tokens.at += 1
    return BIND


def _named_bind(tokens: Tokens) -> Term:
    raise tokens.planned("a marker with a name")


def _text(tokens: Tokens) -> Term:
    return Constant(ConstantKind.TEXT, tokens.quoted_text("a value"))


def _number(tokens: Tokens) -> Term:
    """Read what begins with a digit; its last character tells a duration from a number."""
    token = tokens.texts[tokens.at]
    tokens.at += 1
    if token.isdigit():
        return Constant(ConstantKind.INTEGER, token)
    if len(token) == 36 and IS_UUID.match(token):
        return Constant(ConstantKind.UUID, token.lower())
    if token[1] in "xX":
        return Constant(ConstantKind.BLOB, token.lower())
    return Constant(ConstantKind.FLOAT if token[-1].isdigit() or token[-1] == "." else ConstantKind.DURATION, token)


def _negative(tokens: Tokens) -> Term:
    """Read a number or a duration after its sign; the sign before anything else is arithmetic."""
    tokens.at += 1
    token = tokens.texts[tokens.at]
    if token[:1] in OF_ARITHMETIC:
        raise tokens.planned("arithmetic")
    if token[:1].isdigit() and token[1:2] not in {"x", "X"} and not IS_UUID.match(token):
        constant = _number(tokens)
    elif token.upper() in {"INFINITY", "NAN"} or IS_ISO_DURATION.match(token):
        constant = _word(tokens)
    else:
        raise tokens.fault("a number or a duration after '-'")
    assert isinstance(constant, Constant)
    return constant if constant.value == "NaN" else Constant(constant.kind, f"-{constant.value}")


def _list(tokens: Tokens) -> Term:
    tokens.at += 1
    return ListTerm(parse_many(tokens, "]"))


def _tuple(tokens: Tokens) -> Term:
    tokens.at += 1
    word, following = tokens.peek(), tokens.peek(1)
    if following in {")", "<"} and word not in WORDS and is_word(word) and not IS_ISO_DURATION.match(word):
        raise tokens.planned("a value with its type, like (int) 5,")
    if word == ")":
        raise tokens.fault("a value")
    return TupleTerm(parse_many(tokens, ")"))


def _braces(tokens: Tokens) -> Term:
    """Read a set or a map: the first colon tells."""
    tokens.at += 1
    if tokens.accept("}"):
        return SetTerm(())
    tokens.enter()
    first = parse(tokens)
    if tokens.texts[tokens.at] != ":":
        items = [first]
        while tokens.accept(","):
            items.append(parse(tokens))
        term: Term = SetTerm(tuple(items))
    else:
        tokens.at += 1
        entries = [(first, parse(tokens))]
        while tokens.accept(","):
            key = parse(tokens)
            tokens.expect(":")
            entries.append((key, parse(tokens)))
        term = MapTerm(tuple(entries))
    tokens.expect("}")
    tokens.leave()
    return term


def _word(tokens: Tokens) -> Term:
    """Read a constant that is a word, a uuid or duration that begins with a letter, or a function."""
    token, following = tokens.texts[tokens.at], tokens.texts[tokens.at + 1]
    constant = WORDS.get(token.upper())
    if constant is None and len(token) == 36 and IS_UUID.match(token):
        constant = Constant(ConstantKind.UUID, token.lower())
    elif constant is None and token[0] == "P" and following != "(" and IS_ISO_DURATION.match(token):
        constant = Constant(ConstantKind.DURATION, token)
    if constant is not None:
        tokens.at += 1
        return constant
    if following == "(":
        return _function(tokens)
    if following == ":":
        raise tokens.planned("a value of a user type")
    if following == "." and tokens.texts[tokens.at + 3] == "(":
        raise tokens.planned("a function of a keyspace")
    raise tokens.fault("a value")


def _function(tokens: Tokens) -> Term:
    name = "token" if tokens.accept("TOKEN") else tokens.name("the name of a function")
    tokens.expect("(")
    return FunctionTerm(name, parse_many(tokens, ")"))


def _quoted_function(tokens: Tokens) -> Term:
    if tokens.texts[tokens.at + 1] != "(":
        raise tokens.fault("a value")
    return _function(tokens)


READERS: dict[str, Callable[[Tokens], Term]] = {
    '"': _quoted_function,
    "$": _text,
    "'": _text,
    "(": _tuple,
    "-": _negative,
    ":": _named_bind,
    "?": _bind,
    "[": _list,
    "{": _braces,
    **dict.fromkeys("0123456789", _number),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", _word),
}
