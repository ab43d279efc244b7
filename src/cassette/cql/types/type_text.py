"""Type text: `frozen<tuple<tinyint, text>>` in, a type out.

Types with others inside read these themselves, each in its own file.
"""

from collections.abc import Callable
from functools import lru_cache

from cassette.cql.tokens import END, Tokens
from cassette.cql.types import java_names
from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.frozen import parse as parse_frozen
from cassette.cql.types.list import parse as parse_list
from cassette.cql.types.map import parse as parse_map
from cassette.cql.types.scalar import ALIASES, TYPES, ScalarType
from cassette.cql.types.set import parse as parse_set
from cassette.cql.types.tuple import parse as parse_tuple
from cassette.cql.types.user import read_name
from cassette.cql.types.vector import parse as parse_vector

NESTING: dict[str, Callable[[Tokens, Callable[[Tokens], CqlType]], CqlType]] = {
    "frozen": parse_frozen,
    "list": parse_list,
    "map": parse_map,
    "set": parse_set,
    "tuple": parse_tuple,
    "vector": parse_vector,
}


def parse(tokens: Tokens) -> CqlType:
    """Read a type; an unknown name is that of a user type. Raises SyntaxFault where none stands."""
    token = tokens.texts[tokens.at]
    if token[:1] == "'":
        return java_names.parse(tokens)
    word = ALIASES.get(token.lower(), token.lower())
    if word in TYPES:
        tokens.at += 1
        return ScalarType(word)
    if word in NESTING:
        tokens.at += 1
        return _nesting(tokens, word)
    return read_name(tokens, "a type")


def parse_scalar(tokens: Tokens) -> ScalarType:
    """Read a type that has no others in it. Raises SyntaxFault where another stands."""
    at = tokens.at
    type_ = parse(tokens)
    if not isinstance(type_, ScalarType):
        tokens.at = at
        raise tokens.fault("a type that has no others in it")
    return type_


def _nesting(tokens: Tokens, word: str) -> CqlType:
    tokens.expect("<")
    tokens.enter()
    type_ = NESTING[word](tokens, parse)
    tokens.leave()
    tokens.expect(">")
    return type_


@lru_cache(4096)
def parse_type(text: str) -> CqlType:
    """Read the text of a type, as a schema keeps it."""
    tokens = Tokens(text)
    type_ = parse(tokens)
    if tokens.texts[tokens.at] != END:
        raise tokens.fault("the end of the type")
    return type_
