"""Permissions, and what they are about.

SELECT, MODIFY ON TABLE ks.t        ALL PERMISSIONS ON ALL FUNCTIONS IN KEYSPACE ks        EXECUTE ON FUNCTION ks.f(int)
"""

from typing import Literal

from cassette.cql import types
from cassette.cql.names import TableName, qualified_name, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements.role_options import role_name
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType

PERMISSIONS = (
    "ALTER",
    "AUTHORIZE",
    "CREATE",
    "DESCRIBE",
    "DROP",
    "EXECUTE",
    "MODIFY",
    "SELECT",
    "SELECT_MASKED",
    "UNMASK",
)
Permissions = tuple[str, ...]
"""Words of `PERMISSIONS`; none means ALL PERMISSIONS."""

Everything = Literal["FUNCTIONS", "KEYSPACES", "MBEANS", "ROLES"]
EVERYTHING: tuple[Everything, ...] = ("FUNCTIONS", "KEYSPACES", "MBEANS", "ROLES")
InKeyspace = Literal["FUNCTIONS", "TABLES"]
IN_KEYSPACE: tuple[InKeyspace, ...] = ("FUNCTIONS", "TABLES")
MBEANS = ("MBEAN", "MBEANS")


class AllOf(Node, frozen=True, cache_hash=True, gc=False):
    """`ALL KEYSPACES`, `ALL ROLES`, …"""

    what: Everything

    def text(self) -> str:
        return f"ALL {self.what}"


class AllInKeyspace(Node, frozen=True, cache_hash=True, gc=False):
    """`ALL TABLES IN KEYSPACE ks` or `ALL FUNCTIONS IN KEYSPACE ks`."""

    what: InKeyspace
    keyspace: str

    def text(self) -> str:
        return f"ALL {self.what} IN KEYSPACE {quoted(self.keyspace)}"


class TheKeyspace(Node, frozen=True, cache_hash=True, gc=False):
    """`KEYSPACE ks`."""

    keyspace: str

    def text(self) -> str:
        return f"KEYSPACE {quoted(self.keyspace)}"


class TheTable(Node, frozen=True, cache_hash=True, gc=False):
    """`TABLE ks.t`, where the word TABLE may be left out."""

    table: TableName

    def text(self) -> str:
        return f"TABLE {self.table.text()}"


class TheRole(Node, frozen=True, cache_hash=True, gc=False):
    """`ROLE r`."""

    role: str

    def text(self) -> str:
        return f"ROLE {quoted(self.role)}"


class TheFunction(Node, frozen=True, cache_hash=True, gc=False):
    """`FUNCTION ks.f(int, text)`."""

    keyspace: str | None
    name: str
    arguments: tuple[CqlType, ...]

    def text(self) -> str:
        return f"FUNCTION {signature_text(self.keyspace, self.name, self.arguments)}"


class TheBeans(Node, frozen=True, cache_hash=True, gc=False):
    """`MBEAN 'name'` or `MBEANS 'pattern'`: what Java shows for management."""

    what: str
    pattern: str

    def text(self) -> str:
        return f"{self.what} {quoted_text(self.pattern)}"


Resource = AllInKeyspace | AllOf | TheBeans | TheFunction | TheKeyspace | TheRole | TheTable


def signature_text(keyspace: str | None, name: str, arguments: tuple[CqlType, ...] | None) -> str:
    """Print the name of a function and the types of its arguments, where these are told."""
    shown = quoted(name) if keyspace is None else f"{quoted(keyspace)}.{quoted(name)}"
    return shown if arguments is None else f"{shown}({', '.join(type_.text() for type_ in arguments)})"


def argument_types(tokens: Tokens) -> tuple[CqlType, ...]:
    """Read `(type, …)`."""
    tokens.expect("(")
    if tokens.accept(")"):
        return ()
    found = [types.parse(tokens)]
    while tokens.accept(","):
        found.append(types.parse(tokens))
    tokens.expect(")")
    return tuple(found)


def permissions_text(permissions: Permissions) -> str:
    """Print `SELECT, MODIFY` or `ALL PERMISSIONS`."""
    return ", ".join(permissions) or "ALL PERMISSIONS"


def at_permission(tokens: Tokens) -> bool:
    """Tell whether a permission comes next, and not the name of a role that is spelled like one."""
    return tokens.peek() == "ALL" or (
        tokens.peek() in PERMISSIONS and tokens.peek(1) in {"ON", ",", "PERMISSION", "OF", "", ";"}
    )


def parse_permissions(tokens: Tokens) -> Permissions:
    """Read permissions with commas between, or ALL [PERMISSIONS]."""
    if tokens.accept("ALL"):
        tokens.accept("PERMISSIONS")
        return ()
    permissions = [_permission(tokens)]
    while tokens.accept(","):
        permissions.append(_permission(tokens))
    return tuple(permissions)


def _permission(tokens: Tokens) -> str:
    word = tokens.peek()
    if word not in PERMISSIONS:
        raise tokens.fault("ALL", *PERMISSIONS)
    tokens.at += 1
    tokens.accept("PERMISSION")
    return word


def parse_resource(tokens: Tokens) -> Resource:
    """Read what follows ON."""
    for many in IN_KEYSPACE:
        if tokens.accept("ALL", many, "IN", "KEYSPACE"):
            return AllInKeyspace(many, tokens.name("the name of a keyspace"))
    for what in EVERYTHING:
        if tokens.accept("ALL", what):
            return AllOf(what)
    if tokens.peek() in MBEANS and tokens.peek(1)[:1] in {"'", "$"}:
        word = tokens.peek()
        tokens.at += 1
        return TheBeans(word, tokens.quoted_text())
    if tokens.accept("KEYSPACE"):
        return TheKeyspace(tokens.name("the name of a keyspace"))
    if tokens.peek() == "ROLE" and tokens.peek(1) not in {"TO", "FROM", "OF", "NORECURSIVE", ".", "", ";"}:
        tokens.at += 1
        return TheRole(role_name(tokens))
    if tokens.peek() == "FUNCTION" and tokens.peek(1) not in {"TO", "FROM", "OF", "NORECURSIVE", ".", "", ";"}:
        tokens.at += 1
        return TheFunction(*qualified_name(tokens, "the name of a function"), argument_types(tokens))
    tokens.accept("TABLE") or tokens.accept("COLUMNFAMILY")
    return TheTable(table_name(tokens))
