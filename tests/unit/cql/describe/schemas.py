"""A small schema made of CREATE statements, for what describes it."""

from uuid import UUID

from cassette.cql.parser import parse
from cassette.cql.schema import ColumnKind, ColumnSchema, IndexSchema, Keyspace, Schema, Table, View
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.statements.create_type import CreateType
from cassette.cql.statements.create_view import CreateView
from cassette.cql.statements.options import option_map
from cassette.cql.table_options import table_options
from cassette.cql.types import CqlType, UserType, resolve

REPLICATION = {"class": "SimpleStrategy", "replication_factor": "1"}

SYSTEM = ("system", "system_views")


class Draft:
    """A keyspace as far as its statements have been read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.types: dict[str, UserType] = {}
        self.tables: dict[str, Table] = {}
        self.views: dict[str, View] = {}

    def run(self, text: str) -> None:
        statement = parse(text, self.name)
        match statement:
            case CreateType():
                fields = tuple((name, self.resolved(type_)) for name, type_ in statement.fields)
                self.types[statement.type.name] = UserType(self.name, statement.type.name, fields)
            case CreateTable():
                self.tables[statement.table.table] = self.table(statement)
            case CreateView():
                self.views[statement.view.table] = self.view(statement)
            case CreateIndex():
                options = {} if statement.options is None else option_map(statement.options)
                index = IndexSchema(statement.name or "", statement.target, statement.using, options)
                indexes = self.tables[statement.table.table].indexes
                assert isinstance(indexes, dict)
                indexes[index.name] = index
            case _:
                raise TypeError(statement)

    def resolved(self, type_: CqlType) -> CqlType:
        return resolve(type_, lambda named: self.types[named.name])

    def table(self, statement: CreateTable) -> Table:
        clustering = [column.name for column in statement.clustering]
        columns = {}
        for number, column in enumerate(statement.columns):
            kind: ColumnKind = "static" if column.static else "regular"
            position = number
            if column.name in statement.partition_key:
                kind, position = "partition_key", statement.partition_key.index(column.name)
            elif column.name in clustering:
                kind, position = "clustering", clustering.index(column.name)
            descending = kind == "clustering" and statement.clustering[position].descending
            mask = None if column.mask is None else column.mask.function
            type_ = self.resolved(column.type)
            columns[column.name] = ColumnSchema(column.name, type_, kind, position, descending, mask)
        return Table(statement.table, UUID(int=1), columns, table_options(statement.options))

    def view(self, statement: CreateView) -> View:
        base = self.tables[statement.base.table]
        key = [*statement.partition_key, *(column.name for column in statement.clustering)]
        columns = {}
        for name in statement.columns or base.columns:
            kind: ColumnKind = "regular"
            if name in key:
                kind = "partition_key" if name in statement.partition_key else "clustering"
            descending = any(column.name == name and column.descending for column in statement.clustering)
            position = key.index(name) if name in key else 0
            columns[name] = ColumnSchema(name, base.columns[name].type, kind, position, descending)
        return View(
            statement.view,
            UUID(int=2),
            columns,
            table_options(statement.options),
            base=statement.base,
            where=statement.where,
            include_all=not statement.columns,
        )


def schema_of(*statements: str, keyspace: str = "ks") -> Schema:
    draft = Draft(keyspace)
    for text in statements:
        draft.run(text)
    made = Keyspace(keyspace, REPLICATION, True, draft.tables, draft.types, draft.views)
    others = [Keyspace(name, {"class": "LocalStrategy"}, True, {}) for name in SYSTEM]
    return Schema(1, {space.name: space for space in (*others, made)})
