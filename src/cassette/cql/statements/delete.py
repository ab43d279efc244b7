"""DELETE: remove rows.

DELETE FROM ks.people WHERE key = ? IF tx_id = ?
"""

from typing import ClassVar

from cassette.cql import conditions, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.using import Using, parse_timestamp, using_text
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens


class WholeColumn(Node, frozen=True, cache_hash=True, gc=False):
    """A column, as a whole."""

    name: str

    def text(self) -> str:
        return quoted(self.name)


class ElementOf(Node, frozen=True, cache_hash=True, gc=False):
    """`name[key]`: one entry of a map, or one item of a list or a set."""

    name: str
    key: Term

    def text(self) -> str:
        return f"{quoted(self.name)}[{self.key.text()}]"


class FieldOf(Node, frozen=True, cache_hash=True, gc=False):
    """`name.field`: one field of a user type."""

    name: str
    field: str

    def text(self) -> str:
        return f"{quoted(self.name)}.{quoted(self.field)}"


Target = ElementOf | FieldOf | WholeColumn


class Delete(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget the rows with this primary key, or with this part of it; or only these columns of them."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    where: Condition
    condition: Condition | None = None
    if_exists: bool = False
    columns: tuple[Target, ...] = ()
    using: Using | None = None

    def text(self) -> str:
        columns = ", ".join(column.text() for column in self.columns)
        words = ["DELETE", *([columns] if columns else []), "FROM", f"{self.table.text()}{using_text(self.using)}"]
        words += ["WHERE", self.where.text()]
        if self.condition is not None:
            words += ["IF", self.condition.text()]
        if self.if_exists:
            words.append("IF EXISTS")
        return " ".join(words)


def parse(tokens: Tokens) -> Delete:
    """Read what follows DELETE."""
    columns = [] if tokens.accept("FROM") else _targets(tokens)
    table = table_name(tokens)
    using = parse_timestamp(tokens)
    tokens.expect("WHERE")
    where = conditions.parse(tokens)
    condition, if_exists = conditions.parse_if(tokens)
    return Delete(table, where, condition, if_exists, tuple(columns), using)


def _targets(tokens: Tokens) -> list[Target]:
    """Read columns and parts of columns up to FROM, and FROM."""
    columns = [_target(tokens)]
    while tokens.accept(","):
        columns.append(_target(tokens))
    tokens.expect("FROM")
    return columns


def _target(tokens: Tokens) -> Target:
    name = tokens.name("the name of a column")
    if tokens.accept("["):
        key = terms.parse(tokens)
        tokens.expect("]")
        return ElementOf(name, key)
    if tokens.accept("."):
        return FieldOf(name, tokens.name("the name of a field"))
    return WholeColumn(name)
