"""UPDATE: change columns of a row, or make the row.

    UPDATE ks.people SET tx_id = now(), doc_json = ? WHERE key = ? IF tx_id = ?
"""

from typing import ClassVar

from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted
from cassette.cql.node import Node
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term


class Assignment(Node, frozen=True, cache_hash=True, gc=False):
    """`column = term`."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} = {self.term.text()}"


class Update(Statement, frozen=True, cache_hash=True, gc=False):
    """Assignments to the row with this primary key, on a condition if one is given."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    assignments: tuple[Assignment, ...]
    where: Condition
    condition: Condition | None = None
    if_exists: bool = False

    def text(self) -> str:
        assignments = ", ".join(assignment.text() for assignment in self.assignments)
        words = ["UPDATE", self.table.text(), "SET", assignments, "WHERE", self.where.text()]
        if self.condition is not None:
            words += ["IF", self.condition.text()]
        if self.if_exists:
            words.append("IF EXISTS")
        return " ".join(words)
