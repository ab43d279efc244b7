"""What follows WITH: options of keyspaces, tables and indexes.

WITH comment = 'people' AND compaction = {'class': 'UnifiedCompactionStrategy'} AND durable_writes = true
"""

from cassette.cql import terms
from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import NULL, Constant, MapTerm, SetTerm, Term
from cassette.cql.tokens import Tokens


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
    return (isinstance(term, Constant) and term != NULL) or (isinstance(term, SetTerm) and not term.items)


def option_map(term: Term) -> dict[str, str]:
    """Give the map of an option, keys and values as they are spelled; empty for what is none."""
    return {_spelled(key): _spelled(value) for key, value in term.entries} if isinstance(term, MapTerm) else {}


def _spelled(term: Term) -> str:
    return term.value if isinstance(term, Constant) else term.text()
