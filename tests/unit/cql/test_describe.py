from uuid import UUID

from cassette.cql.describe import create_statements
from cassette.cql.names import TableName
from cassette.cql.schema import ColumnSchema, IndexSchema, Table
from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.types import parse_type


def test_table_is_described_by_statements_that_make_it_again() -> None:
    columns = [
        ColumnSchema("z", parse_type("int"), "partition_key", 0),
        ColumnSchema("b", parse_type("int"), "clustering", 1),
        ColumnSchema("c", parse_type("text"), "clustering", 0, descending=True),
        ColumnSchema("tags", parse_type("set<text>"), "regular", 0),
        ColumnSchema("a", parse_type("decimal"), "regular", 1),
        ColumnSchema("s", parse_type("text"), "static", 0),
    ]
    table = Table(
        TableName("ks", "t"),
        UUID(int=0),
        {column.name: column for column in columns},
        {"gc_grace_seconds": 5, "caching": {"keys": "ALL"}, "comment": "it's"},
        {
            "t_tags": IndexSchema("t_tags", IndexTarget("tags", "values"), "StorageAttachedIndex", {}),
            "t_a": IndexSchema("t_a", IndexTarget("a"), "StorageAttachedIndex", {"x": "y"}),
        },
    )
    assert [statement.text() for statement in create_statements(table)] == [
        (
            "CREATE TABLE ks.t (z int, c text, b int, s text STATIC, a decimal, tags set<text>, "
            "PRIMARY KEY ((z), c, b)) WITH CLUSTERING ORDER BY (c DESC, b ASC) "
            "AND caching = {'keys': 'ALL'} AND comment = 'it''s' AND gc_grace_seconds = 5"
        ),
        "CREATE CUSTOM INDEX t_a ON ks.t (a) USING 'StorageAttachedIndex' WITH OPTIONS = {'x': 'y'}",
        "CREATE CUSTOM INDEX t_tags ON ks.t (values(tags)) USING 'StorageAttachedIndex'",
    ]
