import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.vector_options import VectorOptions
from cassette.compile.projections import compile_projection
from cassette.cql.names import TableName
from cassette.errors import Failure

PLAIN = Collection(TableName("ks", "c"))
RICH = Collection(TableName("ks", "c"), vector=VectorOptions(3), lexical=True)


@pytest.mark.parametrize("projection", [{}, {"*": 1}, {"_id": 1}, {"$vector": 0}])
def test_projection_whole_where_nothing_can_be_hidden(projection: dict[str, Any]) -> None:
    assert compile_projection(projection, PLAIN).whole


@pytest.mark.parametrize(("collection", "whole"), [(PLAIN, True), (RICH, False)])
def test_projection_default_hides_special_fields_where_there_are_some(collection: Collection, whole: bool) -> None:
    assert compile_projection({}, collection).whole is whole


def test_projection_keeps_the_order_of_the_document() -> None:
    document = {"_id": 1, "a": 1, "b": 2, "c": 3}
    assert list(compile_projection({"c": 1, "a": 1}, PLAIN).apply(document)) == ["_id", "a", "c"]


def test_projection_bounds_nesting() -> None:
    nested: object = 1
    for _ in range(900):
        nested = {"a": nested}
    with pytest.raises(Failure, match="UNSUPPORTED_PROJECTION_PARAM"):
        compile_projection({"a": nested}, PLAIN)
    deep_path = compile_projection({".".join("a" * 100_000): 1}, PLAIN)
    assert deep_path.apply({"_id": 1, "a": {"a": {"b": 1}}}) == {"_id": 1, "a": {"a": {}}}


NAMES = st.sampled_from(["a", "b", "c", "d.e", "f&"])
DOCUMENTS = st.dictionaries(
    NAMES,
    st.recursive(
        st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=5,
)
FIELDS = st.lists(st.sampled_from(["a", "b", "c", "d&.e", "f&&"]), min_size=1, max_size=3, unique=True)
# where nothing is nested twice, no path can lead through another
PATHS = st.lists(st.sampled_from(["a.b", "a.c", "b.a", "c.c.c", "c.a.f&&", "d&.e"]), min_size=1, unique=True)


def project(paths: list[str], shown: bool | int, document: dict[str, Any]) -> Any:
    return compile_projection(dict.fromkeys(paths, shown), PLAIN).apply(document)


@given(DOCUMENTS, FIELDS)
def test_projection_of_fields_include_and_exclude_are_complementary(
    document: dict[str, Any], fields: list[str]
) -> None:
    document = {"_id": 1, **document}
    shown, hidden = project(fields, 1, document), project(fields, 0, document)
    assert shown.keys() | hidden.keys() == document.keys()
    assert shown.keys() & hidden.keys() == {"_id"}
    assert all(document[name] == value for name, value in (shown | hidden).items())


@given(DOCUMENTS, PATHS)
def test_projection_of_paths_include_and_exclude_are_complementary(document: dict[str, Any], paths: list[str]) -> None:
    # single values inside arrays are in both, and what leads nowhere (a number where an object is expected) in one
    assert leaves(project(paths, 1, document)) + leaves(project(paths, 0, document)) >= leaves(document)


@given(DOCUMENTS, PATHS, st.booleans())
def test_projection_never_touches_what_it_is_given(
    document: dict[str, Any], paths: list[str], shown: bool | int
) -> None:
    before = copy.deepcopy(document)
    once = project(paths, shown, document)
    assert document == before
    assert project(paths, shown, once) == once


def leaves(value: Any) -> int:
    if isinstance(value, dict | list):
        return sum(map(leaves, value.values() if isinstance(value, dict) else value))
    return 1
