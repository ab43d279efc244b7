"""The system's keyspaces as the schema has them; their tables are read from text when somebody asks for one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import md5
from types import MappingProxyType
from uuid import UUID

from cassette.cql.names import TableName
from cassette.cql.parser import parse
from cassette.cql.schema import ColumnKind, ColumnSchema, Keyspace, Table
from cassette.cql.statements.create_table import CreateTable
from cassette.engines.embedded.system.definitions import COMMENTS, OPTIONS, REPLICATION, TABLES


class Tables(Mapping[str, Table]):
    """The tables of one keyspace by name: opening a database does not wait for them to be read."""

    def __init__(self, keyspace: str) -> None:
        self._keyspace = keyspace

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    @cached_property
    def _tables(self) -> dict[str, Table]:
        texts = (text.strip() for text in TABLES[self._keyspace].split(";"))
        tables = [_table(self._keyspace, text) for text in texts if text]
        return {table.name.table: table for table in tables}


def _table(keyspace: str, text: str) -> Table:
    made = parse(f"CREATE TABLE {text}")
    assert isinstance(made, CreateTable)
    columns = {column.name: ColumnSchema(column.name, column.type, "regular", 0) for column in made.columns}
    key: list[tuple[ColumnKind, int, str]] = [
        *(("partition_key", at, name) for at, name in enumerate(made.partition_key)),
        *(("clustering", at, column.name) for at, column in enumerate(made.clustering)),
    ]
    for kind, at, column in key:
        columns[column] = replace(columns[column], kind=kind, position=at)
    name = TableName(keyspace, made.table.table)
    options = dict(OPTIONS.get(keyspace, {}))
    if keyspace == "system_schema":
        options["comment"] = COMMENTS[name.table]
    return Table(name, _id(name), MappingProxyType(columns), MappingProxyType(options))


def _id(name: TableName) -> UUID:
    """The id that the table has in every Cassandra: made from its name."""
    digest = md5(f"{name.keyspace}{name.table}".encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest, version=3)


SYSTEM_KEYSPACES: Mapping[str, Keyspace] = MappingProxyType(
    {
        name: Keyspace(name, MappingProxyType(dict(replication)), True, Tables(name))
        for name, replication in REPLICATION.items()
    }
)
