"""ALTER TABLE: change columns, names, masks or options of a table.

ALTER TABLE IF EXISTS ks.t ADD (a int, b text STATIC)        ALTER TABLE ks.t WITH comment = 'x'
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements import mask, renames
from cassette.cql.statements.create_table import ColumnDefinition, column_definition
from cassette.cql.statements.mask import Mask
from cassette.cql.statements.options import Option, options_text, parse_options
from cassette.cql.statements.renames import Rename
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType

DIGITS = 19


class AddColumns(Node, frozen=True, cache_hash=True, gc=False):
    """`ADD column type` or `ADD (column type, …)`."""

    columns: tuple[ColumnDefinition, ...]
    if_not_exists: bool = False

    def text(self) -> str:
        columns = ", ".join(column.text() for column in self.columns)
        return f"ADD {'IF NOT EXISTS ' if self.if_not_exists else ''}({columns})"


class DropColumns(Node, frozen=True, cache_hash=True, gc=False):
    """`DROP column` or `DROP (column, …)`; what was written after `timestamp` (µs) would stay."""

    columns: tuple[str, ...]
    if_exists: bool = False
    timestamp: int | None = None

    def text(self) -> str:
        using = "" if self.timestamp is None else f" USING TIMESTAMP {self.timestamp}"
        return f"DROP {'IF EXISTS ' if self.if_exists else ''}({', '.join(map(quoted, self.columns))}){using}"


class AlterColumnType(Node, frozen=True, cache_hash=True, gc=False):
    """`ALTER column TYPE type`: read, and refused by every engine as Cassandra refuses it."""

    column: str
    type: CqlType

    def text(self) -> str:
        return f"ALTER {quoted(self.column)} TYPE {self.type.text()}"


class MaskColumn(Node, frozen=True, cache_hash=True, gc=False):
    """`ALTER column MASKED WITH …`, or `ALTER column DROP MASKED` where there is no mask."""

    column: str
    mask: Mask | None
    if_exists: bool = False

    def text(self) -> str:
        shown = "DROP MASKED" if self.mask is None else self.mask.text()
        return f"ALTER {'IF EXISTS ' if self.if_exists else ''}{quoted(self.column)} {shown}"


class DropCompactStorage(Node, frozen=True, cache_hash=True, gc=False):
    """`DROP COMPACT STORAGE`: read, and refused by every engine, since no table has it."""

    def text(self) -> str:
        return "DROP COMPACT STORAGE"


class SetOptions(Node, frozen=True, cache_hash=True, gc=False):
    """`WITH option = value AND …`."""

    options: tuple[Option, ...]

    def text(self) -> str:
        return options_text(self.options)[1:]


Change = AddColumns | AlterColumnType | DropColumns | DropCompactStorage | MaskColumn | Rename | SetOptions


class AlterTable(Statement, frozen=True, cache_hash=True, gc=False):
    """A table and one change of it."""

    purpose: ClassVar[Purpose] = "schema"
    table: TableName
    change: Change
    if_exists: bool = False

    def text(self) -> str:
        return f"ALTER TABLE {'IF EXISTS ' if self.if_exists else ''}{self.table.text()} {self.change.text()}"


def parse(tokens: Tokens) -> AlterTable:
    """Read what follows ALTER TABLE."""
    if_exists = tokens.accept("IF", "EXISTS")
    return AlterTable(table_name(tokens), _change(tokens), if_exists)


def _change(tokens: Tokens) -> Change:
    if tokens.accept("ADD"):
        return _add(tokens)
    if tokens.accept("DROP", "COMPACT", "STORAGE"):
        return DropCompactStorage()
    if tokens.accept("DROP"):
        return _drop(tokens)
    if tokens.accept("ALTER"):
        return _alter(tokens)
    if tokens.accept("RENAME"):
        return renames.parse(tokens, "a column")
    options = parse_options(tokens)
    if not options:
        raise tokens.fault()
    return SetOptions(options)


def _add(tokens: Tokens) -> AddColumns:
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    if not tokens.accept("("):
        return AddColumns((column_definition(tokens),), if_not_exists)
    columns = [column_definition(tokens)]
    while tokens.accept(","):
        columns.append(column_definition(tokens))
    tokens.expect(")")
    return AddColumns(tuple(columns), if_not_exists)


def _drop(tokens: Tokens) -> DropColumns:
    if_exists = tokens.accept("IF", "EXISTS")
    if tokens.accept("("):
        columns = [tokens.name("the name of a column")]
        while tokens.accept(","):
            columns.append(tokens.name("the name of a column"))
        tokens.expect(")")
    else:
        columns = [tokens.name("the name of a column")]
    return DropColumns(tuple(columns), if_exists, _timestamp(tokens))


def _timestamp(tokens: Tokens) -> int | None:
    if not tokens.accept("USING", "TIMESTAMP"):
        return None
    sign = -1 if tokens.accept("-") else 1
    digits = tokens.peek()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > DIGITS:
        raise tokens.fault("a write time in microseconds")
    tokens.at += 1
    return sign * int(digits)


def _alter(tokens: Tokens) -> AlterColumnType | MaskColumn:
    if_exists = tokens.accept("IF", "EXISTS")
    column = tokens.name("the name of a column")
    if tokens.accept("DROP", "MASKED"):
        return MaskColumn(column, None, if_exists)
    if not if_exists and tokens.accept("TYPE"):
        return AlterColumnType(column, types.parse(tokens))
    found = mask.parse(tokens)
    if found is None:
        raise tokens.fault()
    return MaskColumn(column, found, if_exists)
