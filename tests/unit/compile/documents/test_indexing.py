from typing import Any

import pytest

from cassette.compile.documents.collection import indexing_of
from cassette.compile.documents.indexing import Indexing

ALLOW = Indexing("allow", ("a", "o.p", "x&.y", "a.b"))
DENY = Indexing("deny", ("skip", "o.p", "x&.y"))


@pytest.mark.parametrize(
    ("indexing", "path", "covered"),
    [
        (ALLOW, "a", True),
        (ALLOW, "a.b.c", True),
        (ALLOW, "a.0", True),
        (ALLOW, "ab", False),
        (ALLOW, "o", False),
        (ALLOW, "o.p", True),
        (ALLOW, "o.q", False),
        (ALLOW, "x&.y", True),
        (ALLOW, "x.y", False),
        (ALLOW, "_id", False),
        (ALLOW, "$vector", True),
        (DENY, "skip", False),
        (DENY, "skip.x", False),
        (DENY, "skipped", True),
        (DENY, "o", True),
        (DENY, "o.p", False),
        (DENY, "o.q", True),
        (DENY, "x&.y", False),
        (DENY, "x.y", True),
        (DENY, "_id", True),
        (indexing_of({"deny": ["*"]}), "a", False),
        (indexing_of({"deny": ["*"]}), "_id", False),
        (indexing_of({"allow": ["*"]}), "a", True),
        (indexing_of({"allow": ["*"]}), "_id", True),
        (indexing_of(None), "a", True),
    ],
)
def test_path_is_covered(indexing: Indexing, path: str, covered: bool) -> None:
    assert indexing.covers(path) is covered


@pytest.mark.parametrize(
    ("indexing", "path", "value", "covered"),
    [
        (DENY, "o", {"p": 1, "q": 2}, False),
        (DENY, "o", {"q": 2}, True),
        (DENY, "o", {}, True),
        (DENY, "n", {"o": {"p": 1}}, True),
        (DENY, "skip", 1, False),
        (DENY, "when", {"$date": 1}, True),
        (ALLOW, "o", {"p": 1}, True),
        (ALLOW, "o", {"p": 1, "q": 1}, False),
    ],
)
def test_value_is_covered_with_its_members(indexing: Indexing, path: str, value: Any, covered: bool) -> None:
    assert indexing.covers_value(path, value) is covered


DOCUMENT = {
    "_id": 1,
    "a": {"b": 1},
    "o": {"p": 1, "q": 2},
    "skip": 1,
    "x.y": 1,
    "when": {"$date": 1},
    "$vector": [1],
}


@pytest.mark.parametrize(
    ("indexing", "document", "kept"),
    [
        (indexing_of(None), DOCUMENT, DOCUMENT),
        (indexing_of({"deny": ["*"]}), DOCUMENT, {"$vector": [1]}),
        (ALLOW, DOCUMENT, {"a": {"b": 1}, "o": {"p": 1}, "x.y": 1, "$vector": [1]}),
        (DENY, DOCUMENT, {"_id": 1, "a": {"b": 1}, "o": {"q": 2}, "when": {"$date": 1}, "$vector": [1]}),
        (DENY, {"o": 5}, {"o": 5}),
        (ALLOW, {"o": 5}, {}),
        (DENY, {"o": [{"p": 1}, 2, [{"p": 3, "q": 4}]]}, {"o": [{}, 2, [{"q": 4}]]}),
        (ALLOW, {"o": [{"p": 1}, 2, [{"p": 3, "q": 4}]]}, {"o": [{"p": 1}, [{"p": 3}]]}),
    ],
)
def test_document_is_pruned(indexing: Indexing, document: dict[str, Any], kept: dict[str, Any]) -> None:
    assert indexing.prune(document) == kept
