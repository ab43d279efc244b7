"""CREATE ROLE: name somebody who may log in, or a group of such.

CREATE ROLE IF NOT EXISTS r WITH PASSWORD = 'x' AND LOGIN = true
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.role_options import Options, options_text, parse_options, role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class CreateRole(Statement, frozen=True, cache_hash=True, gc=False):
    """A role and its options."""

    purpose: ClassVar[Purpose] = "schema"
    role: str
    options: Options = ()
    if_not_exists: bool = False

    def text(self) -> str:
        condition = "IF NOT EXISTS " if self.if_not_exists else ""
        return f"CREATE ROLE {condition}{quoted(self.role)}{options_text(self.options)}"


def parse(tokens: Tokens) -> CreateRole:
    """Read what follows CREATE ROLE."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    return CreateRole(role_name(tokens), parse_options(tokens), if_not_exists)
