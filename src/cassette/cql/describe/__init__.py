"""DESCRIBE: the rows that it answers.

    DESCRIBE TABLES    ->  keyspace_name, type, name
    DESCRIBE TABLE t   ->  keyspace_name, type, name, create_statement     the table, its indexes, its views
    DESCRIBE CLUSTER   ->  cluster, partitioner, snitch, range_ownership

Names are quoted as CQL has to write them, and statements come in an order in which they can be run.
"""

from collections.abc import Callable, Iterable, Iterator

from cassette.cql.describe.order import by_name, types_in_order
from cassette.cql.describe.texts import (
    index_target_text,
    index_text,
    keyspace_text,
    table_text,
    type_text,
    view_text,
)
from cassette.cql.names import quoted
from cassette.cql.rows import ColumnOfRows, Row, Rows
from cassette.cql.schema import IndexSchema, Keyspace, Schema, Table, View
from cassette.cql.statements.describe import Describe, What
from cassette.cql.types import CqlType, ListType, MapType, ScalarType
from cassette.errors import InvalidRequest

TEXT = ScalarType("text")
SYSTEM_KEYSPACES = frozenset(
    {"system", "system_auth", "system_distributed", "system_schema", "system_traces", "system_views"}
    | {"system_virtual_schema"}
)
VIRTUAL_KEYSPACES = frozenset({"system_views", "system_virtual_schema"})

PARTITIONER, SNITCH = "Murmur3Partitioner", "SimpleSnitch"
LEAST_TOKEN = str(-(1 << 63))
ADDRESS = "/127.0.0.1:7000"


def _columns(**types: CqlType) -> tuple[ColumnOfRows, ...]:
    return tuple(ColumnOfRows(name, type_) for name, type_ in types.items())


LISTED = _columns(keyspace_name=TEXT, type=TEXT, name=TEXT)
SHOWN = (*LISTED, ColumnOfRows("create_statement", TEXT))
CLUSTER = _columns(cluster=TEXT, partitioner=TEXT, snitch=TEXT, range_ownership=MapType(TEXT, ListType(TEXT)))


def describe_rows(statement: Describe, schema: Schema, cluster: str = "cassette") -> Rows:
    """Answer a DESCRIBE; `cluster` is the name in system.local. Raises InvalidRequest for what is not there."""
    if statement.what == "CLUSTER":
        return Rows(CLUSTER, [(cluster, PARTITIONER, SNITCH, {LEAST_TOKEN: [ADDRESS]})])
    if statement.what in LISTS:
        of_one = statement.keyspace is not None and statement.what != "KEYSPACES"
        keyspaces = [_keyspace(schema, statement.keyspace)] if of_one else by_name(schema.keyspaces.values())
        return Rows(LISTED, [row for keyspace in keyspaces for row in LISTS[statement.what](keyspace)])
    return Rows(SHOWN, list(Describer(schema, internals=statement.internals).rows(statement)))


def _list_of(kind: str, names: Callable[[Keyspace], Iterable[str]]) -> Callable[[Keyspace], list[Row]]:
    def rows(keyspace: Keyspace) -> list[Row]:
        return [(quoted(keyspace.name), kind, quoted(name)) for name in sorted(names(keyspace), key=str.lower)]

    return rows


LISTS: dict[What, Callable[[Keyspace], list[Row]]] = {
    "AGGREGATES": _list_of("aggregate", lambda keyspace: ()),
    "FUNCTIONS": _list_of("function", lambda keyspace: ()),
    "KEYSPACES": _list_of("keyspace", lambda keyspace: (keyspace.name,)),
    "TABLES": _list_of("table", lambda keyspace: keyspace.tables),
    "TYPES": _list_of("type", lambda keyspace: keyspace.types),
}


