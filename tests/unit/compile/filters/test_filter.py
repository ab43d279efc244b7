from decimal import Decimal
from typing import Any

import pytest

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.indexing import NOTHING, Indexing
from cassette.compile.documents.limits import Limits
from cassette.compile.filters import EVERYTHING, Filter, compile_filter
from cassette.cql.names import TableName
from cassette.errors import Failure

NAME = TableName("ks", "c")
PLAIN = Collection(NAME)
DENY = Collection(NAME, indexing=Indexing("deny", ("skip", "o.p", "_id")))
BARE = Collection(NAME, indexing=NOTHING)


def refusal(filter_: Any, collection: Collection = PLAIN, limits: Limits | None = None) -> str:
    with pytest.raises(Failure) as caught:
        compile_filter(filter_, collection, limits or Limits())
    return caught.value.name


@pytest.mark.parametrize("filter_", [None, {}])
def test_filter_left_out_is_everything(filter_: Any) -> None:
    assert compile_filter(filter_, PLAIN) == EVERYTHING


@pytest.mark.parametrize(
    ("filter_", "code"),
    [
        ("x", "FILTER_UNSUPPORTED_DATA_TYPE"),
        (5, "FILTER_UNSUPPORTED_DATA_TYPE"),
        (0, "FILTER_UNSUPPORTED_DATA_TYPE"),
        ([], "FILTER_UNSUPPORTED_DATA_TYPE"),
        ({"": 1}, "FILTER_INVALID_EXPRESSION"),
        ({"$foo": 1}, "FILTER_INVALID_EXPRESSION"),
        ({"$nor": []}, "FILTER_INVALID_EXPRESSION"),
        ({"c&d": "x"}, "FILTER_INVALID_EXPRESSION"),
        ({"a&": 1}, "FILTER_INVALID_EXPRESSION"),
        ({"a": ["x"]}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$foo": 1}}, "FILTER_UNSUPPORTED_OPERATOR"),
        ({"a": {"$eq": 1, "$foo": 1}}, "FILTER_UNSUPPORTED_OPERATOR"),
        ({"a": {"$regex": "x"}}, "FILTER_UNSUPPORTED_OPERATOR"),
        ({"a": {"$and": []}}, "FILTER_UNSUPPORTED_OPERATOR"),
        ({"a": {"$not": {"$gt": 1}}}, "FILTER_UNSUPPORTED_OPERATOR"),
        ({"a": {"$uuid": "x"}}, "SHRED_BAD_EJSON_VALUE"),
        ({"a": {"$eq": {"$date": "x"}}}, "SHRED_BAD_EJSON_VALUE"),
        ({"a": {"$in": [{"$objectId": "x"}]}}, "SHRED_BAD_EJSON_VALUE"),
        ({"a": {"$gt": {"$date": "x"}}}, "SHRED_BAD_EJSON_VALUE"),
        ({"a": {"$gt": None}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$gte": [1]}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$lt": {"a": 1}}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$lte": {"$uuid": "4f9c4b36-6ab1-4f4c-9d5c-0123456789ab"}}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$exists": None}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$exists": 1}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$size": -1}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$size": Decimal("1.5")}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$size": True}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$size": "1"}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$all": []}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$all": "x"}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$all": [1] * 1001}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$in": "x"}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$in": [1] * 101}}, "FILTER_INVALID_EXPRESSION"),
        ({"a": {"$nin": [1] * 101}}, "FILTER_INVALID_EXPRESSION"),
        ({"_id": {"$in": ["x"] * 101}}, "FILTER_INVALID_EXPRESSION"),
        ({"$and": {"a": 1}}, "FILTER_INVALID_EXPRESSION"),
        ({"$and": [5]}, "FILTER_INVALID_EXPRESSION"),
        ({"$or": {"a": 1}}, "FILTER_INVALID_EXPRESSION"),
        ({"$or": [[]]}, "FILTER_INVALID_EXPRESSION"),
        ({"$not": [{"a": 1}]}, "FILTER_INVALID_EXPRESSION"),
        ({"$vector": [1]}, "FILTER_INVALID_EXPRESSION"),
        ({"$vector": 1}, "FILTER_INVALID_EXPRESSION"),
        ({"$vectorize": "x"}, "FILTER_INVALID_EXPRESSION"),
        ({"$lexical": {"$match": "x"}}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
        ({"$lexical": "x"}, "LEXICAL_NOT_ENABLED_FOR_COLLECTION"),
        ({"_id": ["a"]}, "FILTER_INVALID_EXPRESSION"),
        ({"_id": {"$eq": ["a"]}}, "FILTER_INVALID_EXPRESSION"),
        ({"_id": {"$in": [["a"]]}}, "FILTER_INVALID_EXPRESSION"),
        ({"_id": {"$size": 1}}, "FILTER_INVALID_EXPRESSION"),
        ({"_id": ""}, "SHRED_BAD_DOCID_VALUE"),
        ({"_id": {"a": 1}}, "SHRED_BAD_DOCID_TYPE"),
        ({"_id": {"$ne": True}}, "FILTER_UNSUPPORTED_DATA_TYPE"),
        ({"_id": {"$nin": [1, None]}}, "FILTER_UNSUPPORTED_DATA_TYPE"),
        ({"_id": {"$gt": 1, "$lt": 5}}, "FILTER_MULTIPLE_ID_FILTER"),
        ({"_id": 1, "$and": [{"_id": 2}]}, "FILTER_MULTIPLE_ID_FILTER"),
        ({"$or": [{"_id": 1}, {"a": 2}]}, "FILTER_INVALID_EXPRESSION"),
        ({"$or": [{"$and": [{"_id": 1}]}]}, "FILTER_INVALID_EXPRESSION"),
        ({"$not": {"_id": 1, "a": 2}}, "FILTER_INVALID_EXPRESSION"),
    ],
)
def test_filter_that_says_nothing_sensible_is_refused(filter_: Any, code: str) -> None:
    assert refusal(filter_) == code


