from decimal import Decimal
from typing import Any

import pytest

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.indexing import Indexing
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.shred import shred
from cassette.compile.sorts import compile_sort
from cassette.compile.sorts.sort import COLUMNS
from cassette.cql.names import TableName
from cassette.errors import Failure

NAME = TableName("ks", "c")
PLAIN = Collection(NAME)
DENY = Collection(NAME, indexing=Indexing("deny", ("skip",)))

# in ascending order: missing, null, numbers, texts by UTF-16 units, booleans, dates
VALUES: list[Any] = [
    "missing",
    None,
    Decimal("-1E+30"),
    Decimal("-1.5"),
    0,
    Decimal("0.1"),
    3,
    Decimal("1E+1"),
    10**30,
    10**30 + 1,
    "",
    "X",
    "x",
    "é",
    "😀",
    "😀x",
    "～",
    False,
    True,
    {"$date": -10},
    {"$date": 10},
]
IDS: list[Any] = [None, -1, Decimal("0.5"), 2, 17, "04", "1", "😀", "～", False, True, {"$date": -7}, {"$date": 3}]


def row_of(document: dict[str, Any], paths: list[str]) -> tuple[Any, ...]:
    shredded = shred(document, PLAIN)
    columns = dict(zip(PLAIN.write_columns, shredded.values(None), strict=True))  # type: ignore[arg-type]
    nulls = columns["query_null_values"] or ()
    columns["query_null_values"] = {path: path for path in nulls}
    return (shredded.doc_json, shredded.key, *[(columns[name] or {}).get(path) for path in paths for name in COLUMNS])


def sorted_ids(sort: dict[str, int], documents: list[dict[str, Any]], skip: int = 0, limit: int = 50) -> list[Any]:
    compiled = compile_sort(sort, PLAIN)
    assert compiled is not None
    assert len(compiled.selections) == len(compiled.values) == len(COLUMNS) * len(sort)
    rows = [row_of(document, list(sort)) for document in documents]
    ids = {shred(document, PLAIN).doc_json: document["_id"] for document in documents}
    return [ids[row[0]] for row in compiled.first(rows, 2, 1, skip, limit)]  # type: ignore[index]


def numbered(values: list[Any]) -> list[dict[str, Any]]:
    return [{"_id": n} if value == "missing" else {"_id": n, "v": value} for n, value in enumerate(values)]


def test_sort_puts_types_in_order() -> None:
    documents = numbered(VALUES)
    assert sorted_ids({"v": 1}, documents[::-1]) == list(range(len(VALUES)))
    assert sorted_ids({"v": -1}, documents) == list(range(len(VALUES)))[::-1]


def test_sort_breaks_ties_by_id() -> None:
    documents = [{"_id": id_} for id_ in IDS]
    assert sorted_ids({"v": 1}, documents[::-1]) == IDS
    assert sorted_ids({"v": -1}, documents[::-1]) == IDS


def test_sort_by_several_paths_takes_them_in_turn() -> None:
    documents = [{"_id": f"{a}{b}", "a": a, "b": b} for a in (1, 2) for b in ("x", "y", "z")]
    assert sorted_ids({"a": -1, "b": 1}, documents) == ["2x", "2y", "2z", "1x", "1y", "1z"]
    assert sorted_ids({"b": -1, "a": 1}, documents) == ["1z", "2z", "1y", "2y", "1x", "2x"]


@pytest.mark.parametrize(
    ("skip", "limit", "ids"),
    [(0, 2, [0, 1]), (2, 3, [2, 3, 4]), (18, 50, [18, 19, 20]), (100, 5, []), (0, 1, [0])],
)
def test_sort_gives_a_part(skip: int, limit: int, ids: list[int]) -> None:
    assert sorted_ids({"v": 1}, numbered(VALUES), skip, limit) == ids


@pytest.mark.parametrize("sort", [None, {}])
def test_sort_left_out_is_none(sort: Any) -> None:
    assert compile_sort(sort, PLAIN) is None


@pytest.mark.parametrize(
    ("sort", "code"),
    [
        ("v", "SORT_CLAUSE_INVALID"),
        (5, "SORT_CLAUSE_INVALID"),
        ([], "SORT_CLAUSE_INVALID"),
        ({"v": 2}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": 0}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": True}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": "asc"}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": None}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": Decimal(1)}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"v": [1]}, "SORT_CLAUSE_VALUE_INVALID"),
        ({"": 1}, "SORT_CLAUSE_PATH_INVALID"),
        ({"$x": 1}, "SORT_CLAUSE_PATH_INVALID"),
        ({"a&": 1}, "SORT_CLAUSE_PATH_INVALID"),
        ({"$vector": [1]}, "VECTOR_SEARCH_NOT_SUPPORTED"),
        ({"$vectorize": "x"}, "EMBEDDING_SERVICE_NOT_CONFIGURED"),
        ({"$lexical": "x"}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
        ({"v": 1, "$vector": [1]}, "SORT_CLAUSE_INVALID"),
        ({"skip.x": 1}, "SORT_CLAUSE_PATH_UNINDEXED"),
    ],
)
def test_sort_that_says_nothing_sensible_is_refused(sort: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        compile_sort(sort, DENY)
    assert caught.value.name == code


def test_sort_has_so_many_paths() -> None:
    compile_sort({"a": 1, "b": 1}, PLAIN, Limits(sort_keys=2))
    with pytest.raises(Failure):
        compile_sort({"a": 1, "b": 1, "c": 1}, PLAIN, Limits(sort_keys=2))
