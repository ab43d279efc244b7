"""CREATE TRIGGER: run a Java class at each write.

CREATE TRIGGER IF NOT EXISTS audit ON ks.t USING 'org.example.Audit'
"""

from typing import ClassVar

from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens


class CreateTrigger(Statement, frozen=True, cache_hash=True, gc=False):
    """A trigger of a table; `using` names the class."""

    purpose: ClassVar[Purpose] = "schema"
    name: str
    table: TableName
    using: str
    if_not_exists: bool = False

    def text(self) -> str:
        return (
            f"CREATE TRIGGER {'IF NOT EXISTS ' if self.if_not_exists else ''}{quoted(self.name)} "
            f"ON {self.table.text()} USING {quoted_text(self.using)}"
        )


def parse(tokens: Tokens) -> CreateTrigger:
    """Read what follows CREATE TRIGGER."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    name = tokens.name("the name of a trigger")
    tokens.expect("ON")
    table = table_name(tokens)
    tokens.expect("USING")
    return CreateTrigger(name, table, tokens.quoted_text("the class of the trigger, in quotes"), if_not_exists)
