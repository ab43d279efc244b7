"""DROP TABLE: forget a table.

DROP TABLE IF EXISTS ks.people
"""

from typing import ClassVar

from cassette.cql.names import TableName, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropTable(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a table, its rows and its indexes."""

    purpose: ClassVar[Purpose] = "schema"
    table: TableName
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP TABLE {'IF EXISTS ' if self.if_exists else ''}{self.table.text()}"


def parse(tokens: Tokens) -> DropTable:
    """Read what follows DROP TABLE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return DropTable(table_name(tokens), if_exists)
