"""CREATE [CUSTOM] INDEX: index a column, or a part of a collection.

CREATE CUSTOM INDEX tags ON ks.people (entries(scores)) USING 'StorageAttachedIndex' WITH OPTIONS = {'a': 'b'}
"""

from typing import ClassVar, Literal

from cassette.cql import terms
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements.options import is_plain
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import MapTerm, quoted_text
from cassette.cql.tokens import Tokens
from cassette.errors import ConfigurationFault, InvalidRequest

Part = Literal["", "keys", "values", "entries", "full"]
LEGACY = "legacy_local_table"
"""The other name of an index without USING."""

PARTS: dict[str, Part] = {"ENTRIES": "entries", "FULL": "full", "KEYS": "keys", "VALUES": "values"}


class IndexTarget(Node, frozen=True, cache_hash=True, gc=False):
    """The indexed column; `part` names the part of a collection where one is written."""

    column: str
    part: Part = ""

    def text(self) -> str:
        return f"{self.part}({quoted(self.column)})" if self.part else quoted(self.column)


class CreateIndex(Statement, frozen=True, cache_hash=True, gc=False):
    """An index: `using` names its class, or its kind; empty where none is written."""

    purpose: ClassVar[Purpose] = "schema"
    name: str | None
    table: TableName
    target: IndexTarget
    using: str = ""
    options: MapTerm | None = None
    if_not_exists: bool = False

    def text(self) -> str:
        words = ["CREATE CUSTOM INDEX" if self.using else "CREATE INDEX"]
        if self.if_not_exists:
            words.append("IF NOT EXISTS")
        if self.name is not None:
            words.append(quoted(self.name))
        words.append(f"ON {self.table.text()} ({self.target.text()})")
        if self.using:
            words.append(f"USING {quoted_text(self.using)}")
        if self.options is not None:
            words.append(f"WITH OPTIONS = {self.options.text()}")
        return " ".join(words)


def parse(tokens: Tokens) -> CreateIndex:
    """Read what follows CREATE INDEX or CREATE CUSTOM INDEX; they say the same where there is a USING.

    Raises InvalidRequest where it contradicts itself, ConfigurationFault where it leaves the class out.
    """
    custom = tokens.peek(-2) == "CUSTOM"
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    name = None if tokens.peek() == "ON" else tokens.name("the name of an index")
    tokens.expect("ON")
    table = table_name(tokens)
    tokens.expect("(")
    if tokens.accept(")"):
        raise InvalidRequest("an index is on a column: it is not named")
    target = _target(tokens)
    if tokens.peek() == ",":
        raise InvalidRequest("an index is on one column, not on several")
    tokens.expect(")")
    using = tokens.quoted_text("the class of the index, in quotes") if tokens.accept("USING") else ""
    options = _options(tokens)
    if using == LEGACY and not custom:
        using = ""
    if custom and not using:
        raise ConfigurationFault("CREATE CUSTOM INDEX says with USING of which class the index is")
    if options is not None and not using:
        raise InvalidRequest("an index without USING has no options")
    return CreateIndex(name, table, target, using, options, if_not_exists)


def _target(tokens: Tokens) -> IndexTarget:
    part = PARTS.get(tokens.peek()) if tokens.peek(1) == "(" else None
    if part is None:
        return IndexTarget(tokens.name("the name of a column"))
    tokens.at += 2
    target = IndexTarget(tokens.name("the name of a column"), part)
    tokens.expect(")")
    return target


def _options(tokens: Tokens) -> MapTerm | None:
    if not tokens.accept("WITH"):
        return None
    tokens.expect("OPTIONS")
    tokens.expect("=")
    at = tokens.at
    options = terms.parse(tokens)
    if not is_plain(options) or isinstance(options, terms.Constant):
        tokens.at = at
        raise tokens.fault("a map of constants")
    return options if isinstance(options, MapTerm) else None
