from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from cassette.compile.documents.collection import collection_of, definition
from cassette.compile.documents.columns import COLUMNS, KEY_TUPLE
from cassette.compile.documents.vector_options import VectorOptions
from cassette.cql.names import TableName
from cassette.cql.schema import ColumnSchema, IndexSchema, Table
from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.terms import Constant
from cassette.cql.types import CqlType, ScalarType, VectorType
from cassette.errors import Failure

NAME = TableName("ks", "c")
OFF = {"enabled": False}
VECTOR = VectorType(ScalarType("float"), 3)


def table(
    comment: object = "",
    change: Mapping[str, CqlType | None] | None = None,
    indexes: Mapping[str, IndexSchema] | None = None,
) -> Table:
    types = {name: type_ for name, type_ in {**COLUMNS, **(change or {})}.items() if type_ is not None}
    columns = {
        name: ColumnSchema(name, type_, "partition_key" if name == "key" else "regular", 0)
        for name, type_ in types.items()
    }
    return Table(NAME, UUID(int=1), columns, {"comment": comment}, indexes or {})


def test_table_made_by_definition_reads_back() -> None:
    options = {"defaultId": {"type": "uuidv7"}, "indexing": {"deny": ["b", "a"]}}
    create, indexes = definition("ks", "c", options)
    comment = create.options[0].term
    assert isinstance(comment, Constant)
    collection = collection_of(table(comment.value))
    assert collection is not None
    assert collection.name == NAME
    assert collection.default_id == "uuidv7"
    assert collection.indexing.paths == ("a", "b")
    assert collection.options == {
        "defaultId": {"type": "uuidv7"},
        "indexing": {"deny": ["a", "b"]},
        "lexical": OFF,
        "rerank": OFF,
    }
    assert [index.name for index in indexes] == [
        "c_exists_keys",
        "c_array_size",
        "c_array_contains",
        "c_query_bool_values",
        "c_query_dbl_values",
        "c_query_text_values",
        "c_query_timestamp_values",
        "c_query_null_values",
    ]


def test_collection_without_indexing_has_no_indexes() -> None:
    _, indexes = definition("ks", "c", {"indexing": {"deny": ["*"]}})
    assert indexes == ()


def test_collection_made_once_more_forgives_its_indexes() -> None:
    _, indexes = definition("ks", "c", None)
    assert not any(index.if_not_exists for index in indexes)
    _, indexes = definition("ks", "c", None, {"lexical": OFF, "rerank": OFF})
    assert all(index.if_not_exists for index in indexes)


@pytest.mark.parametrize(
    "change",
    [
        {"doc_json": None},
        {"doc_json": ScalarType("blob")},
        {"query_null_values": None},
        {"key": ScalarType("text")},
    ],
)
def test_table_of_another_layout_is_no_collection(change: dict[str, Any]) -> None:
    assert collection_of(table(change=change)) is None


def test_table_with_clustering_or_another_key_is_no_collection() -> None:
    columns = dict(table().columns)
    columns["extra"] = ColumnSchema("extra", ScalarType("int"), "clustering", 0)
    assert collection_of(Table(NAME, UUID(int=1), columns, {})) is None
    columns["extra"] = ColumnSchema("extra", ScalarType("int"), "partition_key", 1)
    assert collection_of(Table(NAME, UUID(int=1), columns, {})) is None


def test_table_with_more_columns_is_a_collection() -> None:
    one = table(change={"extra": ScalarType("int"), "key": KEY_TUPLE})
    assert collection_of(one) is not None
    assert collection_of(one) is collection_of(one)


NEW = '{"collection":{"name":"c","schema_version":%s,"options":{%s}}}'
BOTH = '"lexical":{"enabled":true,"analyzer":"standard"},"rerank":{"enabled":false}'


