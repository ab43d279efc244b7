"""What follows WITH: options of keyspaces, tables and indexes.

WITH comment = 'people' AND compaction = {'class': 'UnifiedCompactionStrategy'} AND durable_writes = true
"""

from collections.abc import Mapping
from typing import Any

from cassette.cql import terms
from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Constant, ConstantKind, MapTerm, SetTerm, Term
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest

INTEGER_CHARS = 40


class Option(Node, frozen=True, cache_hash=True, gc=False):
    """`name = term`."""

    name: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.name)} = {self.term.text()}"


def options_text(options: tuple[Option, ...]) -> str:
    """Print ` WITH …`, or nothing when there are no options."""
    return " WITH " + " AND ".join(option.text() for option in options) if options else ""


def parse_options(tokens: Tokens) -> tuple[Option, ...]:
    """Read `WITH …`, or nothing."""
    if not tokens.accept("WITH"):
        return ()
    options = [parse(tokens)]
    while tokens.accept("AND"):
        options.append(parse(tokens))
    return tuple(options)


def parse(tokens: Tokens) -> Option:
    """Read `name = constant` or `name = {map}`."""
    name = tokens.name("the name of an option")
    tokens.expect("=")
    at = tokens.at
    term = terms.parse(tokens)
    if not is_plain(term):
        tokens.at = at
        raise tokens.fault("a constant or a map of constants")
    return Option(name, term)


def is_plain(term: Term) -> bool:
    """Tell whether a term can be an option: it needs no values and no functions."""
    if isinstance(term, MapTerm):
        return all(isinstance(side, Constant) for entry in term.entries for side in entry)
    return isinstance(term, Constant) or (isinstance(term, SetTerm) and not term.items)


def option_value(term: Term) -> object:
    """Give an option as Python keeps it in the schema: a number, a bool, text, or a dict of texts."""
    match term:
        case Constant(kind=ConstantKind.INTEGER, value=value):
            if len(value) > INTEGER_CHARS:
                raise InvalidRequest(f"no option takes a number of {len(value)} digits")
            return int(value)
        case Constant(kind=ConstantKind.FLOAT, value=value):
            return float(value)
        case Constant(kind=ConstantKind.BOOLEAN, value=value):
            return value == "true"
        case Constant(value=value):
            return value
        case MapTerm(entries=entries):
            return {_spelled(key): _spelled(value) for key, value in entries}
        case _:
            return {}


def option_term(value: object) -> Term:
    """Say in CQL what `option_value` gave."""
    if isinstance(value, Mapping):
        return map_term(value)
    if isinstance(value, bool):
        return Constant(ConstantKind.BOOLEAN, "true" if value else "false")
    if isinstance(value, int):
        return Constant(ConstantKind.INTEGER, str(value))
    if isinstance(value, float):
        return Constant(ConstantKind.FLOAT, repr(value))
    return Constant(ConstantKind.TEXT, str(value))


def map_term(values: Mapping[Any, Any]) -> MapTerm | SetTerm:
    """Say a map of texts in CQL."""
    entries = tuple((_text(key), _text(value)) for key, value in values.items())
    return MapTerm(entries) if entries else SetTerm(())


def _text(value: object) -> Constant:
    return Constant(ConstantKind.TEXT, str(value))


def _spelled(term: Term) -> str:
    return term.value if isinstance(term, Constant) else term.text()
