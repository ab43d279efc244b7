"""SELECT: read rows.

SELECT key, doc_json FROM ks.people WHERE array_contains CONTAINS ? LIMIT ?
"""

import re
from collections.abc import Callable
from typing import ClassVar, TypeVar

from cassette.cql import conditions, selectors, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.selectors import Call, Column, Selection
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest

MODE_LIKE = re.compile(r"\A(distinct|json)(?=[\[( ])")
"""The name of a column or a function that would be read as a mode of the SELECT."""
BEHIND_COLUMN = frozenset({"%", "+", ",", ".", "/", "FROM"})
"""What shows that JSON or DISTINCT was the name of a column, since nothing that is selected begins so."""


class OrderColumn(Node, frozen=True, cache_hash=True, gc=False):
    """`column`, or `column DESC`."""

    column: str
    descending: bool = False

    def text(self) -> str:
        return f"{quoted(self.column)} DESC" if self.descending else quoted(self.column)


class OrderAnn(Node, frozen=True, cache_hash=True, gc=False):
    """`column ANN OF term`: the vectors most like this one first."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} ANN OF {self.term.text()}"


class OrderMatch(Node, frozen=True, cache_hash=True, gc=False):
    """`column BM25 OF term`: the texts that these words describe best first."""

    column: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.column)} BM25 OF {self.term.text()}"


Part = TypeVar("Part")
Group = Call | Column
Order = OrderAnn | OrderColumn | OrderMatch


class Select(Statement, frozen=True, cache_hash=True, gc=False):
    """Rows of one table; no selections means every column (`*`)."""

    purpose: ClassVar[Purpose] = "read"
    table: TableName
    selections: tuple[Selection, ...] = ()
    where: Condition | None = None
    limit: Term | None = None
    allow_filtering: bool = False
    distinct: bool = False
    json: bool = False
    group_by: tuple[Group, ...] = ()
    order_by: tuple[Order, ...] = ()
    per_partition_limit: Term | None = None

    def text(self) -> str:
        words = ["SELECT", *(["JSON"] if self.json else []), *(["DISTINCT"] if self.distinct else [])]
        listed = ", ".join(selection.text() for selection in self.selections) or "*"
        words += [MODE_LIKE.sub(r'"\1"', listed), "FROM", self.table.text()]
        if self.where is not None:
            words += ["WHERE", self.where.text()]
        if self.group_by:
            words += ["GROUP BY", ", ".join(group.text() for group in self.group_by)]
        if self.order_by:
            words += ["ORDER BY", ", ".join(order.text() for order in self.order_by)]
        if self.per_partition_limit is not None:
            words += ["PER PARTITION LIMIT", self.per_partition_limit.text()]
        if self.limit is not None:
            words += ["LIMIT", self.limit.text()]
        if self.allow_filtering:
            words.append("ALLOW FILTERING")
        return " ".join(words)


def parse(tokens: Tokens) -> Select:
    """Read what follows SELECT. Raises InvalidRequest for an order that there is not."""
    json = _mode(tokens, "JSON")
    distinct = _mode(tokens, "DISTINCT")
    selections = selectors.parse_many(tokens)
    tokens.expect("FROM")
    table = table_name(tokens)
    where = conditions.parse(tokens) if tokens.accept("WHERE") else None
    group_by = _listed(tokens, _group) if tokens.accept("GROUP", "BY") else ()
    order_by = _listed(tokens, _order) if tokens.accept("ORDER", "BY") else ()
    per_partition_limit = _limit(tokens) if tokens.accept("PER", "PARTITION", "LIMIT") else None
    limit = _limit(tokens) if tokens.accept("LIMIT") else None
    allow_filtering = tokens.accept("ALLOW", "FILTERING")
    return Select(
        table,
        selections,
        where,
        limit,
        allow_filtering,
        distinct=distinct,
        json=json,
        group_by=group_by,
        order_by=order_by,
        per_partition_limit=per_partition_limit,
    )


def _mode(tokens: Tokens, word: str) -> bool:
    """Read JSON or DISTINCT, which is no reserved word: `SELECT json FROM t` names a column."""
    if tokens.peek() != word:
        return False
    following = tokens.peek(1)
    names_column = following in BEHIND_COLUMN
    if following == "*":
        names_column = tokens.peek(2) != "FROM"
    if following == "AS":
        names_column = tokens.peek(3) in {",", "FROM"} and tokens.peek(2) not in {",", "FROM"}
    tokens.at += not names_column
    return not names_column


def _listed(tokens: Tokens, part: Callable[[Tokens], Part]) -> tuple[Part, ...]:
    found = [part(tokens)]
    while tokens.accept(","):
        found.append(part(tokens))
    return tuple(found)


def _group(tokens: Tokens) -> Group:
    """Read a column, or a function of columns."""
    at = tokens.at
    if tokens.peek(1) != "(":
        return Column(tokens.name("the name of a column"))
    selector = selectors.parse(tokens)
    if not isinstance(selector, Call):
        tokens.at = at
        raise tokens.fault("a column or a function of columns")
    return selector


def _order(tokens: Tokens) -> Order:
    column = tokens.name("the name of a column")
    if tokens.accept("ANN", "OF"):
        order: Order = OrderAnn(column, terms.parse(tokens))
    elif tokens.accept("BM25", "OF"):
        order = OrderMatch(column, terms.parse(tokens))
    else:
        return OrderColumn(column, descending=_descending(tokens))
    if _descending(tokens):
        raise InvalidRequest(f"ORDER BY {order.text()} begins with the best: it has no DESC")
    return order


def _descending(tokens: Tokens) -> bool:
    return not tokens.accept("ASC") and tokens.accept("DESC")


def _limit(tokens: Tokens) -> Term:
    """Read a number of rows, or a marker for it."""
    return terms.parse_number(tokens, "a whole number or a marker")
