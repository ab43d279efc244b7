from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from cassette.compile.documents.clock import new_tx_id
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.hashes import hash_of
from cassette.compile.documents.indexing import NOTHING, Indexing
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.compile.documents.shred import shred
from cassette.compile.documents.vector_options import VectorOptions
from cassette.cql.names import TableName
from cassette.errors import Failure

NAME = TableName("ks", "c")
PLAIN = Collection(NAME)
EXTRA = ("query_vector_value", "query_lexical_value")
RICH = Collection(NAME, vector=VectorOptions(2), lexical=True, write_columns=PLAIN.write_columns + EXTRA)
DENY = Collection(NAME, indexing=Indexing("deny", ("skip",)))
BARE = Collection(NAME, indexing=NOTHING)


def columns(document: Any, collection: Collection = PLAIN, limits: Limits = DEFAULTS) -> dict[str, Any]:
    shredded = shred(document, collection, limits)
    values = shredded.values(new_tx_id())
    row = dict(zip(collection.write_columns, values, strict=True))
    return {
        name: value for name, value in row.items() if value is not None and name not in ("key", "tx_id", "doc_json")
    }


def refusal(document: Any, collection: Collection = PLAIN, limits: Limits = DEFAULTS) -> str:
    with pytest.raises(Failure) as caught:
        shred(document, collection, limits)
    return caught.value.name


def test_shred_fills_the_columns_as_the_format_says() -> None:
    # Data API storage sheet, section 4.2
    assert columns({"_id": "x", "tags": ["a", 1], "o": {"n": None}}) == {
        "exist_keys": ["_id", "tags", "tags.0", "tags.1", "o", "o.n"],
        "array_size": {"tags": 2},
        "array_contains": {"tags Sa", "tags N1", "tags.0 Sa", "tags.1 N1", "o.n Z"},
        "query_text_values": {"_id": "x", "tags": "A2\nSa\nN1", "tags.0": "a", "o": "O1\nn\nZ"},
        "query_dbl_values": {"tags.1": 1},
        "query_null_values": ["o.n"],
    }


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("s", {"query_text_values": {"p": "s"}, "array_contains": {"p Ss"}}),
        (1, {"query_dbl_values": {"p": 1}, "array_contains": {"p N1"}}),
        (Decimal("1E+2"), {"query_dbl_values": {"p": 100}, "array_contains": {"p N100"}}),
        (10**19, {"query_dbl_values": {"p": 10**19}, "array_contains": {"p N10000000000000000000"}}),
        (True, {"query_bool_values": {"p": 1}, "array_contains": {"p B1"}}),
        (False, {"query_bool_values": {"p": 0}, "array_contains": {"p B0"}}),
        (None, {"query_null_values": ["p"], "array_contains": {"p Z"}}),
        ({"$date": 7}, {"query_timestamp_values": {"p": 7}, "array_contains": {"p T7"}}),
        ({"$binary": "SGVsbG8="}, {"query_text_values": {"p": "SGVsbG8="}, "array_contains": {"p SSGVsbG8="}}),
        ([], {"query_text_values": {"p": "A0"}, "array_size": {"p": 0}}),
        ({}, {"query_text_values": {"p": "O0"}}),
    ],
)
def test_shred_value_goes_to_its_columns(value: Any, filled: dict[str, Any]) -> None:
    found = columns({"_id": None, "p": value})
    assert found.pop("exist_keys") == ["_id", "p"]
    assert "_id" in found["query_null_values"]
    found["query_null_values"].remove("_id")
    assert {name: value for name, value in found.items() if value} == filled


@pytest.mark.parametrize(
    ("id_", "key", "column", "value"),
    [
        ("x", (1, "x"), "query_text_values", "x"),
        (
            {"$uuid": "0F9C4B36-6ab1-4f4c-9d5c-0123456789ab"},
            (1, "0f9c4b36-6ab1-4f4c-9d5c-0123456789ab"),
            "query_text_values",
            None,
        ),
        (5, (2, "5"), "query_dbl_values", 5),
        (True, (3, "true"), "query_bool_values", 1),
        ({"$date": 7}, (5, "7"), "query_timestamp_values", 7),
    ],
)
def test_shred_id_is_indexed_but_never_contained(id_: Any, key: tuple[int, str], column: str, value: Any) -> None:
    assert shred({"_id": id_}, PLAIN).key == key
    assert columns({"_id": id_}) == {"exist_keys": ["_id"], column: {"_id": key[1] if value is None else value}}


def test_shred_hashes_numbers_of_many_digits() -> None:
    for number in (10**30, Decimal("1E+30")):
        found = columns({"_id": 1, "p": number})
        assert found["query_dbl_values"]["p"] == 10**30
        assert found["array_contains"] == {f"p {hash_of(10**30)}"}