@pytest.mark.parametrize(
    ("filter_", "code"),
    [
        ({"skip": "x"}, "FILTER_PATH_UNINDEXED"),
        ({"skip.x": {"$exists": True}}, "FILTER_PATH_UNINDEXED"),
        ({"$or": [{"o.p": 1}, {"a": 1}]}, "FILTER_PATH_UNINDEXED"),
        ({"o": {"$eq": {"p": 1, "q": 2}}}, "FILTER_PATH_UNINDEXED"),
        ({"o": {"$in": [1, {"p": 1}]}}, "FILTER_PATH_UNINDEXED"),
        ({"skip": {"$in": []}}, "FILTER_PATH_UNINDEXED"),
        ({"_id": {"$exists": True}}, "FILTER_ID_NOT_INDEXED"),
        ({"_id": {"$ne": 1}}, "FILTER_ID_NOT_INDEXED"),
    ],
)
def test_filter_on_what_is_not_indexed_is_refused(filter_: Any, code: str) -> None:
    assert refusal(filter_, DENY) == code
    assert refusal(filter_, BARE) == code


@pytest.mark.parametrize(
    "filter_",
    [{"o": {"q": 2}}, {"_id": 1}, {"_id": {"$in": [1, 2]}}, {"$vector": {"$exists": False}}],
)
def test_filter_on_what_is_indexed_is_taken(filter_: Any) -> None:
    assert compile_filter(filter_, DENY).condition == compile_filter(filter_, PLAIN).condition


def test_filter_has_so_many_comparisons() -> None:
    compile_filter({f"f{n}": 1 for n in range(64)}, PLAIN)
    assert refusal({f"f{n}": 1 for n in range(65)}) == "FILTER_FIELDS_LIMIT_VIOLATION"
    assert refusal({"$or": [{"a": n} for n in range(65)]}) == "FILTER_FIELDS_LIMIT_VIOLATION"
    assert refusal({"a": 1, "b": {"$gt": 1, "$lt": 2}}, limits=Limits(filter_comparisons=2)) == (
        "FILTER_FIELDS_LIMIT_VIOLATION"
    )


def test_in_takes_so_many_values() -> None:
    compile_filter({"a": {"$in": list(range(100))}, "_id": {"$in": list(range(100))}}, PLAIN)


