from typing import Any

import pytest

from cassette.compile.documents.options import ID_TYPES, READERS, SHOWN_ORDER, read_options
from cassette.errors import Failure

OFF = {"enabled": False}
ON = {"enabled": True, "analyzer": "standard"}
NONE = {"lexical": OFF, "rerank": OFF}


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (None, NONE),
        ({}, NONE),
        ({"defaultId": {}}, NONE),
        ({"defaultId": None, "indexing": None, "vector": None, "lexical": None, "rerank": None}, NONE),
        *[({"defaultId": {"type": kind}}, {"defaultId": {"type": kind}} | NONE) for kind in sorted(ID_TYPES)],
        ({"indexing": {"allow": ["*"]}}, {"indexing": {"allow": ["*"]}} | NONE),
        ({"indexing": {"deny": ["b", "a"], "allow": None}}, {"indexing": {"deny": ["a", "b"]}} | NONE),
        ({"indexing": {"deny": ["$vector", "a&.b"]}}, {"indexing": {"deny": ["$vector", "a&.b"]}} | NONE),
        ({"lexical": {"enabled": False, "analyzer": {}}, "rerank": {"enabled": False, "service": None}}, NONE),
    ],
)
def test_options_are_shown_as_they_are_kept(options: Any, shown: dict[str, Any]) -> None:
    assert read_options(options) == shown
    assert read_options(shown) == shown


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], "REQUEST_STRUCTURE_MISMATCH"),
        ({"foo": {}}, "INVALID_CREATE_COLLECTION_FIELD"),
        ({"defaultId": {"kind": "uuid"}}, "INVALID_CREATE_COLLECTION_FIELD"),
        ({"defaultId": "uuid"}, "REQUEST_STRUCTURE_MISMATCH"),
        ({"defaultId": {"type": "guid"}}, "COMMAND_FIELD_VALUE_INVALID"),
        ({"defaultId": {"type": ["uuid"]}}, "COMMAND_FIELD_VALUE_INVALID"),
        ({"indexing": {}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": ["a"], "deny": ["b"]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"deny": []}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": ["a", "a"]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": ["*", "a"]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": [""]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": ["$x"]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"deny": ["a&b"]}}, "INVALID_INDEXING_DEFINITION"),
        ({"indexing": {"allow": "a"}}, "REQUEST_STRUCTURE_MISMATCH"),
        ({"indexing": {"allow": [5]}}, "REQUEST_STRUCTURE_MISMATCH"),
        ({"indexing": {"only": ["a"]}}, "INVALID_CREATE_COLLECTION_FIELD"),
        ({"vector": {"metric": "cosine"}}, "INVALID_CREATE_COLLECTION_OPTIONS"),
        ({"vector": {"dimension": 0}}, "COMMAND_FIELD_VALUE_INVALID"),
        ({"vector": {"dimension": "x"}}, "REQUEST_STRUCTURE_MISMATCH"),
        ({"vector": {"dimension": 4097}}, "VECTOR_SEARCH_TOO_BIG_VALUE"),
        ({"vector": {"dimension": 4096}}, "VECTOR_SEARCH_NOT_SUPPORTED"),
        ({"vector": {"size": 3, "function": "cosine"}}, "VECTOR_SEARCH_NOT_SUPPORTED"),
        ({"vector": {"dimension": 3, "metric": "manhattan"}}, "COMMAND_FIELD_VALUE_INVALID"),
        ({"vector": {"dimension": 3, "metric": ["cosine"]}}, "COMMAND_FIELD_VALUE_INVALID"),
        ({"vector": {"dimension": 3, "sourceModel": "x"}}, "VECTOR_SEARCH_UNRECOGNIZED_SOURCE_MODEL_NAME"),
        ({"vector": {"service": {"provider": "openai"}}}, "VECTORIZE_FEATURE_NOT_AVAILABLE"),
        ({"vector": {"dimensions": 3}}, "INVALID_CREATE_COLLECTION_FIELD"),
        ({"lexical": {}}, "INVALID_CREATE_COLLECTION_OPTIONS"),
        ({"lexical": {"enabled": 1}}, "REQUEST_STRUCTURE_MISMATCH"),
        ({"lexical": {"enabled": True}}, "LEXICAL_FEATURE_NOT_ENABLED"),
        ({"lexical": {"enabled": False, "analyzer": "standard"}}, "INVALID_CREATE_COLLECTION_OPTIONS"),
        ({"rerank": {}}, "INVALID_CREATE_COLLECTION_OPTIONS"),
        ({"rerank": {"enabled": True}}, "RERANKING_FEATURE_NOT_ENABLED"),
        ({"rerank": {"enabled": False, "service": {"provider": "x"}}}, "INVALID_CREATE_COLLECTION_OPTIONS"),
    ],
)
def test_options_that_say_nothing_sensible_are_refused(options: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        read_options(options)
    assert caught.value.name == code


def test_options_left_out_stay_as_they_are_stored() -> None:
    stored = {"lexical": ON, "rerank": OFF}
    assert read_options(None, stored) == stored
    assert read_options({"lexical": ON}, stored) == stored
    assert read_options({"lexical": OFF}, stored) == NONE
    assert read_options({"indexing": {"allow": ["a"]}}, stored) != stored


def test_every_option_has_its_place() -> None:
    assert sorted(SHOWN_ORDER) == sorted(READERS) == list(READERS)
