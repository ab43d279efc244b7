"""CREATE KEYSPACE: make a room for tables.

CREATE KEYSPACE IF NOT EXISTS ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}
"""

from typing import ClassVar

from cassette.cql.names import quoted
from cassette.cql.statements.options import Option, options_text, parse_options
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class CreateKeyspace(Statement, frozen=True, cache_hash=True, gc=False):
    """A keyspace with its replication and other options."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str
    options: tuple[Option, ...]
    if_not_exists: bool = False

    def text(self) -> str:
        condition = "IF NOT EXISTS " if self.if_not_exists else ""
        return f"CREATE KEYSPACE {condition}{quoted(self.keyspace)}{options_text(self.options)}"


def parse(tokens: Tokens) -> CreateKeyspace:
    """Read what follows CREATE KEYSPACE."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    keyspace = tokens.name("the name of a keyspace")
    options = parse_options(tokens)
    if not options:
        raise tokens.fault()
    return CreateKeyspace(keyspace, options, if_not_exists)
