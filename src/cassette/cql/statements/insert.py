"""INSERT: write one row.

    INSERT INTO ks.people (key, tx_id) VALUES (?, now()) IF NOT EXISTS
"""

from typing import ClassVar

from cassette.cql.names import TableName, quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term


class Insert(Statement, frozen=True, cache_hash=True, gc=False):
    """Values for columns of one row, its whole primary key among them."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    columns: tuple[str, ...]
    terms: tuple[Term, ...]
    if_not_exists: bool = False

    def text(self) -> str:
        columns = ", ".join(quoted(column) for column in self.columns)
        terms = ", ".join(term.text() for term in self.terms)
        condition = " IF NOT EXISTS" if self.if_not_exists else ""
        return f"INSERT INTO {self.table.text()} ({columns}) VALUES ({terms}){condition}"
