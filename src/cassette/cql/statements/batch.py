"""BATCH: writes that happen together or not at all.

BEGIN UNLOGGED BATCH USING TIMESTAMP ? INSERT INTO ks.people (key) VALUES (?); DELETE FROM ks.people WHERE key = ?;
APPLY BATCH
"""

from collections.abc import Callable
from typing import ClassVar, Literal

from cassette.cql.statements import delete, insert, update
from cassette.cql.statements.delete import Delete
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.insert_json import InsertJson
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.update import Update
from cassette.cql.statements.using import Using, parse_using, using_text
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest

Kind = Literal["logged", "unlogged", "counter"]
FIRST_WORDS: dict[Kind, str] = {
    "counter": "BEGIN COUNTER BATCH",
    "logged": "BEGIN BATCH",
    "unlogged": "BEGIN UNLOGGED BATCH",
}
Write = Insert | InsertJson | Update | Delete


class Batch(Statement, frozen=True, cache_hash=True, gc=False):
    """Writes with one write time, that of `using` where it is given, else that of the moment."""

    purpose: ClassVar[Purpose] = "write"
    kind: Kind
    statements: tuple[Write, ...]
    using: Using | None = None

    def text(self) -> str:
        statements = "".join(f" {statement.text()};" for statement in self.statements)
        return f"{FIRST_WORDS[self.kind]}{using_text(self.using)}{statements} APPLY BATCH"


STATEMENTS: dict[str, Callable[[Tokens], Write]] = {
    "DELETE": delete.parse,
    "INSERT": insert.parse,
    "UPDATE": update.parse,
}


def parse(tokens: Tokens) -> Batch:
    """Read what follows BEGIN. Raises InvalidRequest for a TTL, which each statement has on its own."""
    kind: Kind = "unlogged" if tokens.accept("UNLOGGED") else "counter" if tokens.accept("COUNTER") else "logged"
    tokens.expect("BATCH")
    using = parse_using(tokens)
    if using is not None and using.ttl is not None:
        raise InvalidRequest("a batch has no TTL: give each of its statements one")
    statements: list[Write] = []
    while not tokens.accept("APPLY", "BATCH"):
        reader = STATEMENTS.get(tokens.peek())
        if reader is None:
            raise tokens.fault(*STATEMENTS)
        tokens.at += 1
        statements.append(reader(tokens))
        tokens.accept(";")
    return Batch(kind, tuple(statements), using)
