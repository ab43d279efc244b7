"""ALTER KEYSPACE: give a keyspace other options.

ALTER KEYSPACE IF EXISTS ks WITH durable_writes = false
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.options import Option, options_text, parse_options
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class AlterKeyspace(Statement, frozen=True, cache_hash=True, gc=False):
    """A keyspace and those of its options that change."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str
    options: tuple[Option, ...]
    if_exists: bool = False

    def text(self) -> str:
        condition = "IF EXISTS " if self.if_exists else ""
        return f"ALTER KEYSPACE {condition}{quoted(self.keyspace)}{options_text(self.options)}"


def parse(tokens: Tokens) -> AlterKeyspace:
    """Read what follows ALTER KEYSPACE."""
    if_exists = tokens.accept("IF", "EXISTS")
    keyspace = tokens.name("the name of a keyspace")
    options = parse_options(tokens)
    if not options:
        raise tokens.fault()
    return AlterKeyspace(keyspace, options, if_exists)
