"""ALTER ROLE: give a role other options.

ALTER ROLE IF EXISTS r WITH PASSWORD = 'x' AND LOGIN = true
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.role_options import Options, options_text, parse_options, role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class AlterRole(Statement, frozen=True, cache_hash=True, gc=False):
    """A role and those of its options that change."""

    purpose: ClassVar[Purpose] = "schema"
    role: str
    options: Options = ()
    if_exists: bool = False

    def text(self) -> str:
        condition = "IF EXISTS " if self.if_exists else ""
        return f"ALTER ROLE {condition}{quoted(self.role)}{options_text(self.options)}"


def parse(tokens: Tokens) -> AlterRole:
    """Read what follows ALTER ROLE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return AlterRole(role_name(tokens), parse_options(tokens), if_exists)
