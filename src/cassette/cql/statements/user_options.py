"""Users: roles that may log in, in the older words for them.

CREATE USER u WITH PASSWORD 'x' SUPERUSER
"""

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.statements.role_options import role_name
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens


class UserOptions(Node, frozen=True, cache_hash=True, gc=False):
    """A password, or the hash of one, and whether the user may do everything; None where it is not said."""

    password: str | None = None
    hashed: bool = False
    superuser: bool | None = None

    def text(self) -> str:
        words = []
        if self.password is not None:
            words.append(f"WITH {'HASHED ' if self.hashed else ''}PASSWORD {quoted_text(self.password)}")
        if self.superuser is not None:
            words.append("SUPERUSER" if self.superuser else "NOSUPERUSER")
        return "".join(f" {word}" for word in words)


def user_text(name: str) -> str:
    """Print the name of a user, which takes single quotes only."""
    return name if quoted(name) == name else quoted_text(name)


def user_name(tokens: Tokens) -> str:
    """Read the name of a user: a word, or text in single quotes."""
    if tokens.peek()[:1] == '"':
        raise tokens.fault("the name of a user, in single quotes where it needs any")
    return role_name(tokens)


def parse(tokens: Tokens) -> UserOptions:
    """Read what follows the name of a user."""
    password, hashed = None, False
    if tokens.accept("WITH"):
        hashed = tokens.accept("HASHED")
        tokens.expect("PASSWORD")
        password = tokens.quoted_text("a password, in quotes")
    if tokens.accept("SUPERUSER"):
        return UserOptions(password, hashed, True)
    return UserOptions(password, hashed, False if tokens.accept("NOSUPERUSER") else None)
