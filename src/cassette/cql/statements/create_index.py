"""CREATE CUSTOM INDEX: index a column, or a part of a collection.

    CREATE CUSTOM INDEX people_tags ON ks.people (entries(scores)) USING 'StorageAttachedIndex' WITH OPTIONS = {'a': 'b'}
"""

from typing import ClassVar, Literal

from cassette.cql.names import TableName, quoted
from cassette.cql.node import Node
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import MapTerm, quoted_text

Part = Literal["", "keys", "values", "entries", "full"]


class IndexTarget(Node, frozen=True, cache_hash=True, gc=False):
    """The indexed column; `part` names the part of a collection where one is written."""

    column: str
    part: Part = ""

    def text(self) -> str:
        return f"{self.part}({quoted(self.column)})" if self.part else quoted(self.column)


class CreateIndex(Statement, frozen=True, cache_hash=True, gc=False):
    """A custom index: `using` names its class."""

    purpose: ClassVar[Purpose] = "schema"
    name: str | None
    table: TableName
    target: IndexTarget
    using: str
    options: MapTerm | None = None
    if_not_exists: bool = False

    def text(self) -> str:
        words = ["CREATE CUSTOM INDEX"]
        if self.if_not_exists:
            words.append("IF NOT EXISTS")
        if self.name is not None:
            words.append(quoted(self.name))
        words.append(f"ON {self.table.text()} ({self.target.text()}) USING {quoted_text(self.using)}")
        if self.options is not None:
            words.append(f"WITH OPTIONS = {self.options.text()}")
        return " ".join(words)
