"""INSERT … JSON: write one row that comes as a JSON object.

INSERT INTO ks.people JSON '{"key": 1, "name": "Ada"}' DEFAULT UNSET IF NOT EXISTS USING TTL 60
"""

from typing import ClassVar

from cassette.cql import terms
from cassette.cql.names import TableName
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.using import Using, parse_using, using_text
from cassette.cql.terms import Bind, Constant, ConstantKind, Term
from cassette.cql.tokens import Tokens


class InsertJson(Statement, frozen=True, cache_hash=True, gc=False):
    """A JSON object, columns by name; what it does not name becomes null, or stays with `default_unset`."""

    purpose: ClassVar[Purpose] = "write"
    table: TableName
    json: Term
    default_unset: bool = False
    if_not_exists: bool = False
    using: Using | None = None

    def text(self) -> str:
        default = " DEFAULT UNSET" if self.default_unset else ""
        condition = " IF NOT EXISTS" if self.if_not_exists else ""
        return f"INSERT INTO {self.table.text()} JSON {self.json.text()}{default}{condition}{using_text(self.using)}"


def parse(tokens: Tokens, table: TableName) -> InsertJson:
    """Read what follows INSERT INTO … JSON."""
    at = tokens.at
    json = terms.parse_simple(tokens)
    if not isinstance(json, Bind) and not (isinstance(json, Constant) and json.kind is ConstantKind.TEXT):
        tokens.at = at
        raise tokens.fault("a JSON object in quotes, or a marker")
    default_unset = tokens.accept("DEFAULT", "UNSET")
    if not default_unset and tokens.accept("DEFAULT"):
        tokens.expect("NULL")
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    return InsertJson(table, json, default_unset, if_not_exists, parse_using(tokens))
