"""INSERT: write one row.

INSERT INTO ks.people (key, tx_id) VALUES (?, now()) IF NOT EXISTS
"""

from typing import ClassVar

from cassette.cql import terms
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.statements import insert_json
from cassette.cql.statements.insert_json import InsertJson
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.using import Using, parse_using, using_text
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest


class Insert(Statement, frozen=True, cache_hash=True, gc=False):
    """Values for columns of one row, its whole primary key among them."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    columns: tuple[str, ...]
    terms: tuple[Term, ...]
    if_not_exists: bool = False
    using: Using | None = None

    def text(self) -> str:
        columns = ", ".join(quoted(column) for column in self.columns)
        terms = ", ".join(term.text() for term in self.terms)
        condition = " IF NOT EXISTS" if self.if_not_exists else ""
        return f"INSERT INTO {self.table.text()} ({columns}) VALUES ({terms}){condition}{using_text(self.using)}"


def parse(tokens: Tokens) -> Insert | InsertJson:
    """Read what follows INSERT. Raises InvalidRequest where columns and values do not go together."""
    tokens.expect("INTO")
    table = table_name(tokens)
    if tokens.accept("JSON"):
        return insert_json.parse(tokens, table)
    tokens.expect("(")
    columns = _columns(tokens)
    tokens.expect("VALUES")
    tokens.expect("(")
    values = terms.parse_many(tokens, ")")
    if not values:
        tokens.at -= 1
        raise tokens.fault("a value")
    if len(columns) != len(values):
        raise InvalidRequest(f"INSERT names {len(columns)} columns and gives {len(values)} values")
    if len(set(columns)) < len(columns):
        raise InvalidRequest("INSERT names a column more than once")
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    return Insert(table, columns, values, if_not_exists, parse_using(tokens))


def _columns(tokens: Tokens) -> tuple[str, ...]:
    columns = [tokens.name("the name of a column")]
    while tokens.accept(","):
        columns.append(tokens.name("the name of a column"))
    tokens.expect(")")
    return tuple(columns)