def test_shred_escapes_names_in_paths() -> None:
    found = columns({"_id": 1, "a.b": {"c&d": [1]}})
    assert found["exist_keys"] == ["_id", "a&.b", "a&.b.c&&d", "a&.b.c&&d.0"]


def test_shred_element_in_ejson_is_found_by_its_text() -> None:
    uuid = "0f9c4b36-6ab1-4f4c-9d5c-0123456789ab"
    found = columns({"_id": 1, "l": [{"$uuid": uuid}]})["array_contains"]
    alone = columns({"_id": 1, "l": uuid})["array_contains"]
    assert alone < found


def test_shred_puts_the_id_first_and_keeps_the_document() -> None:
    document = {"a": 1, "_id": "x", "b": Decimal("1E+2")}
    shredded = shred(document, PLAIN)
    assert shredded.doc_json == '{"_id":"x","a":1,"b":1E+2}'
    assert shredded.id == "x"
    assert list(document) == ["a", "_id", "b"]
    made = shred({"a": 1}, PLAIN)
    assert UUID(made.id).version == 4
    assert made.key == (1, made.id)


def test_shred_indexes_what_the_collection_says() -> None:
    document = {"_id": "x", "skip": {"a": 1}, "b": 1}
    assert columns(document, DENY)["exist_keys"] == ["_id", "b"]
    assert columns(document, BARE) == {}
    assert columns(document, Collection(NAME, indexing=Indexing("allow", ("b",))))["exist_keys"] == ["b"]
    assert shred(document, BARE).doc_json == '{"_id":"x","skip":{"a":1},"b":1}'


@pytest.mark.parametrize("collection", [PLAIN, DENY, BARE], ids=["everything", "deny", "nothing"])
@pytest.mark.parametrize(
    ("document", "code"),
    [
        (5, "SHRED_BAD_DOCUMENT_TYPE"),
        (None, "SHRED_BAD_DOCUMENT_TYPE"),
        ([], "SHRED_BAD_DOCUMENT_TYPE"),
        ({"_id": ""}, "SHRED_BAD_DOCID_VALUE"),
        ({"_id": []}, "SHRED_BAD_DOCID_TYPE"),
        ({"": 1}, "SHRED_BAD_FIELD_NAME"),
        ({"$x": 1}, "SHRED_BAD_FIELD_NAME"),
        ({"skip": {"$x": 1}}, "SHRED_BAD_FIELD_NAME"),
        ({"skip": [{"": 1}]}, "SHRED_BAD_FIELD_NAME"),
        ({"v": {"$regex": "x"}}, "SHRED_BAD_FIELD_NAME"),
        ({"v": {"$date": 1, "$uuid": 2}}, "SHRED_BAD_FIELD_NAME"),
        ({"v": {"$date": "2023-01-01"}}, "SHRED_BAD_EJSON_VALUE"),
        ({"skip": {"$uuid": "x"}}, "SHRED_BAD_EJSON_VALUE"),
        ({"skip": [{"$objectId": "zz"}]}, "SHRED_BAD_EJSON_VALUE"),
        ({"v": {"$binary": "*"}}, "SHRED_BAD_EJSON_VALUE"),
        ({"v": {"$binary": 1}}, "SHRED_BAD_EJSON_VALUE"),
        ({"$vector": [1]}, "VECTOR_SEARCH_NOT_SUPPORTED"),
        ({"$vectorize": "x"}, "EMBEDDING_SERVICE_NOT_CONFIGURED"),
        ({"$lexical": "x"}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
    ],
)
def test_shred_refuses_what_is_no_document(document: Any, code: str, collection: Collection) -> None:
    assert refusal(document, collection) == code


def nested(levels: int, kind: type) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value] if kind is list else {"a": value}
    return value


@pytest.mark.parametrize("collection", [PLAIN, DENY, BARE], ids=["everything", "deny", "nothing"])
@pytest.mark.parametrize(
    ("fits", "exceeds"),
    [
        ({"skip": nested(15, dict)}, {"skip": nested(16, dict)}),
        ({"skip": nested(15, list)}, {"skip": nested(16, list)}),
        ({"a": [[nested(13, dict)]]}, {"a": [[nested(14, dict)]]}),
        ({"n" * 1000: 1}, {"n" * 1001: 1}),
        ({"n" * 499: {"m" * 500: 1}}, {"n" * 500: {"m" * 500: 1}}),
        ({"n" * 499: [{"m" * 500: [1] * 11}]}, {"n" * 500: [{"m" * 500: 1}]}),
        ({"." * 1000: 1}, {"." * 1001: 1}),
    ],
)
def test_shred_limits_hold_for_the_whole_document(fits: Any, exceeds: Any, collection: Collection) -> None:
    shred(fits, collection)
    assert refusal(exceeds, collection) == "SHRED_DOC_LIMIT_VIOLATION"