class Describer:
    """Makes rows with statements; `internals` shows the ids of tables and what was dropped from them."""

    def __init__(self, schema: Schema, *, internals: bool) -> None:
        self._schema = schema
        self._internals = internals

    def rows(self, statement: Describe) -> Iterator[Row]:
        """Give the rows of a statement that shows things."""
        match statement.what:
            case "SCHEMA" | "FULL SCHEMA":
                for keyspace in by_name(self._schema.keyspaces.values()):
                    if statement.what == "FULL SCHEMA" or keyspace.name not in SYSTEM_KEYSPACES:
                        yield from self._keyspace(keyspace)
            case "KEYSPACE":
                yield from self._keyspace(_keyspace(self._schema, statement.name or statement.keyspace))
            case "ONLY KEYSPACE":
                yield self._keyspace_row(_keyspace(self._schema, statement.name or statement.keyspace))
            case "":
                yield from self._anything(statement)
            case _:
                keyspace = _keyspace(self._schema, statement.keyspace)
                found = self._named(keyspace, statement.what, statement.name or "")
                if not found:
                    what = statement.what.lower()
                    raise InvalidRequest(f"there is no {what} {statement.name} in keyspace {keyspace.name}")
                yield from found

    def _anything(self, statement: Describe) -> list[Row]:
        """Show what has a name: a thing in the keyspace, else the keyspace of that name."""
        name = statement.name or ""
        if statement.keyspace is not None:
            keyspace = _keyspace(self._schema, statement.keyspace)
            for what in ANYTHING:
                found = self._named(keyspace, what, name)
                if found:
                    return found
            if name not in self._schema.keyspaces:
                raise InvalidRequest(f"there is no {name} in keyspace {keyspace.name}")
        return list(self._keyspace(_keyspace(self._schema, name)))

    def _named(self, keyspace: Keyspace, what: What, name: str) -> list[Row]:
        """Give the rows of one thing; none where it is not there."""
        if what == "TABLE" and name in keyspace.tables:
            return list(self._table(keyspace, keyspace.tables[name]))
        if what == "MATERIALIZED VIEW" and name in keyspace.views:
            return [self._view_row(keyspace.views[name])]
        if what == "TYPE" and name in keyspace.types:
            return [_row(keyspace.name, "type", name, type_text(keyspace.types[name]))]
        if what == "INDEX":
            tables = (table for table in keyspace.tables.values() if name in table.indexes)
            return [_index_row(table, table.indexes[name]) for table in tables]
        return []

    def _keyspace(self, keyspace: Keyspace) -> Iterator[Row]:
        yield self._keyspace_row(keyspace)
        for type_ in types_in_order(keyspace.types):
            yield _row(keyspace.name, "type", type_.name, type_text(type_))
        for name in sorted(keyspace.tables, key=str.lower):
            yield from self._table(keyspace, keyspace.tables[name])

    def _keyspace_row(self, keyspace: Keyspace) -> Row:
        made = keyspace_text(keyspace, virtual=keyspace.name in VIRTUAL_KEYSPACES)
        return _row(keyspace.name, "keyspace", keyspace.name, made)

    def _table(self, keyspace: Keyspace, table: Table) -> Iterator[Row]:
        """Give a table, its indexes, and the views of it."""
        made = table_text(table, internals=self._internals, virtual=keyspace.name in VIRTUAL_KEYSPACES)
        yield _row(keyspace.name, "table", table.name.table, made)
        for index in by_name(table.indexes.values()):
            yield _index_row(table, index)
        for name in sorted(keyspace.views, key=str.lower):
            if keyspace.views[name].base == table.name:
                yield self._view_row(keyspace.views[name])

    def _view_row(self, view: View) -> Row:
        made = view_text(view, internals=self._internals)
        return _row(view.name.keyspace or "", "materialized_view", view.name.table, made)


ANYTHING: tuple[What, ...] = ("TABLE", "MATERIALIZED VIEW", "INDEX")


def _keyspace(schema: Schema, name: str | None) -> Keyspace:
    if name is None:
        raise InvalidRequest("this needs a keyspace: USE one, or write it before the name")
    if name not in schema.keyspaces:
        raise InvalidRequest(f"there is no keyspace {name}")
    return schema.keyspaces[name]


def _row(keyspace: str, kind: str, name: str, made: str) -> Row:
    return quoted(keyspace), kind, quoted(name), made


def _index_row(table: Table, index: IndexSchema) -> Row:
    made = index_text(table.name, index, index_target_text(table, index))
    return _row(table.name.keyspace or "", "index", index.name, made)
