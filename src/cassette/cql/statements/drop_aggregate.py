"""DROP AGGREGATE: forget an aggregate that somebody defined.

DROP AGGREGATE IF EXISTS ks.average (int, text)
"""

from typing import ClassVar

from cassette.cql.names import qualified_name
from cassette.cql.statements.resources import argument_types, signature_text
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType


class DropAggregate(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget an aggregate; the types of its arguments are None where its name alone says which one is meant."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str | None
    name: str
    arguments: tuple[CqlType, ...] | None = None
    if_exists: bool = False

    def text(self) -> str:
        shown = signature_text(self.keyspace, self.name, self.arguments)
        return f"DROP AGGREGATE {'IF EXISTS ' if self.if_exists else ''}{shown}"


def parse(tokens: Tokens) -> DropAggregate:
    """Read what follows DROP AGGREGATE."""
    if_exists = tokens.accept("IF", "EXISTS")
    keyspace, name = qualified_name(tokens, "the name of an aggregate")
    arguments = argument_types(tokens) if tokens.peek() == "(" else None
    return DropAggregate(keyspace, name, arguments, if_exists)
