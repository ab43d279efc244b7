"""DROP TYPE: forget a user type that nothing uses.

DROP TYPE IF EXISTS ks.address
"""

from typing import ClassVar

from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import NamedType
from cassette.cql.types.user import read_name


class DropType(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a user type."""

    purpose: ClassVar[Purpose] = "schema"
    type: NamedType
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP TYPE {'IF EXISTS ' if self.if_exists else ''}{self.type.text()}"


def parse(tokens: Tokens) -> DropType:
    """Read what follows DROP TYPE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropType(read_name(tokens), if_exists)
