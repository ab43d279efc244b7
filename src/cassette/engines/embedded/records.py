"""Records: how the catalog's tables keep definitions, as JSON, and what the schema makes of them.

    cassette_keyspaces   KeyspaceRecord      cassette_tables    TableRecord, of tables and of views
    cassette_types       TypeRecord          cassette_indexes   IndexRecord

Types stand in them as CQL writes them, user types by name: what the name means is looked up when the
schema is read, so that a change of a type is one of its own record only.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from cassette.cql import conditions, terms
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName
from cassette.cql.schema import ColumnKind, ColumnSchema, DroppedColumn, IndexSchema, Table, View
from cassette.cql.statements.create_index import IndexTarget, Part
from cassette.cql.terms import FunctionTerm
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType, NamedType, UserType, parse_type, resolve

Lookup = Callable[[NamedType], CqlType]
Record = TypeVar("Record", bound=msgspec.Struct)


class KeyspaceRecord(msgspec.Struct):
    """A keyspace, as cassette_keyspaces keeps it."""

    replication: dict[str, str]
    durable_writes: bool


class TypeRecord(msgspec.Struct):
    """The fields of a user type, as cassette_types keeps it."""

    fields: list[tuple[str, str]]


class ColumnRecord(msgspec.Struct):
    """A column of a table record; `ordinal` numbers its SQLite column."""

    name: str
    type: str
    kind: ColumnKind
    position: int
    ordinal: int
    descending: bool = False
    mask: str | None = None


class DroppedRecord(msgspec.Struct):
    """A column that a table had."""

    name: str
    type: str
    static: bool
    time_us: int


class ViewRecord(msgspec.Struct):
    """What makes a table a view: the number of its base table, and its WHERE in CQL."""

    base: int
    where: str | None
    include_all: bool


class TableRecord(msgspec.Struct):
    """A table or a view, as cassette_tables keeps it; `next_ordinal` is that of the next column that comes."""

    id: UUID
    columns: list[ColumnRecord]
    options: dict[str, Any]
    timed: bool = False
    dropped: list[DroppedRecord] = []
    view: ViewRecord | None = None
    next_ordinal: int = 0


class IndexRecord(msgspec.Struct):
    """An index, as cassette_indexes keeps it."""

    column: str
    part: Part
    using: str
    options: dict[str, str]


def written(record: msgspec.Struct) -> str:
    """Write a record as the catalog keeps it."""
    return msgspec.json.encode(record).decode()


def read(text: str, kind: type[Record]) -> Record:
    """Read what `written` wrote."""
    return msgspec.json.decode(text, type=kind)


def table_record(table: Table, ordinals: Mapping[str, int], *, base: int = 0, next_ordinal: int = 0) -> TableRecord:
    """Make the record of a table or a view, of a view with the number of its base.

    Columns that have no ordinal yet get the next ones, in their order: an ordinal is never used again.
    """
    known = dict(ordinals)
    for name in table.columns:
        if name not in known:
            known[name], next_ordinal = next_ordinal, next_ordinal + 1
    return TableRecord(
        id=table.id,
        columns=[
            ColumnRecord(
                c.name,
                c.type.text(),
                c.kind,
                c.position,
                known[c.name],
                c.descending,
                c.mask.text() if c.mask else None,
            )
            for c in table.columns.values()
        ],
        options=dict(table.options),
        dropped=[DroppedRecord(c.name, c.type.text(), c.static, c.time_us) for c in table.dropped.values()],
        view=_view_record(table, base) if isinstance(table, View) else None,
        next_ordinal=next_ordinal,
    )


def _view_record(view: View, base: int) -> ViewRecord:
    return ViewRecord(base, None if view.where is None else view.where.text(), view.include_all)


def table_of(
    record: TableRecord, name: TableName, lookup: Lookup, indexes: Mapping[str, IndexSchema], base: TableName | None
) -> Table:
    """Make the table of a record, or the view of `base`."""
    columns = MappingProxyType({c.name: _column(c, lookup) for c in record.columns})
    options = MappingProxyType(record.options)
    dropped = MappingProxyType({c.name: _dropped(c, lookup) for c in record.dropped})
    if record.view is None:
        return Table(name, record.id, columns, options, indexes, dropped)
    assert base is not None
    where, include_all = _where(record.view.where), record.view.include_all
    return View(name, record.id, columns, options, indexes, dropped, base=base, where=where, include_all=include_all)


def index_of(name: str, record: IndexRecord) -> IndexSchema:
    """Make the index of a record."""
    return IndexSchema(name, IndexTarget(record.column, record.part), record.using, MappingProxyType(record.options))


def types_of(keyspace: str, records: Mapping[str, TypeRecord]) -> dict[str, UserType]:
    """Make the user types of a keyspace, which may be in each other."""
    made: dict[str, UserType] = {}

    def lookup(named: NamedType) -> UserType:
        if named.name not in made:
            fields = records[named.name].fields
            resolved = tuple((field, resolve(parse_type(text), lookup)) for field, text in fields)
            made[named.name] = UserType(keyspace, named.name, resolved)
        return made[named.name]

    return {name: lookup(NamedType(keyspace, name)) for name in records}


def _column(record: ColumnRecord, lookup: Lookup) -> ColumnSchema:
    type_ = resolve(parse_type(record.type), lookup)
    return ColumnSchema(record.name, type_, record.kind, record.position, record.descending, _mask(record.mask))


def _dropped(record: DroppedRecord, lookup: Lookup) -> DroppedColumn:
    return DroppedColumn(record.name, resolve(parse_type(record.type), lookup), record.static, record.time_us)


def _mask(text: str | None) -> FunctionTerm | None:
    if text is None:
        return None
    term = terms.parse(Tokens(text))
    assert isinstance(term, FunctionTerm)
    return term


def _where(text: str | None) -> Condition | None:
    return None if text is None else conditions.parse(Tokens(text))
