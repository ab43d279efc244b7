"""DELETE: remove rows.

DELETE FROM ks.people WHERE key = ? IF tx_id = ?
"""

from typing import ClassVar

from cassette.cql import conditions
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class Delete(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget the rows with this primary key, or with this part of it."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    where: Condition
    condition: Condition | None = None
    if_exists: bool = False

    def text(self) -> str:
        words = ["DELETE FROM", self.table.text(), "WHERE", self.where.text()]
        if self.condition is not None:
            words += ["IF", self.condition.text()]
        if self.if_exists:
            words.append("IF EXISTS")
        return " ".join(words)


def parse(tokens: Tokens) -> Delete:
    """Read what follows DELETE."""
    if tokens.at_name():
        raise tokens.planned("DELETE of single columns")
    tokens.expect("FROM")
    table = table_name(tokens)
    if tokens.peek() == "USING":
        raise tokens.planned("USING")
    tokens.expect("WHERE")
    where = conditions.parse(tokens)
    condition, if_exists = conditions.parse_if(tokens)
    return Delete(table, where, condition, if_exists)
