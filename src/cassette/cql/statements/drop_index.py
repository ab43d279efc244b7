"""DROP INDEX: forget an index.

DROP INDEX IF EXISTS ks.people_tags
"""

from typing import ClassVar

from cassette.cql.names import qualified_name, quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropIndex(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget an index; index names are unique in a keyspace."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str | None
    name: str
    if_exists: bool = False

    def text(self) -> str:
        name = quoted(self.name) if self.keyspace is None else f"{quoted(self.keyspace)}.{quoted(self.name)}"
        return f"DROP INDEX {'IF EXISTS ' if self.if_exists else ''}{name}"


def parse(tokens: Tokens) -> DropIndex:
    """Read what follows DROP INDEX."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropIndex(*qualified_name(tokens, "the name of an index"), if_exists)
