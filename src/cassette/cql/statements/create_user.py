"""CREATE USER: a role that may log in, in the older words.

CREATE USER IF NOT EXISTS u WITH PASSWORD 'x' SUPERUSER
"""

from typing import ClassVar

from cassette.cql.statements import user_options
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.user_options import UserOptions, user_name, user_text
from cassette.cql.tokens import Tokens


class CreateUser(Statement, frozen=True, cache_hash=True, gc=False):
    """A user with a password."""

    purpose: ClassVar[Purpose] = "schema"
    user: str
    options: UserOptions = UserOptions()
    if_not_exists: bool = False

    def text(self) -> str:
        return (
            f"CREATE USER {'IF NOT EXISTS ' if self.if_not_exists else ''}{user_text(self.user)}{self.options.text()}"
        )


def parse(tokens: Tokens) -> CreateUser:
    """Read what follows CREATE USER."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    return CreateUser(user_name(tokens), user_options.parse(tokens), if_not_exists)
