"""CREATE TYPE: name a row of fields, to be the type of a column.

CREATE TYPE IF NOT EXISTS ks.address (street text, zip int)
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType, NamedType
from cassette.cql.types.user import read_name

Fields = tuple[tuple[str, CqlType], ...]


class CreateType(Statement, frozen=True, cache_hash=True, gc=False):
    """A user type and its fields."""

    purpose: ClassVar[Purpose] = "schema"
    type: NamedType
    fields: Fields
    if_not_exists: bool = False

    def text(self) -> str:
        condition = "IF NOT EXISTS " if self.if_not_exists else ""
        return f"CREATE TYPE {condition}{self.type.text()} ({fields_text(self.fields)})"


def fields_text(fields: Fields) -> str:
    """Print names and types, with commas between."""
    return ", ".join(f"{quoted(name)} {type_.text()}" for name, type_ in fields)


def parse(tokens: Tokens) -> CreateType:
    """Read what follows CREATE TYPE."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    type_ = read_name(tokens)
    tokens.expect("(")
    fields = [parse_field(tokens)]
    while tokens.accept(","):
        fields.append(parse_field(tokens))
    tokens.expect(")")
    return CreateType(type_, tuple(fields), if_not_exists)


def parse_field(tokens: Tokens) -> tuple[str, CqlType]:
    """Read the name of a field and its type."""
    return tokens.name("the name of a field"), types.parse(tokens)
