from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.compile.documents.walk import MISSING, PADDING_ITEMS, Draft, PathBlocked, build, find, index_of


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("a",), 1),
        (("o", "p"), {"q": None}),
        (("o", "p", "q"), None),
        (("l", "1"), {"k": 2}),
        (("l", "1", "k"), 2),
        (("l", "2"), MISSING),
        (("l", "01"), MISSING),
        (("l", "-1"), MISSING),
        (("l", "k"), MISSING),
        (("l", "9" * 5000), MISSING),
        (("a", "b"), MISSING),
        (("o", "0"), "a name"),
        (("zz",), MISSING),
        ((), {"a": 1, "o": {"p": {"q": None}, "0": "a name"}, "l": [0, {"k": 2}]}),
    ],
)
def test_find(path: tuple[str, ...], value: Any) -> None:
    assert find({"a": 1, "o": {"p": {"q": None}, "0": "a name"}, "l": [0, {"k": 2}]}, path) == value


@pytest.mark.parametrize(
    ("segment", "index"), [("0", 0), ("12", 12), ("01", None), ("", None), ("-1", None), ("\u0661", None)]
)
def test_index_is_plain_decimal(segment: str, index: int | None) -> None:
    assert index_of(segment) == index


def test_put_copies_only_what_lies_on_the_way() -> None:
    document = {"a": {"b": {"c": 1}, "other": {}}, "far": {}}
    draft = Draft(document)
    draft.put(("a", "b", "c"), 2)
    assert document == {"a": {"b": {"c": 1}, "other": {}}, "far": {}}
    assert draft.document == {"a": {"b": {"c": 2}, "other": {}}, "far": {}}
    assert draft.document["far"] is document["far"]
    assert draft.document["a"]["other"] is document["a"]["other"]


def test_put_twice_copies_a_container_once() -> None:
    draft = Draft({"a": {"x": 1}})
    draft.put(("a", "y"), 2)
    ours = draft.document["a"]
    draft.put(("a", "z"), 3)
    assert draft.document["a"] is ours
    assert ours == {"x": 1, "y": 2, "z": 3}


def test_put_does_not_write_into_values_that_were_put() -> None:
    value = {"x": 1}
    draft = Draft({})
    draft.put(("a",), value)
    draft.put(("a", "y"), 2)
    assert value == {"x": 1}
    assert draft.document == {"a": {"x": 1, "y": 2}}


def test_put_pads_arrays() -> None:
    draft = Draft({"l": [1]})
    draft.put(("l", "3", "k"), "v")
    assert draft.document == {"l": [1, None, None, {"k": "v"}]}


@pytest.mark.parametrize(
    "path", [("s", "x"), ("s", "x", "y"), ("n", "x"), ("l", "x"), ("l", "x", "y"), ("l", "0", "x")]
)
def test_put_is_blocked_by_values_and_names_in_arrays(path: tuple[str, ...]) -> None:
    with pytest.raises(PathBlocked):
        Draft({"s": "text", "n": None, "l": [1]}).put(path, 1)


def test_put_cannot_fill_the_memory_with_padding() -> None:
    with pytest.raises(PathBlocked):
        Draft({"l": []}).put(("l", "9" * 50), 1)
    draft = Draft({"a": [], "b": []})
    draft.put(("a", str(PADDING_ITEMS - 1)), 1)
    with pytest.raises(PathBlocked):
        draft.put(("b", "0"), 1)


def test_remove_takes_fields_away_and_empties_items() -> None:
    document = {"o": {"p": 1, "q": 2}, "l": [1, 2, None]}
    draft = Draft(document)
    draft.remove(("o", "p"))
    draft.remove(("l", "0"))
    assert draft.document == {"o": {"q": 2}, "l": [None, 2, None]}
    assert document == {"o": {"p": 1, "q": 2}, "l": [1, 2, None]}


@pytest.mark.parametrize("path", [("zz",), ("o", "zz"), ("o", "p", "x"), ("l", "7"), ("l", "1"), ("l", "x")])
def test_remove_of_nothing_changes_nothing(path: tuple[str, ...]) -> None:
    document = {"o": {"p": 1}, "l": [1, None]}
    draft = Draft(document)
    draft.remove(path)
    assert not draft.changed
    assert draft.document is document


def test_build_makes_the_document_of_an_upsert() -> None:
    assert build([(("_id",), 7), (("x", "y"), 5), (("x", "z"), 6)]) == {"_id": 7, "x": {"y": 5, "z": 6}}


NAMES = st.sampled_from(["a", "b", "0", "1", "2"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(tuple)
DOCUMENTS = st.dictionaries(
    NAMES, st.recursive(st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner))
)


@given(DOCUMENTS, PATHS)
def test_what_was_put_is_found(document: dict[str, Any], path: tuple[str, ...]) -> None:
    before = repr(document)
    draft = Draft(document)
    try:
        draft.put(path, "here")
    except PathBlocked:
        assert find(document, path) is MISSING
    else:
        assert draft.get(path) == "here"
    assert repr(document) == before


@given(DOCUMENTS, PATHS)
def test_what_was_removed_is_gone(document: dict[str, Any], path: tuple[str, ...]) -> None:
    before = repr(document)
    draft = Draft(document)
    draft.remove(path)
    assert draft.get(path) in (MISSING, None)
    assert draft.changed == (find(document, path) is not MISSING)
    assert repr(document) == before
