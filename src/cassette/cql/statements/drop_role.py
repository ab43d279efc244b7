"""DROP ROLE, DROP USER: forget a role.

DROP ROLE IF EXISTS r
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.role_options import role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropRole(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a role and what was granted to it."""

    purpose: ClassVar[Purpose] = "schema"
    role: str
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP ROLE {'IF EXISTS ' if self.if_exists else ''}{quoted(self.role)}"


def parse(tokens: Tokens) -> DropRole:
    """Read what follows DROP ROLE or DROP USER, which is an older word for it."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropRole(role_name(tokens), if_exists)
