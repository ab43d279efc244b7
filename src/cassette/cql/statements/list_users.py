"""LIST USERS: which roles may log in.

LIST USERS
"""

from typing import ClassVar

from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class ListUsers(Statement, frozen=True, cache_hash=True, gc=False):
    """The roles that may log in."""

    purpose: ClassVar[Purpose] = "read"

    def text(self) -> str:
        return "LIST USERS"


def parse(_tokens: Tokens) -> ListUsers:
    """Read what follows LIST USERS: nothing."""
    return ListUsers()
