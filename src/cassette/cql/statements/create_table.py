"""CREATE TABLE: make a table.

CREATE TABLE ks.t (a int, b text, c set<text>, PRIMARY KEY ((a), b))
    WITH CLUSTERING ORDER BY (b DESC) AND comment = 'x'
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements import mask
from cassette.cql.statements.mask import Mask
from cassette.cql.statements.options import Option
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.table_key import ClusteringColumn, KeyDraft, key_text, settings_text
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType


class ColumnDefinition(Node, frozen=True, cache_hash=True, gc=False):
    """`name type [STATIC] [MASKED WITH …]`."""

    name: str
    type: CqlType
    static: bool = False
    mask: Mask | None = None

    def text(self) -> str:
        masked = "" if self.mask is None else f" {self.mask.text()}"
        return f"{quoted(self.name)} {self.type.text()}{' STATIC' if self.static else ''}{masked}"


class CreateTable(Statement, frozen=True, cache_hash=True, gc=False):
    """A table's columns, primary key and options.

    Without a primary key it is read, and refused by engines; with COMPACT STORAGE so, too.
    """

    purpose: ClassVar[Purpose] = "schema"
    table: TableName
    columns: tuple[ColumnDefinition, ...]
    partition_key: tuple[str, ...]
    clustering: tuple[ClusteringColumn, ...] = ()
    options: tuple[Option, ...] = ()
    if_not_exists: bool = False
    compact_storage: bool = False

    def text(self) -> str:
        parts = [column.text() for column in self.columns]
        if self.partition_key:
            parts.append(key_text(self.partition_key, self.clustering))
        return (
            f"CREATE TABLE {'IF NOT EXISTS ' if self.if_not_exists else ''}{self.table.text()} "
            f"({', '.join(parts)}){settings_text(self.clustering, self.options, compact=self.compact_storage)}"
        )


def parse(tokens: Tokens) -> CreateTable:
    """Read what follows CREATE TABLE. Raises InvalidRequest where keys and columns contradict each other."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    table = table_name(tokens)
    draft = KeyDraft()
    tokens.expect("(")
    columns = _part(tokens, draft)
    while tokens.accept(","):
        columns += _part(tokens, draft)
    tokens.expect(")")
    draft.read_settings(tokens)
    clustering = draft.clustering()
    return CreateTable(table, columns, draft.partition_key, clustering, draft.options, if_not_exists, draft.compact)


def column_definition(tokens: Tokens) -> ColumnDefinition:
    """Read a column's name, its type and what follows it."""
    name = tokens.name("the name of a column")
    type_ = types.parse(tokens)
    return ColumnDefinition(name, type_, tokens.accept("STATIC"), mask.parse(tokens))


def _part(tokens: Tokens, draft: KeyDraft) -> tuple[ColumnDefinition, ...]:
    """Read a column, or the primary key into the draft."""
    if tokens.accept("PRIMARY", "KEY"):
        draft.read_key(tokens)
        return ()
    column = column_definition(tokens)
    if tokens.accept("PRIMARY", "KEY"):
        draft.set_key((column.name,))
    return (column,)
