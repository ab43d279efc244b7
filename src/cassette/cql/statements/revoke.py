"""REVOKE: take back what was granted.

REVOKE SELECT ON TABLE ks.t FROM r        REVOKE writers FROM r
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


class Revoke(Statement, frozen=True, cache_hash=True, gc=False):
    """Let a role no longer do something with a resource."""

    purpose: ClassVar[Purpose] = "schema"
    permissions: Permissions
    resource: Resource
    role: str

    def text(self) -> str:
        return f"REVOKE {permissions_text(self.permissions)} ON {self.resource.text()} FROM {quoted(self.role)}"


class RevokeRole(Statement, frozen=True, cache_hash=True, gc=False):
    """Let a role no longer do what another one may."""

    purpose: ClassVar[Purpose] = "schema"
    granted: str
    role: str

    def text(self) -> str:
        return f"REVOKE {quoted(self.granted)} FROM {quoted(self.role)}"


def parse(tokens: Tokens) -> Revoke | RevokeRole:
    """Read what follows REVOKE."""
    if not at_permission(tokens):
        granted = role_name(tokens)
        tokens.expect("FROM")
        return RevokeRole(granted, role_name(tokens))
    permissions = parse_permissions(tokens)
    tokens.expect("ON")
    resource = parse_resource(tokens)
    tokens.expect("FROM")
    return Revoke(permissions, resource, role_name(tokens))
