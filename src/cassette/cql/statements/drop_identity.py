"""DROP IDENTITY: forget which role a certificate stands for.

DROP IDENTITY IF EXISTS 'spiffe://host/app'
"""

from typing import ClassVar

from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens


class DropIdentity(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget an identity of a certificate."""

    purpose: ClassVar[Purpose] = "schema"
    identity: str
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP IDENTITY {'IF EXISTS ' if self.if_exists else ''}{quoted_text(self.identity)}"


def parse(tokens: Tokens) -> DropIdentity:
    """Read what follows DROP IDENTITY."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropIdentity(tokens.quoted_text("an identity, in quotes"), if_exists)
