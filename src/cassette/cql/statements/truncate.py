"""TRUNCATE: empty a table.

TRUNCATE ks.people
"""

from typing import ClassVar

from cassette.cql.names import TableName, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class Truncate(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget every row of a table; keep its schema and its indexes."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName

    def text(self) -> str:
        return f"TRUNCATE {self.table.text()}"


def parse(tokens: Tokens) -> Truncate:
    """Read what follows TRUNCATE."""
    # TABLE is a reserved word, so it cannot be the name itself
    tokens.accept("TABLE") or tokens.accept("COLUMNFAMILY")
    return Truncate(table_name(tokens))
