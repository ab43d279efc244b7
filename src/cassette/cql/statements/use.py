"""USE: the keyspace of names that say none, from here on.

USE ks
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class Use(Statement, frozen=True, cache_hash=True, gc=False):
    """Choose the keyspace of a session; for the door that keeps the session, no engine carries it out."""

    purpose: ClassVar[Purpose] = "session"
    keyspace: str

    def text(self) -> str:
        return f"USE {quoted(self.keyspace)}"


def parse(tokens: Tokens) -> Use:
    """Read what follows USE."""
    return Use(tokens.name("the name of a keyspace"))
