"""SELECT: read rows.

SELECT key, doc_json FROM ks.people WHERE array_contains CONTAINS ? LIMIT ?
"""

from typing import ClassVar

from cassette.cql import conditions, selectors, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, table_name
from cassette.cql.selectors import Selection
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Bind, Constant, ConstantKind, Term
from cassette.cql.tokens import Tokens

PLANNED_CLAUSES = {"GROUP": "GROUP BY", "ORDER": "ORDER BY", "PER": "PER PARTITION LIMIT"}
PLANNED_MODES = frozenset({"DISTINCT", "JSON"})


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


def parse(tokens: Tokens) -> Select:
    """Read what follows SELECT."""
    # neither is a reserved word: `SELECT json FROM t` and `SELECT distinct, a FROM t` name columns
    if tokens.peek() in PLANNED_MODES and tokens.peek(1) not in {",", "FROM", "AS", "[", ".", "("}:
        raise tokens.planned(f"SELECT {tokens.peek()}")
    selections = selectors.parse_many(tokens)
    tokens.expect("FROM")
    table = table_name(tokens)
    where = conditions.parse(tokens) if tokens.accept("WHERE") else None
    clause = PLANNED_CLAUSES.get(tokens.peek())
    if clause is not None:
        raise tokens.planned(clause)
    limit = _limit(tokens) if tokens.accept("LIMIT") else None
    return Select(table, selections, where, limit, tokens.accept("ALLOW", "FILTERING"))


def _limit(tokens: Tokens) -> Term:
    """Read a number of rows, or a marker for it."""
    at = tokens.at
    limit = terms.parse(tokens)
    if not isinstance(limit, Bind) and not (isinstance(limit, Constant) and limit.kind is ConstantKind.INTEGER):
        tokens.at = at
        raise tokens.fault("a whole number or a marker")
    return limit
