"""The document that an upsert begins with."""

from typing import Any

import pytest

from cassette.commands.documents.upserting import seeded
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import DEFAULTS
from cassette.compile.filters import compile_filter
from cassette.cql.names import TableName
from cassette.errors import Failure

COLLECTION = Collection(TableName("ks", "c"))


def made_of(filter_: dict[str, Any]) -> dict[str, Any]:
    return seeded(compile_filter(filter_, COLLECTION, DEFAULTS))


def test_upsert_begins_with_the_equalities_of_the_filter() -> None:
    assert made_of({"a": 1, "b.c": None, "_id": "x", "d": {"$gt": 1}}) == {"_id": "x", "a": 1, "b": {"c": None}}


@pytest.mark.parametrize("filter_", [{"a..b": 1}, {".a": 1}, {"a.": 1}, {"a": 1, "a.b": 2}])
def test_upsert_refuses_paths_that_no_document_can_have(filter_: dict[str, Any]) -> None:
    with pytest.raises(Failure) as refused:
        made_of(filter_)
    assert refused.value.name == "FILTER_INVALID_EXPRESSION"
