"""SELECT: read rows.

    SELECT key, doc_json FROM ks.people WHERE array_contains CONTAINS ? LIMIT ?
"""

from typing import ClassVar

from cassette.cql.conditions import Condition
from cassette.cql.names import TableName
from cassette.cql.selectors import Selection
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term


class Select(Statement, frozen=True, cache_hash=True, gc=False):
    """Rows of one table; no selections means every column (`*`)."""

    purpose: ClassVar[Purpose] = "read"
    table: TableName
    selections: tuple[Selection, ...] = ()
    where: Condition | None = None
    limit: Term | None = None
    allow_filtering: bool = False

    def text(self) -> str:
        words = ["SELECT", ", ".join(s.text() for s in self.selections) or "*", "FROM", self.table.text()]
        if self.where is not None:
            words += ["WHERE", self.where.text()]
        if self.limit is not None:
            words += ["LIMIT", self.limit.text()]
        if self.allow_filtering:
            words.append("ALLOW FILTERING")
        return " ".join(words)