@pytest.mark.parametrize(
    ("filter_", "id_", "key"),
    [
        ({"_id": "x"}, "x", (1, "x")),
        ({"_id": None}, None, (4, "null")),
        ({"a": 1, "_id": {"$eq": Decimal("1E+2")}}, Decimal("1E+2"), (2, "1E+2")),
        ({"$and": [{"_id": 5}, {"a": 1}]}, 5, (2, "5")),
        ({"$not": {"_id": {"$ne": 5}}}, 5, (2, "5")),
        ({"_id": {"$in": ["x"]}}, None, None),
        ({"_id": {"$ne": "x"}}, None, None),
        ({"$not": {"_id": "x"}}, None, None),
        ({"a": 1}, None, None),
    ],
)
def test_filter_pins_the_id(filter_: Any, id_: Any, key: Any) -> None:
    compiled = compile_filter(filter_, PLAIN)
    assert compiled.id == id_
    assert compiled.key == key


def test_filter_tells_the_keys_of_in() -> None:
    assert compile_filter({"_id": {"$in": ["a", 5, "a"]}}, PLAIN).keys == ((1, "a"), (2, "5"), (1, "a"))
    assert compile_filter({"_id": {"$in": []}}, PLAIN) == Filter(nothing=True, keys=())
    assert compile_filter({"_id": "a"}, PLAIN).keys is None


@pytest.mark.parametrize(
    ("filter_", "seeds"),
    [
        ({"a": 1}, (("a", 1),)),
        ({"a": "x"}, (("a", "x"),)),
        ({"a": {"$eq": [1]}, "b.c": None}, (("a", [1]), ("b.c", None))),
        ({"o": {"p": 1}, "when": {"$date": 1}}, (("o", {"p": 1}), ("when", {"$date": 1}))),
        ({"_id": 1, "a": {"$gt": 1}, "b": {"$ne": 1}, "c": {"$in": [1]}, "d": {"$size": 1}, "e": {"$all": [1]}}, ()),
        ({"$and": [{"a": 1}], "$not": {"b": {"$ne": 1}}}, ()),
        ({"a": 1, "b": {"$in": []}}, (("a", 1),)),
    ],
)
def test_filter_seeds_an_upsert(filter_: Any, seeds: Any) -> None:
    assert compile_filter(filter_, PLAIN).seeds == seeds


@pytest.mark.parametrize(
    "filter_",
    [
        {"a": {"$in": []}},
        {"a": 1, "b": {"$in": []}},
        {"$or": [{"a": {"$in": []}}, {"a": 1, "b": {"$in": []}}]},
        {"$not": {"a": {"$nin": []}}},
        {"$not": {}},
    ],
)
def test_filter_that_nothing_can_match_asks_nothing(filter_: Any) -> None:
    compiled = compile_filter(filter_, PLAIN)
    assert compiled.nothing
    assert compiled.condition is None
    assert compiled.values == ()


@pytest.mark.parametrize(
    "filter_",
    [
        {"a": {"$nin": []}},
        {"$and": []},
        {"$or": []},
        {"$or": [{"a": 1}, {"b": {"$nin": []}}]},
        {"$not": {"a": {"$in": []}}},
    ],
)
def test_filter_that_everything_matches_asks_nothing(filter_: Any) -> None:
    assert compile_filter(filter_, PLAIN) == EVERYTHING


def test_filter_forgets_the_values_of_parts_that_fall_away() -> None:
    compiled = compile_filter({"$or": [{"a": 1, "b": {"$in": []}}, {"c": 2}], "d": {"$nin": []}}, PLAIN)
    assert compiled.values == ("c N2",)
    assert compiled.condition == compile_filter({"c": 2}, PLAIN).condition


def test_filters_of_one_shape_are_one_condition() -> None:
    one = compile_filter({"a": 1, "b": {"$gt": 2}, "c": {"$in": ["x", 5]}}, PLAIN)
    other = compile_filter({"d": "x", "e": {"$gt": 5}, "f": {"$in": [None, True]}}, PLAIN)
    assert one.condition is other.condition
