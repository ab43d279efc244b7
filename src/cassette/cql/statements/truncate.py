"""TRUNCATE: empty a table.

    TRUNCATE ks.people
"""

from typing import ClassVar

from cassette.cql.names import TableName
from cassette.cql.statements.statement import Purpose, Statement


class Truncate(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget every row of a table; keep its schema and its indexes."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName

    def text(self) -> str:
        return f"TRUNCATE {self.table.text()}"
