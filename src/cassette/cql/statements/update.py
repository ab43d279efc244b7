"""UPDATE: change columns of a row, or make the row.

UPDATE ks.people SET tx_id = now(), doc_json = ? WHERE key = ? IF tx_id = ?
"""

from typing import ClassVar

from cassette.cql import conditions, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.using import Using, parse_using, using_text
from cassette.cql.terms import ADDITIVE, Term, is_constant
from cassette.cql.tokens import Tokens


class Assignment(Node, frozen=True, cache_hash=True, gc=False):
    """`column = term`."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} = {self.term.text()}"


class AddTo(Node, frozen=True, cache_hash=True, gc=False):
    """`column += term`: more of a counter, more items behind those of a list, in a set or in a map."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} += {self.term.text()}"


class Prepend(Node, frozen=True, cache_hash=True, gc=False):
    """`column = term + column`: more items before those of a list."""

    column: str
    term: Term

    def text(self) -> str:
        column = quoted(self.column)
        return f"{column} = {self.term.text()} + {column}"


class TakeFrom(Node, frozen=True, cache_hash=True, gc=False):
    """`column -= term`: less of a counter, fewer items in a collection."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} -= {self.term.text()}"


class SetElement(Node, frozen=True, cache_hash=True, gc=False):
    """`column[key] = term`: one entry of a map, or one item of a list."""

    column: str
    key: Term
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)}[{self.key.text()}] = {self.term.text()}"


class SetField(Node, frozen=True, cache_hash=True, gc=False):
    """`column.field = term`: one field of a user type."""

    column: str
    field: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)}.{quoted(self.field)} = {self.term.text()}"


Change = AddTo | Assignment | Prepend | SetElement | SetField | TakeFrom


class Update(Statement, frozen=True, cache_hash=True, gc=False):
    """Assignments to the row with this primary key, on a condition if one is given."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    assignments: tuple[Change, ...]
    where: Condition
    condition: Condition | None = None
    if_exists: bool = False
    using: Using | None = None

    def text(self) -> str:
        assignments = ", ".join(assignment.text() for assignment in self.assignments)
        words = [f"UPDATE {self.table.text()}{using_text(self.using)} SET", assignments, "WHERE", self.where.text()]
        if self.condition is not None:
            words += ["IF", self.condition.text()]
        if self.if_exists:
            words.append("IF EXISTS")
        return " ".join(words)


def parse(tokens: Tokens) -> Update:
    """Read what follows UPDATE."""
    table = table_name(tokens)
    using = parse_using(tokens)
    tokens.expect("SET")
    changes = _changes(tokens)
    tokens.expect("WHERE")
    where = conditions.parse(tokens)
    condition, if_exists = conditions.parse_if(tokens)
    return Update(table, changes, where, condition, if_exists, using)


def _changes(tokens: Tokens) -> tuple[Change, ...]:
    """Read changes that can all be made. Raises SyntaxFault where two would set the same."""
    changes: list[Change] = []
    marks: dict[str, set[str | None]] = {}
    while True:
        at = tokens.at
        change = _change(tokens)
        others = marks.setdefault(change.column, set())
        mark = None if isinstance(change, Assignment) else f".{change.field}" if isinstance(change, SetField) else ""
        if others and (mark is None or None in others or (mark and mark in others)):
            tokens.at = at
            raise tokens.fault("a column that is not set yet")
        others.add(mark)
        changes.append(change)
        if not tokens.accept(","):
            return tuple(changes)


def _change(tokens: Tokens) -> Change:
    column = tokens.name("the name of a column")
    if tokens.texts[tokens.at] == "=":
        tokens.at += 1
        return _assignment(tokens, column)
    if tokens.accept("["):
        key = terms.parse(tokens)
        tokens.expect("]")
        tokens.expect("=")
        return SetElement(column, key, terms.parse(tokens))
    if tokens.accept("."):
        field = tokens.name("the name of a field")
        tokens.expect("=")
        return SetField(column, field, terms.parse(tokens))
    if tokens.accept("+="):
        return AddTo(column, terms.parse(tokens))
    if tokens.accept("-="):
        return TakeFrom(column, terms.parse(tokens))
    raise tokens.fault("'='")


def _assignment(tokens: Tokens, column: str) -> Change:
    """Read what follows `column =`: a value, `column + value`, `column - value` or `value + column`."""
    if tokens.texts[tokens.at + 1] in ADDITIVE and tokens.at_name() and not is_constant(tokens.texts[tokens.at]):
        _itself(tokens, column)
        sign = tokens.texts[tokens.at]
        tokens.at += 1
        return (AddTo if sign == "+" else TakeFrom)(column, terms.parse(tokens))
    term = terms.parse(tokens, before_column=True)
    if tokens.texts[tokens.at] == "+":
        tokens.at += 1
        _itself(tokens, column)
        return Prepend(column, term)
    return Assignment(column, term)


def _itself(tokens: Tokens, column: str) -> None:
    """Read the column that is changed once more."""
    at = tokens.at
    if tokens.name("the column that is changed") != column:
        tokens.at = at
        raise tokens.fault(quoted(column), note=": a column is set from itself only")
