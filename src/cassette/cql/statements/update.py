"""UPDATE: change columns of a row, or make the row.

UPDATE ks.people SET tx_id = now(), doc_json = ? WHERE key = ? IF tx_id = ?
"""

from typing import ClassVar

from cassette.cql import conditions, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens

PLANNED = {
    "+=": "adding to a column",
    "-=": "taking from a column",
    ".": "setting a field of a user type",
    "[": "setting one element of a collection",
}
"""What may follow a column in good CQL, and cannot yet."""


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


def parse(tokens: Tokens) -> Update:
    """Read what follows UPDATE."""
    table = table_name(tokens)
    if tokens.peek() == "USING":
        raise tokens.planned("USING")
    tokens.expect("SET")
    assignments = [_assignment(tokens)]
    while tokens.accept(","):
        assignments.append(_assignment(tokens))
    tokens.expect("WHERE")
    where = conditions.parse(tokens)
    condition, if_exists = conditions.parse_if(tokens)
    return Update(table, tuple(assignments), where, condition, if_exists)


def _assignment(tokens: Tokens) -> Assignment:
    column = tokens.name("the name of a column")
    what = PLANNED.get(tokens.peek())
    if what is not None:
        raise tokens.planned(what)
    tokens.expect("=")
    if tokens.at_name() and tokens.peek(1) in {"+", "-"}:
        raise tokens.planned("adding to a column or taking from it")
    return Assignment(column, terms.parse(tokens))
