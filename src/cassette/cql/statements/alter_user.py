"""ALTER USER: give a user another password, or other rights.

ALTER USER IF EXISTS u WITH PASSWORD 'x' SUPERUSER
"""

from typing import ClassVar

from cassette.cql.statements import user_options
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.user_options import UserOptions, user_name, user_text
from cassette.cql.tokens import Tokens


class AlterUser(Statement, frozen=True, cache_hash=True, gc=False):
    """A user and what changes."""

    purpose: ClassVar[Purpose] = "schema"
    user: str
    options: UserOptions = UserOptions()
    if_exists: bool = False

    def text(self) -> str:
        return f"ALTER USER {'IF EXISTS ' if self.if_exists else ''}{user_text(self.user)}{self.options.text()}"


def parse(tokens: Tokens) -> AlterUser:
    """Read what follows ALTER USER."""
    if_exists = tokens.accept("IF", "EXISTS")
    return AlterUser(user_name(tokens), user_options.parse(tokens), if_exists)
