"""DROP MATERIALIZED VIEW: forget a view.

DROP MATERIALIZED VIEW IF EXISTS ks.by_name
"""

from typing import ClassVar

from cassette.cql.names import TableName, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropView(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a view; its base table stays."""

    purpose: ClassVar[Purpose] = "schema"
    view: TableName
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP MATERIALIZED VIEW {'IF EXISTS ' if self.if_exists else ''}{self.view.text()}"


def parse(tokens: Tokens) -> DropView:
    """Read what follows DROP MATERIALIZED VIEW."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropView(table_name(tokens), if_exists)