def test_shred_limit_of_depth_counts_ejson() -> None:
    def dated(levels: int) -> Any:
        value: Any = {"$date": 1}
        for _ in range(levels):
            value = [value]
        return {"_id": 1, "v": value}

    shred(dated(14), PLAIN)
    assert refusal(dated(15)) == "SHRED_DOC_LIMIT_VIOLATION"
    assert refusal(dated(15), BARE) == "SHRED_DOC_LIMIT_VIOLATION"


def properties(count: int) -> dict[str, int]:
    return {f"p{n}": n for n in range(count)}


@pytest.mark.parametrize(
    ("fits", "exceeds"),
    [
        ({"s": "x" * 8000}, {"s": "x" * 8001}),
        ({"s": "é" * 4000}, {"s": "é" * 4001}),
        ({"s": "😀" * 2000}, {"s": ["😀" * 2001]}),
        ({"l": [1] * 1000}, {"l": [1] * 1001}),
        ({"o": properties(1000)}, {"o": properties(1001)}),
        (
            {"_id": 1, "o": properties(1000), "q": properties(997)},
            {"_id": 1, "o": properties(1000), "q": properties(998)},
        ),
        ({"_id": 1, "o": [properties(999), properties(999)]}, {"_id": 1, "o": [properties(1000), properties(999)]}),
        (properties(999), properties(1001)),
    ],
)
def test_shred_limits_hold_for_what_is_indexed(fits: Any, exceeds: Any) -> None:
    shred(fits, PLAIN)
    assert refusal(exceeds) == "SHRED_DOC_LIMIT_VIOLATION"
    shred({"skip": exceeds}, DENY)
    shred(exceeds, BARE)


def test_shred_limit_of_binary_is_that_of_the_document() -> None:
    shred({"b": {"$binary": "A" * 20_000}}, PLAIN)


def test_shred_limit_of_size_counts_the_id() -> None:
    document = {"_id": "x", "é": "é"}
    size = len('{"_id":"x","é":"é"}')
    shred(document, PLAIN, Limits(document_chars=size))
    assert refusal(document, limits=Limits(document_chars=size - 1)) == "SHRED_DOC_LIMIT_VIOLATION"


def test_shred_special_fields_have_columns_of_their_own() -> None:
    found = columns({"_id": 1, "$vector": [1, Decimal("0.5")], "$lexical": "some words"}, RICH)
    assert found["query_vector_value"] == (1.0, 0.5)
    assert found["query_lexical_value"] == "some words"
    assert set(found["exist_keys"]) == {"_id", "$vector", "$lexical"}
    assert "query_text_values" not in found
    binary = columns({"_id": 1, "$vector": {"$binary": "P4AAAD8AAAA="}}, RICH)
    assert binary["query_vector_value"] == (1.0, 0.5)
    assert columns({"_id": 1, "$vector": None, "$lexical": None}, RICH)["exist_keys"] == ["_id"]
    assert columns({"_id": 1, "$vector": None, "$lexical": None, "$vectorize": None})["exist_keys"] == ["_id"]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"$vector": "x"}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
        ({"$vector": {"x": 1}}, "SHRED_BAD_DOCUMENT_VECTOR_TYPE"),
        ({"$vector": []}, "SHRED_BAD_VECTOR_SIZE"),
        ({"$vector": [1, "x"]}, "SHRED_BAD_VECTOR_VALUE"),
        ({"$vector": [1, True]}, "SHRED_BAD_VECTOR_VALUE"),
        ({"$vector": [1, 10**400]}, "SHRED_BAD_VECTOR_VALUE"),
        ({"$vector": [1, 2, 3]}, "INVALID_VECTOR_LENGTH"),
        ({"$vector": [1] * 4096}, "INVALID_VECTOR_LENGTH"),
        ({"$vector": [1] * 4097}, "SHRED_DOC_LIMIT_VIOLATION"),
        ({"$vector": {"$binary": "*"}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
        ({"$vector": {"$binary": 5}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
        ({"$vector": {"$binary": "P4AAAD8A"}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
        ({"$vector": {"$binary": ""}}, "SHRED_BAD_BINARY_VECTOR_VALUE"),
        ({"$lexical": 5}, "SHRED_BAD_DOCUMENT_LEXICAL_TYPE"),
        ({"$vector": [1, 2], "$vectorize": "x"}, "INVALID_USAGE_OF_VECTORIZE"),
    ],
)
def test_shred_refuses_bad_special_fields(document: Any, code: str) -> None:
    assert refusal(document, RICH) == code
