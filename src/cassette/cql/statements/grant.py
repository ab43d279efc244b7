"""GRANT: let a role do something, or be another role too.

GRANT SELECT, MODIFY ON TABLE ks.t TO r        GRANT writers TO r
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.resources import (
    Permissions,
    Resource,
    at_permission,
    parse_permissions,
    parse_resource,
    permissions_text,
)
from cassette.cql.statements.role_options import role_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class Grant(Statement, frozen=True, cache_hash=True, gc=False):
    """Let a role do something with a resource."""

    purpose: ClassVar[Purpose] = "schema"
    permissions: Permissions
    resource: Resource
    role: str

    def text(self) -> str:
        return f"GRANT {permissions_text(self.permissions)} ON {self.resource.text()} TO {quoted(self.role)}"


class GrantRole(Statement, frozen=True, cache_hash=True, gc=False):
    """Let a role do what another one may."""

    purpose: ClassVar[Purpose] = "schema"
    granted: str
    role: str

    def text(self) -> str:
        return f"GRANT {quoted(self.granted)} TO {quoted(self.role)}"


def parse(tokens: Tokens) -> Grant | GrantRole:
    """Read what follows GRANT."""
    if not at_permission(tokens):
        granted = role_name(tokens)
        tokens.expect("TO")
        return GrantRole(granted, role_name(tokens))
    permissions = parse_permissions(tokens)
    tokens.expect("ON")
    resource = parse_resource(tokens)
    tokens.expect("TO")
    return Grant(permissions, resource, role_name(tokens))
