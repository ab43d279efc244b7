"""ADD IDENTITY: let whoever shows a certificate with this name be a role.

ADD IDENTITY IF NOT EXISTS 'spiffe://host/app' TO ROLE 'r'
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.role_options import role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens


class AddIdentity(Statement, frozen=True, cache_hash=True, gc=False):
    """An identity of a certificate, and the role that it stands for."""

    purpose: ClassVar[Purpose] = "schema"
    identity: str
    role: str
    if_not_exists: bool = False

    def text(self) -> str:
        condition = "IF NOT EXISTS " if self.if_not_exists else ""
        return f"ADD IDENTITY {condition}{quoted_text(self.identity)} TO ROLE {quoted(self.role)}"


def parse(tokens: Tokens) -> AddIdentity:
    """Read what follows ADD IDENTITY."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    identity = tokens.quoted_text("an identity, in quotes")
    tokens.expect("TO", "ROLE")
    return AddIdentity(identity, role_name(tokens), if_not_exists)
