"""ALTER TYPE: give a user type one more field, or other names to its fields.

ALTER TYPE ks.address ADD IF NOT EXISTS country text
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.statements import renames
from cassette.cql.statements.create_type import parse_field
from cassette.cql.statements.renames import Rename
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType, NamedType
from cassette.cql.types.user import read_name


class AddField(Node, frozen=True, cache_hash=True, gc=False):
    """`ADD name type`: a field behind the others."""

    name: str
    type: CqlType
    if_not_exists: bool = False

    def text(self) -> str:
        return f"ADD {'IF NOT EXISTS ' if self.if_not_exists else ''}{quoted(self.name)} {self.type.text()}"


class AlterField(Node, frozen=True, cache_hash=True, gc=False):
    """`ALTER name TYPE type`: read, and refused by every engine as Cassandra refuses it."""

    name: str
    type: CqlType

    def text(self) -> str:
        return f"ALTER {quoted(self.name)} TYPE {self.type.text()}"


Change = AddField | AlterField | Rename


class AlterType(Statement, frozen=True, cache_hash=True, gc=False):
    """A user type and one change of it."""

    purpose: ClassVar[Purpose] = "schema"
    type: NamedType
    change: Change
    if_exists: bool = False

    def text(self) -> str:
        return f"ALTER TYPE {'IF EXISTS ' if self.if_exists else ''}{self.type.text()} {self.change.text()}"


def parse(tokens: Tokens) -> AlterType:
    """Read what follows ALTER TYPE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return AlterType(read_name(tokens), _change(tokens), if_exists)


def _change(tokens: Tokens) -> Change:
    if tokens.accept("ADD"):
        if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
        return AddField(*parse_field(tokens), if_not_exists)
    if tokens.accept("ALTER"):
        name = tokens.name("the name of a field")
        tokens.expect("TYPE")
        return AlterField(name, types.parse(tokens))
    tokens.expect("RENAME")
    return renames.parse(tokens, "a field")
