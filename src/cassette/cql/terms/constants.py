"""Constants out of tokens."""

import re

from cassette.cql.terms.nodes import NULL, Constant, ConstantKind
from cassette.cql.tokens import ISO_DURATION, UUID, Tokens

IS_UUID = re.compile(rf"{UUID}\Z")
IS_ISO_DURATION = re.compile(
    rf"(?:{ISO_DURATION}|P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?"
    r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?))\Z"
)
WORDS = {
    "FALSE": Constant(ConstantKind.BOOLEAN, "false"),
    "INFINITY": Constant(ConstantKind.FLOAT, "Infinity"),
    "NAN": Constant(ConstantKind.FLOAT, "NaN"),
    "NULL": NULL,
    "TRUE": Constant(ConstantKind.BOOLEAN, "true"),
}
SIGNED = frozenset({ConstantKind.DURATION, ConstantKind.FLOAT, ConstantKind.INTEGER})
"""Kinds of constants that a sign is a part of."""


def parse_text(tokens: Tokens) -> Constant:
    """Read text in quotes."""
    return Constant(ConstantKind.TEXT, tokens.quoted_text("a value"))


def parse_digits(tokens: Tokens) -> Constant:
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


def parse_word(tokens: Tokens) -> Constant | None:
    """Read a constant that begins with a letter, if one stands there."""
    token = tokens.texts[tokens.at]
    constant = WORDS.get(token.upper())
    if constant is None and len(token) == 36 and IS_UUID.match(token):
        constant = Constant(ConstantKind.UUID, token.lower())
    elif constant is None and token[0] == "P" and tokens.texts[tokens.at + 1] != "(" and IS_ISO_DURATION.match(token):
        constant = Constant(ConstantKind.DURATION, token)
    tokens.at += constant is not None
    return constant


def parse_signed(tokens: Tokens) -> Constant | None:
    """Read what stands behind a minus sign and takes it for its own, if such a constant stands there."""
    at, token = tokens.at, tokens.texts[tokens.at]
    constant = None
    if token[:1].isdigit():
        constant = parse_digits(tokens)
    elif token[:1].isalpha():
        constant = parse_word(tokens)
    if constant is None or constant.kind not in SIGNED:
        tokens.at = at
        return None
    return constant if constant.value == "NaN" else Constant(constant.kind, f"-{constant.value}")


def is_constant(token: str) -> bool:
    """Tell whether a token that begins with a letter is a constant: a word, a uuid or a duration."""
    return token.upper() in WORDS or bool(IS_UUID.match(token)) or bool(IS_ISO_DURATION.match(token))
