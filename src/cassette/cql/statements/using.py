"""USING: the write time of what a statement writes, and how long it lives.

INSERT INTO ks.people (key) VALUES (?) USING TIMESTAMP ? AND TTL 3600
"""

from cassette.cql import terms
from cassette.cql.node import Node
from cassette.cql.terms import Bind, Term
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest


class Using(Node, frozen=True, cache_hash=True, gc=False):
    """Write time in microseconds and time to live in seconds; None where it is not written, one of them is.

    `ttl_first` keeps the order in which they were written, which is that of their markers.
    """

    timestamp: Term | None = None
    ttl: Term | None = None
    ttl_first: bool = False

    def text(self) -> str:
        parts = [("TIMESTAMP", self.timestamp), ("TTL", self.ttl)]
        if self.ttl_first:
            parts.reverse()
        return "USING " + " AND ".join(f"{word} {term.text()}" for word, term in parts if term is not None)


def using_text(using: Using | None) -> str:
    """Print ` USING …`, or nothing."""
    return "" if using is None else f" {using.text()}"


def parse_using(tokens: Tokens) -> Using | None:
    """Read `USING …`, or nothing. Of what is said twice the last counts; raises InvalidRequest if it has markers."""
    if not tokens.accept("USING"):
        return None
    found: dict[str, Term] = {}
    while True:
        word = tokens.peek()
        if not (tokens.accept("TIMESTAMP") or tokens.accept("TTL")):
            raise tokens.fault()
        # a marker that is left out would put the values of all others out of place
        if isinstance(found.pop(word, None), Bind):
            raise InvalidRequest(f"USING gives {word} more than once")
        found[word] = terms.parse_number(tokens, "a whole number or a marker")
        if not tokens.accept("AND"):
            return Using(found.get("TIMESTAMP"), found.get("TTL"), list(found) == ["TTL", "TIMESTAMP"])


def parse_timestamp(tokens: Tokens) -> Using | None:
    """Read `USING TIMESTAMP …`, or nothing: where there is nothing that could live for a time."""
    if not tokens.accept("USING"):
        return None
    tokens.expect("TIMESTAMP")
    return Using(terms.parse_number(tokens, "a whole number or a marker"))