@pytest.mark.parametrize(
    ("comment", "options"),
    [
        ("", {"lexical": OFF, "rerank": OFF}),
        ("  ", {"lexical": OFF, "rerank": OFF}),
        ('{"indexing":{"allow":["a"]}}', {"indexing": {"allow": ["a"]}, "lexical": OFF, "rerank": OFF}),
        (NEW % (1, '"defaultId":{"type":""}'), {"lexical": OFF, "rerank": OFF}),
        (NEW % (1, '"defaultId":{"type":"uuid"}'), {"defaultId": {"type": "uuid"}, "lexical": OFF, "rerank": OFF}),
        (NEW % (1, BOTH), {"lexical": {"enabled": True, "analyzer": "standard"}, "rerank": OFF}),
        (NEW % (2, BOTH), {"lexical": {"enabled": True, "analyzer": "standard"}, "rerank": OFF}),
        (
            NEW % (2, '"vector":{"dimension":3,"metric":"DOT_PRODUCT","sourceModel":"OPENAI_V3_SMALL"},' + BOTH),
            {
                "vector": {"dimension": 3, "metric": "dot_product", "sourceModel": "openai-v3-small"},
                "lexical": {"enabled": True, "analyzer": "standard"},
                "rerank": OFF,
            },
        ),
    ],
)
def test_comment_of_every_form_is_read(comment: str, options: dict[str, Any]) -> None:
    collection = collection_of(table(comment, {"query_lexical_value": ScalarType("text")}))
    assert collection is not None
    assert collection.options == options
    assert collection.lexical is options["lexical"]["enabled"]
    assert ("query_lexical_value" in collection.write_columns) is collection.lexical
    assert ("query_vector_value" in collection.write_columns) is ("vector" in options)


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        (NEW % (3, BOTH), "COLLECTION_SCHEMA_VERSION_INVALID"),
        (NEW % ("null", BOTH), "COLLECTION_SCHEMA_VERSION_INVALID"),
        (NEW % ("true", BOTH), "COLLECTION_SCHEMA_VERSION_INVALID"),
        ('{"collection":{}}', "COLLECTION_SCHEMA_VERSION_INVALID"),
        (NEW % (1, '"lexical":{"enabled":false}'), "CORRUPTED_COLLECTION_SCHEMA"),
        ("no json", "CORRUPTED_COLLECTION_SCHEMA"),
        ("[]", "CORRUPTED_COLLECTION_SCHEMA"),
        ('{"collection":5}', "CORRUPTED_COLLECTION_SCHEMA"),
        ('{"collection":{"schema_version":2}}', "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"defaultId":{"type":"guid"},' + BOTH), "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"defaultId":5,' + BOTH), "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"indexing":{"allow":["a&"]},' + BOTH), "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"indexing":{"allow":5},' + BOTH), "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"vector":{},' + BOTH), "CORRUPTED_COLLECTION_SCHEMA"),
        (NEW % (2, '"vector":{"dimension":3,"metric":"x"},' + BOTH), "VECTOR_SEARCH_UNKNOWN_FUNCTION_NAME"),
        (
            NEW % (2, '"vector":{"dimension":3,"sourceModel":"x"},' + BOTH),
            "VECTOR_SEARCH_UNRECOGNIZED_SOURCE_MODEL_NAME",
        ),
    ],
)
def test_comment_that_nobody_can_read_is_an_error(comment: str, code: str) -> None:
    with pytest.raises(Failure) as caught:
        collection_of(table(comment))
    assert caught.value.name == code


def test_oldest_collections_say_their_vectors_in_the_column() -> None:
    index = IndexSchema(
        "i", IndexTarget("query_vector_value"), "StorageAttachedIndex", {"similarity_function": "EUCLIDEAN"}
    )
    found = collection_of(table("", {"query_vector_value": VECTOR}, {"i": index}))
    assert found is not None
    assert found.vector == VectorOptions(3, "euclidean")
    found = collection_of(table("", {"query_vector_value": VECTOR}))
    assert found is not None
    assert found.vector == VectorOptions(3)
    assert found.write_columns[-1] == "query_vector_value"
