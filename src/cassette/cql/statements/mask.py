"""MASKED WITH: the function that stands between a column and those who may not see what is in it.

CREATE TABLE ks.t (a int PRIMARY KEY, b text MASKED WITH mask_inner(1, null))
"""

from cassette.cql import terms
from cassette.cql.node import Node
from cassette.cql.terms import FunctionTerm
from cassette.cql.tokens import Tokens

DEFAULT = "mask_default"


class Mask(Node, frozen=True, cache_hash=True, gc=False):
    """The masking function with its arguments, except the column, which comes first."""

    function: FunctionTerm

    def text(self) -> str:
        return f"MASKED WITH {self.function.text()}"


def parse(tokens: Tokens) -> Mask | None:
    """Read `MASKED WITH function(…)` or `MASKED WITH DEFAULT`, or nothing."""
    if not tokens.accept("MASKED"):
        return None
    tokens.expect("WITH")
    if tokens.accept("DEFAULT"):
        return Mask(FunctionTerm(DEFAULT))
    at = tokens.at
    function = terms.parse(tokens)
    if not isinstance(function, FunctionTerm):
        tokens.at = at
        raise tokens.fault("DEFAULT", "a masking function")
    return Mask(function)
