"""EXPLAIN: how a statement would be carried out. The word is Cassette's own; Cassandra has none for it.

EXPLAIN SELECT * FROM ks.people WHERE tags CONTAINS 'a'
"""

from collections.abc import Callable
from typing import ClassVar

from cassette.cql.statements import batch, delete, insert, select, update
from cassette.cql.statements.batch import Batch, Write
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens

Explained = Batch | Select | Write


class Explain(Statement, frozen=True, cache_hash=True, gc=False):
    """Tell the way of a statement instead of taking it."""

    purpose: ClassVar[Purpose] = "read"
    statement: Explained

    def text(self) -> str:
        return f"EXPLAIN {self.statement.text()}"


READERS: dict[str, Callable[[Tokens], Explained]] = {
    "BEGIN": batch.parse,
    "DELETE": delete.parse,
    "INSERT": insert.parse,
    "SELECT": select.parse,
    "UPDATE": update.parse,
}


def parse(tokens: Tokens) -> Explain:
    """Read what follows EXPLAIN."""
    reader = READERS.get(tokens.peek())
    if reader is None:
        raise tokens.fault(*READERS)
    tokens.at += 1
    return Explain(reader(tokens))
