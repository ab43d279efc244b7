"""LIST ROLES: who there is, or which roles a role has.

LIST ROLES OF r NORECURSIVE
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.role_options import role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class ListRoles(Statement, frozen=True, cache_hash=True, gc=False):
    """All roles, or those granted to one; `recursive` with those granted to these."""

    purpose: ClassVar[Purpose] = "read"
    of: str | None = None
    recursive: bool = True

    def text(self) -> str:
        return f"LIST ROLES{of_text(self.of)}{'' if self.recursive else ' NORECURSIVE'}"


def of_text(role: str | None) -> str:
    """Print ` OF role`, or nothing."""
    return "" if role is None else f" OF {quoted(role)}"


def parse_of(tokens: Tokens) -> tuple[str | None, bool]:
    """Read `OF role` and NORECURSIVE, each of which may be missing: the role, and whether to go on from it."""
    role = role_name(tokens) if tokens.accept("OF") else None
    return role, not tokens.accept("NORECURSIVE")


def parse(tokens: Tokens) -> ListRoles:
    """Read what follows LIST ROLES."""
    return ListRoles(*parse_of(tokens))
