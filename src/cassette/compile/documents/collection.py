"""Collection: what a table says when it is read as a collection.

A table is a collection when its partition key is `key`, it has no clustering columns, and every column
of the layout is there with its type. More columns do no harm, and the comment has no say in it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cassette.compile.documents.columns import COLUMNS, KEY_TUPLE, LEXICAL_COLUMN, VECTOR_COLUMN, WRITE_COLUMNS
from cassette.compile.documents.comment import comment_json, parse_comment
from cassette.compile.documents.definition import definition
from cassette.compile.documents.indexing import EVERYTHING, NOTHING, Indexing
from cassette.compile.documents.options import DISABLED, read_options
from cassette.compile.documents.vector_options import VectorOptions, metric_name, source_model_name
from cassette.cql.names import TableName
from cassette.cql.schema import Table
from cassette.cql.terms import Constant
from cassette.cql.types import FrozenType, VectorType

__all__ = ["Collection", "collection_of", "comment_json", "definition", "is_collection", "read_options"]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """One collection. Compared by identity: there is one object for each state of the table.

    `default_id` is "", "objectId", "uuid", "uuidv6" or "uuidv7". `options` is what findCollections explains.
    `write_columns` names the columns that `Shredded.values` fills, in that order.
    """

    name: TableName
    default_id: str = ""
    indexing: Indexing = EVERYTHING
    lexical: bool = False
    vector: VectorOptions | None = None
    options: dict[str, Any] = field(default_factory=lambda: {"lexical": DISABLED, "rerank": DISABLED})
    write_columns: tuple[str, ...] = WRITE_COLUMNS


@lru_cache(maxsize=4096)
def collection_of(table: Table) -> Collection | None:
    """Read a table as a collection; None when it is another kind of table.

    Errors: COLLECTION_SCHEMA_VERSION_INVALID, CORRUPTED_COLLECTION_SCHEMA for a comment nobody can read.
    """
    if not is_collection(table):
        return None
    comment = table.options.get("comment") or ""
    text = comment.value if isinstance(comment, Constant) else str(comment)
    options = parse_comment(text, table.name.table, _column_vector(table))
    lexical = bool(options["lexical"].get("enabled")) and LEXICAL_COLUMN in table.columns
    vector = options.get("vector")
    write_columns = WRITE_COLUMNS
    if vector is not None:
        write_columns += (VECTOR_COLUMN,)
    if lexical:
        write_columns += (LEXICAL_COLUMN,)
    return Collection(
        name=table.name,
        default_id=options.get("defaultId", {}).get("type", ""),
        indexing=indexing_of(options.get("indexing")),
        lexical=lexical,
        vector=vector and _vector_options(vector),
        options=options,
        write_columns=write_columns,
    )


def is_collection(table: Table) -> bool:
    """Tell whether a table has the layout of a collection."""
    if [column.name for column in table.partition_key] != ["key"] or table.clustering:
        return False
    for name, type_ in COLUMNS.items():
        column = table.columns.get(name)
        if column is None:
            return False
        # a tuple is frozen whether it says so or not
        if column.type != type_ and not (name == "key" and column.type == KEY_TUPLE):
            return False
    return True


def indexing_of(option: dict[str, Any] | None) -> Indexing:
    """Read the `indexing` option of stored settings."""
    if not option or option.get("allow") == ["*"]:
        return EVERYTHING
    if option.get("deny") == ["*"]:
        return NOTHING
    if "allow" in option:
        return Indexing("allow", tuple(option["allow"]))
    return Indexing("deny", tuple(option["deny"]))


def _vector_options(shown: dict[str, Any]) -> VectorOptions:
    return VectorOptions(shown["dimension"], shown["metric"], shown["sourceModel"], shown.get("service"))


def _column_vector(table: Table) -> VectorOptions | None:
    """Read what the vector column and its index say: all there is in collections older than version 1."""
    column = table.columns.get(VECTOR_COLUMN)
    if column is None:
        return None
    kind = column.type.inner if isinstance(column.type, FrozenType) else column.type
    if not isinstance(kind, VectorType):
        return None
    for index in table.indexes.values():
        if index.target.column == VECTOR_COLUMN:
            metric = metric_name(index.options.get("similarity_function", "cosine"))
            return VectorOptions(kind.dimension, metric, source_model_name(index.options.get("source_model", "other")))
    return VectorOptions(kind.dimension)
