"""Describe: the statements that would make a table again.

for statement in create_statements(table): print(statement.text() + ";")
"""

from cassette.cql.schema import IndexSchema, Table
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.create_table import ClusteringColumn, ColumnDefinition, CreateTable
from cassette.cql.statements.options import Option, map_term, option_term
from cassette.cql.terms import MapTerm


def create_statements(table: Table) -> list[CreateTable | CreateIndex]:
    """Give CREATE TABLE, then a CREATE INDEX for each index, by name."""
    indexes = sorted(table.indexes.values(), key=lambda index: index.name)
    return [create_table(table), *(create_index(table, index) for index in indexes)]


def create_table(table: Table) -> CreateTable:
    """Give the columns as DESCRIBE lists them: keys in their order, then static and regular ones by name."""
    keys = (*table.partition_key, *table.clustering)
    others = sorted(
        (column for column in table.columns.values() if column.kind in {"static", "regular"}),
        key=lambda column: (column.kind == "regular", column.name),
    )
    return CreateTable(
        table.name,
        tuple(ColumnDefinition(c.name, c.type, static=c.kind == "static") for c in (*keys, *others)),
        tuple(column.name for column in table.partition_key),
        tuple(ClusteringColumn(column.name, column.descending) for column in table.clustering),
        tuple(Option(name, option_term(value)) for name, value in sorted(table.options.items())),
    )


def create_index(table: Table, index: IndexSchema) -> CreateIndex:
    """Give the statement for one index of a table."""
    options = map_term(index.options)
    written = options if isinstance(options, MapTerm) else None
    return CreateIndex(index.name, table.name, index.target, index.using, written)
