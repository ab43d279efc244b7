"""The statements that make a collection: its table, then its indexes, one after the other.

CREATE TABLE IF NOT EXISTS ks.c (key frozen<tuple<tinyint, text>>, …) WITH comment = '{"collection": …}'
CREATE CUSTOM INDEX c_exists_keys ON ks.c (exist_keys) USING 'StorageAttachedIndex'
"""

from typing import Any

from cassette.compile.documents.columns import COLUMNS, INDEXES, SAI
from cassette.compile.documents.comment import comment_json
from cassette.compile.documents.options import read_options
from cassette.cql.names import TableName
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.create_table import ColumnDefinition, CreateTable
from cassette.cql.statements.options import Option
from cassette.cql.terms import Constant, ConstantKind


def definition(
    keyspace: str, name: str, options: object, stored: dict[str, Any] | None = None
) -> tuple[CreateTable, tuple[CreateIndex, ...]]:
    """Give the statements for createCollection's options, which are checked.

    `stored` are the options of a collection that is there already: then an index that is there as well
    is no error.
    Errors: those of `read_options`.
    """
    settings = read_options(options, stored)
    table = TableName(keyspace, name)
    comment = Constant(ConstantKind.TEXT, comment_json(name, settings))
    create = CreateTable(
        table=table,
        columns=tuple(ColumnDefinition(column, type_) for column, type_ in COLUMNS.items()),
        partition_key=("key",),
        options=(Option("comment", comment),),
        if_not_exists=True,
    )
    if settings.get("indexing") == {"deny": ["*"]}:
        return create, ()
    indexes = tuple(
        CreateIndex(name=f"{name}_{suffix}", table=table, target=target, using=SAI, if_not_exists=stored is not None)
        for suffix, target in INDEXES.items()
    )
    return create, indexes
