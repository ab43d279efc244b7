"""LIST PERMISSIONS: who may do what.

LIST ALL PERMISSIONS ON KEYSPACE ks OF r NORECURSIVE
"""

from typing import ClassVar

from cassette.cql.statements.list_roles import of_text, parse_of
from cassette.cql.statements.resources import (
    Permissions,
    Resource,
    parse_permissions,
    parse_resource,
    permissions_text,
)
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class ListPermissions(Statement, frozen=True, cache_hash=True, gc=False):
    """What was granted, on a resource or on all, to a role or to all."""

    purpose: ClassVar[Purpose] = "read"
    permissions: Permissions
    resource: Resource | None = None
    of: str | None = None
    recursive: bool = True

    def text(self) -> str:
        on = "" if self.resource is None else f" ON {self.resource.text()}"
        recursive = "" if self.recursive else " NORECURSIVE"
        return f"LIST {permissions_text(self.permissions)}{on}{of_text(self.of)}{recursive}"


def parse(tokens: Tokens) -> ListPermissions:
    """Read what follows LIST."""
    permissions = parse_permissions(tokens)
    resource = parse_resource(tokens) if tokens.accept("ON") else None
    return ListPermissions(permissions, resource, *parse_of(tokens))
