"""DROP FUNCTION: forget a function that somebody defined.

DROP FUNCTION IF EXISTS ks.twice (int, text)
"""

from typing import ClassVar

from cassette.cql.names import qualified_name
from cassette.cql.statements.resources import argument_types, signature_text
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType


class DropFunction(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a function; the types of its arguments are None where its name alone says which one is meant."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str | None
    name: str
    arguments: tuple[CqlType, ...] | None = None
    if_exists: bool = False

    def text(self) -> str:
        shown = signature_text(self.keyspace, self.name, self.arguments)
        return f"DROP FUNCTION {'IF EXISTS ' if self.if_exists else ''}{shown}"


def parse(tokens: Tokens) -> DropFunction:
    """Read what follows DROP FUNCTION."""
    if_exists = tokens.accept("IF", "EXISTS")
    keyspace, name = qualified_name(tokens, "the name of a function")
    arguments = argument_types(tokens) if tokens.peek() == "(" else None
    return DropFunction(keyspace, name, arguments, if_exists)
