"""ALTER MATERIALIZED VIEW: give a view other options.

ALTER MATERIALIZED VIEW IF EXISTS ks.by_name WITH comment = 'x'
"""

from typing import ClassVar

from cassette.cql.names import TableName, table_name
from cassette.cql.statements.options import Option, options_text, parse_options
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class AlterView(Statement, frozen=True, cache_hash=True, gc=False):
    """A view and those of its options that change."""

    purpose: ClassVar[Purpose] = "schema"
    view: TableName
    options: tuple[Option, ...]
    if_exists: bool = False

    def text(self) -> str:
        condition = "IF EXISTS " if self.if_exists else ""
        return f"ALTER MATERIALIZED VIEW {condition}{self.view.text()}{options_text(self.options)}"


def parse(tokens: Tokens) -> AlterView:
    """Read what follows ALTER MATERIALIZED VIEW."""
    if_exists = tokens.accept("IF", "EXISTS")
    view = table_name(tokens)
    options = parse_options(tokens)
    if not options:
        raise tokens.fault()
    return AlterView(view, options, if_exists)
