"""RENAME: old names and new ones, of columns or of the fields of a type.

ALTER TABLE ks.t RENAME IF EXISTS a TO b AND c TO d
"""

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.tokens import Tokens


class Rename(Node, frozen=True, cache_hash=True, gc=False):
    """Pairs of an old and a new name, one at least."""

    names: tuple[tuple[str, str], ...]
    if_exists: bool = False

    def text(self) -> str:
        pairs = " AND ".join(f"{quoted(old)} TO {quoted(new)}" for old, new in self.names)
        return f"RENAME {'IF EXISTS ' if self.if_exists else ''}{pairs}"


def parse(tokens: Tokens, what: str) -> Rename:
    """Read what follows RENAME; `what` is the thing that has the names."""
    if_exists = tokens.accept("IF", "EXISTS")
    pairs = [_pair(tokens, what)]
    while tokens.accept("AND"):
        pairs.append(_pair(tokens, what))
    return Rename(tuple(pairs), if_exists)


def _pair(tokens: Tokens, what: str) -> tuple[str, str]:
    old = tokens.name(f"the name of {what}")
    tokens.expect("TO")
    return old, tokens.name(f"a new name for {what}")
