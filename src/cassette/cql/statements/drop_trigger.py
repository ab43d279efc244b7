"""DROP TRIGGER: forget a trigger.

DROP TRIGGER IF EXISTS audit ON ks.t
"""

from typing import ClassVar

from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens


class DropTrigger(Statement, frozen=True, cache_hash=True, gc=False):
    """Forget a trigger of a table."""

    purpose: ClassVar[Purpose] = "schema"
    name: str
    table: TableName
    if_exists: bool = False

    def text(self) -> str:
        return f"DROP TRIGGER {'IF EXISTS ' if self.if_exists else ''}{quoted(self.name)} ON {self.table.text()}"


def parse(tokens: Tokens) -> DropTrigger:
    """Read what follows DROP TRIGGER."""
    if_exists = tokens.accept("IF", "EXISTS")
    name = tokens.name("the name of a trigger")
    tokens.expect("ON")
    return DropTrigger(name, table_name(tokens), if_exists)
