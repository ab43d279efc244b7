"""DROP KEYSPACE: forget a keyspace and all that is in it.

DROP KEYSPACE IF EXISTS ks
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropKeyspace(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a keyspace, its tables and their rows."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP KEYSPACE {'IF EXISTS ' if self.if_exists else ''}{quoted(self.keyspace)}"


def parse(tokens: Tokens) -> DropKeyspace:
    """Read what follows DROP KEYSPACE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropKeyspace(tokens.name("the name of a keyspace"), if_exists)
