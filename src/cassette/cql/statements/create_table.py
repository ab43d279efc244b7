"""CREATE TABLE: make a table.

    CREATE TABLE ks.t (a int, b text, c set<text>, PRIMARY KEY ((a), b)) WITH CLUSTERING ORDER BY (b DESC) AND comment = 'x'
"""

from typing import ClassVar

from cassette.cql.names import TableName, quoted
from cassette.cql.node import Node
from cassette.cql.statements.options import Option
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.types import CqlType


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
    """A table's columns, primary key and options."""

    purpose: ClassVar[Purpose] = "schema"
    table: TableName
    columns: tuple[ColumnDefinition, ...]
    partition_key: tuple[str, ...]
    clustering: tuple[ClusteringColumn, ...] = ()
    options: tuple[Option, ...] = ()
    if_not_exists: bool = False

    def text(self) -> str:
        columns = ", ".join(column.text() for column in self.columns)
        key = ", ".join([f"({', '.join(map(quoted, self.partition_key))})", *(quoted(c.name) for c in self.clustering)])
        options = [option.text() for option in self.options]
        if any(column.descending for column in self.clustering):
            options.insert(0, f"CLUSTERING ORDER BY ({', '.join(c.text() for c in self.clustering)})")
        return (
            f"CREATE TABLE {'IF NOT EXISTS ' if self.if_not_exists else ''}{self.table.text()} "
            f"({columns}, PRIMARY KEY ({key})){' WITH ' if options else ''}{' AND '.join(options)}"
        )
