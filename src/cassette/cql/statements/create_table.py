"""CREATE TABLE: make a table.

CREATE TABLE ks.t (a int, b text, c set<text>, PRIMARY KEY ((a), b))
    WITH CLUSTERING ORDER BY (b DESC) AND comment = 'x'
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.node import Node
from cassette.cql.statements import options
from cassette.cql.statements.options import Option
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType
from cassette.errors import InvalidRequest


class ColumnDefinition(Node, frozen=True, cache_hash=True, gc=False):
    """`name type [STATIC]`."""

    name: str
    type: CqlType
    static: bool = False

    def text(self) -> str:
        return f"{quoted(self.name)} {self.type.text()}{' STATIC' if self.static else ''}"


class ClusteringColumn(Node, frozen=True, cache_hash=True, gc=False):
    """A clustering column and its direction."""

    name: str
    descending: bool = False

    def text(self) -> str:
        return f"{quoted(self.name)} {'DESC' if self.descending else 'ASC'}"


class CreateTable(Statement, frozen=True, cache_hash=True, gc=False):
    """A table's columns, primary key and options; without a primary key it is read, and then refused."""

    purpose: ClassVar[Purpose] = "schema"
    table: TableName
    columns: tuple[ColumnDefinition, ...]
    partition_key: tuple[str, ...]
    clustering: tuple[ClusteringColumn, ...] = ()
    options: tuple[Option, ...] = ()
    if_not_exists: bool = False

    def text(self) -> str:
        parts = [column.text() for column in self.columns]
        if self.partition_key:
            partition_key = f"({', '.join(map(quoted, self.partition_key))})"
            parts.append(f"PRIMARY KEY ({', '.join([partition_key, *(quoted(c.name) for c in self.clustering)])})")
        settings = [option.text() for option in self.options]
        if any(column.descending for column in self.clustering):
            settings.insert(0, f"CLUSTERING ORDER BY ({', '.join(c.text() for c in self.clustering)})")
        return (
            f"CREATE TABLE {'IF NOT EXISTS ' if self.if_not_exists else ''}{self.table.text()} "
            f"({', '.join(parts)}){' WITH ' if settings else ''}{' AND '.join(settings)}"
        )


class _Draft:
    """A table as far as it has been read."""

    def __init__(self) -> None:
        self.columns: list[ColumnDefinition] = []
        self.partition_key: tuple[str, ...] = ()
        self.clustering: tuple[str, ...] = ()
        self.order: dict[str, bool] = {}
        self.options: list[Option] = []

    def set_key(self, partition_key: tuple[str, ...], clustering: tuple[str, ...] = ()) -> None:
        if self.partition_key:
            raise InvalidRequest("a table has one PRIMARY KEY, and this statement gives it more")
        self.partition_key, self.clustering = partition_key, clustering

    def clustering_columns(self) -> tuple[ClusteringColumn, ...]:
        """Put keys and directions together. Raises InvalidRequest when they name different columns."""
        if self.order and tuple(self.order) != self.clustering:
            raise InvalidRequest(
                f"CLUSTERING ORDER BY names {', '.join(self.order)}; "
                f"the clustering columns are {', '.join(self.clustering) or 'none'}"
            )
        return tuple(ClusteringColumn(name, self.order.get(name, False)) for name in self.clustering)


def parse(tokens: Tokens) -> CreateTable:
    """Read what follows CREATE TABLE. Raises InvalidRequest where keys and columns contradict each other."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    table = table_name(tokens)
    draft = _Draft()
    tokens.expect("(")
    _part(tokens, draft)
    while tokens.accept(","):
        _part(tokens, draft)
    tokens.expect(")")
    if tokens.accept("WITH"):
        _setting(tokens, draft)
        while tokens.accept("AND"):
            _setting(tokens, draft)
    clustering = draft.clustering_columns()
    return CreateTable(
        table, tuple(draft.columns), draft.partition_key, clustering, tuple(draft.options), if_not_exists
    )


def _part(tokens: Tokens, draft: _Draft) -> None:
    """Read a column, or the primary key."""
    if tokens.accept("PRIMARY", "KEY"):
        draft.set_key(*_primary_key(tokens))
        return
    name = tokens.name("the name of a column")
    column = ColumnDefinition(name, types.parse(tokens), tokens.accept("STATIC"))
    draft.columns.append(column)
    if tokens.peek() == "MASKED":
        raise tokens.planned("MASKED WITH")
    if tokens.accept("PRIMARY", "KEY"):
        draft.set_key((name,))


def _primary_key(tokens: Tokens) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read `(a, b)` or `((a, b), c)`: the names of the partition key, and of the clustering columns."""
    tokens.expect("(")
    if tokens.accept("("):
        partition_key = [tokens.name("the name of a column")]
        while tokens.accept(","):
            partition_key.append(tokens.name("the name of a column"))
        tokens.expect(")")
    else:
        partition_key = [tokens.name("the name of a column")]
    clustering = []
    while tokens.accept(","):
        clustering.append(tokens.name("the name of a column"))
    tokens.expect(")")
    return tuple(partition_key), tuple(clustering)


def _setting(tokens: Tokens, draft: _Draft) -> None:
    """Read one of the things that WITH and AND introduce."""
    if tokens.peek() == "COMPACT" and tokens.peek(1) == "STORAGE":
        raise tokens.planned("COMPACT STORAGE")
    if not tokens.accept("CLUSTERING", "ORDER", "BY"):
        draft.options.append(options.parse(tokens))
        return
    tokens.expect("(")
    _direction(tokens, draft)
    while tokens.accept(","):
        _direction(tokens, draft)
    tokens.expect(")")


def _direction(tokens: Tokens, draft: _Draft) -> None:
    name = tokens.name("the name of a column")
    descending = tokens.accept("DESC")
    if not descending:
        tokens.accept("ASC")
    draft.order[name] = descending
