"""A small library: the documents that the astrapy suites store, and tables of what they ask and expect.

Both suites, sync and async, go through these tables; each test says in its own words how it calls the client.
"""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from astrapy.constants import DefaultIdType
from astrapy.data_types import DataAPITimestamp
from astrapy.ids import UUID, ObjectId

Document = dict[str, Any]

KEYSPACE = "library"


def day(year: int, month: int, of_month: int) -> DataAPITimestamp:
    """Give the start of a day, in UTC."""
    return DataAPITimestamp.from_datetime(datetime.datetime(year, month, of_month, tzinfo=datetime.UTC))


BOOKS: list[Document] = [
    {
        "_id": "dune",
        "title": "Dune",
        "pages": 412,
        "tags": ["sf", "desert"],
        "published": day(1965, 8, 1),
        "author": {"name": "Herbert", "born": 1920},
        "lent": False,
        "ratings": [5, 4, 5],
    },
    {
        "_id": "emma",
        "title": "Emma",
        "pages": 474,
        "tags": ["village"],
        "published": day(1815, 12, 23),
        "author": {"name": "Austen", "born": 1775},
        "lent": True,
        "sequel": None,
    },
    {
        "_id": "ulysses",
        "title": "Ulysses",
        "pages": 730,
        "tags": [],
        "published": day(1922, 2, 2),
        "author": {"name": "Joyce", "born": 1882},
        "editions": [{"year": 1922, "city": "Paris"}, {"year": 1934, "city": "New York"}],
    },
    {
        "_id": "walden",
        "title": "Walden",
        "pages": None,
        "tags": ["pond", "village", "sf"],
        "published": day(1854, 8, 9),
        "price": 9.75,
        "R&D": {"v1.0": "a name with a dot"},
        "shelf": UUID("018e65c9-df45-7913-89f8-175f28bd7f74"),
    },
]
BY_ID = {book["_id"]: book for book in BOOKS}

# filter, and the ids of the books that match
FILTERS: dict[str, tuple[Document, str]] = {
    "everything": ({}, "dune emma ulysses walden"),
    "an implied $eq": ({"title": "Emma"}, "emma"),
    "$eq": ({"pages": {"$eq": 412}}, "dune"),
    "$eq of an id": ({"_id": "walden"}, "walden"),
    "$eq of null": ({"pages": None}, "walden"),
    "$eq of true": ({"lent": True}, "emma"),
    "$eq of a fraction": ({"price": 9.75}, "walden"),
    "$eq of a date": ({"published": day(1922, 2, 2)}, "ulysses"),
    "$eq of a uuid": ({"shelf": UUID("018e65c9-df45-7913-89f8-175f28bd7f74")}, "walden"),
    "$eq of an array element": ({"tags": "sf"}, "dune walden"),
    "$eq of a whole array": ({"tags": {"$eq": ["sf", "desert"]}}, "dune"),
    "$eq of an array in another order": ({"tags": {"$eq": ["desert", "sf"]}}, ""),
    "$eq of an object": ({"author": {"name": "Joyce", "born": 1882}}, "ulysses"),
    "a path": ({"author.name": "Austen"}, "emma"),
    "a path into an array": ({"tags.1": "village"}, "walden"),
    "a path into an object in an array": ({"editions.1.city": "New York"}, "ulysses"),
    "a path with an escaped dot and ampersand": ({"R&&D.v1&.0": "a name with a dot"}, "walden"),
    "$ne": ({"title": {"$ne": "Dune"}}, "emma ulysses walden"),
    "$ne where the field is missing": ({"lent": {"$ne": True}}, "dune ulysses walden"),
    "$in": ({"title": {"$in": ["Emma", "Dune", "Odyssey"]}}, "dune emma"),
    "$in of mixed types": ({"pages": {"$in": [730, None, "412"]}}, "ulysses walden"),
    "$in of ids": ({"_id": {"$in": ["walden", "dune", "nothing"]}}, "dune walden"),
    "$in of nothing": ({"title": {"$in": []}}, ""),
    "$nin": ({"title": {"$nin": ["Emma", "Dune"]}}, "ulysses walden"),
    "$nin where the field is missing": ({"lent": {"$nin": [False]}}, "emma ulysses walden"),
    "$gt and $lte": ({"pages": {"$gt": 412, "$lte": 730}}, "emma ulysses"),
    "$gte and $lt": ({"pages": {"$gte": 412, "$lt": 474}}, "dune"),
    "$gt of a text": ({"title": {"$gt": "Emma"}}, "ulysses walden"),
    "$gte and $lt of dates": ({"published": {"$gte": day(1815, 12, 23), "$lt": day(1922, 2, 2)}}, "emma walden"),
    "$exists": ({"author": {"$exists": True}}, "dune emma ulysses"),
    "$exists of a null": ({"sequel": {"$exists": True}}, "emma"),
    "$exists false": ({"lent": {"$exists": False}}, "ulysses walden"),
    "$and": ({"$and": [{"tags": "village"}, {"tags": "sf"}]}, "walden"),
    "$or": ({"$or": [{"pages": 412}, {"author.born": {"$lt": 1800}}]}, "dune emma"),
    "$not": ({"$not": {"tags": "sf"}}, "emma ulysses"),
    "$not of two": ({"$not": {"tags": "sf", "pages": 412}}, "emma ulysses walden"),
    "$and in $or": ({"$or": [{"$and": [{"tags": "sf"}, {"price": {"$gt": 9}}]}, {"title": "Emma"}]}, "emma walden"),
    "$or in $not": ({"$not": {"$or": [{"tags": "sf"}, {"title": "Emma"}]}}, "ulysses"),
    "$or beside a term": ({"tags": "village", "$or": [{"lent": True}, {"price": 9.75}]}, "emma walden"),
    "$all": ({"tags": {"$all": ["sf", "village"]}}, "walden"),
    "$size": ({"tags": {"$size": 2}}, "dune"),
    "$size 0": ({"tags": {"$size": 0}}, "ulysses"),
    "an id and a term that does not hold": ({"_id": "dune", "title": "Emma"}, ""),
    "nothing": ({"title": "Odyssey"}, ""),
}

# sort, more arguments of find, and the ids in order
SORTS: dict[str, tuple[dict[str, int], Document, str]] = {
    "ascending": ({"title": 1}, {}, "dune emma ulysses walden"),
    "descending": ({"title": -1}, {}, "walden ulysses emma dune"),
    "null before numbers": ({"pages": 1}, {}, "walden dune emma ulysses"),
    "missing first, ties by id": ({"lent": 1}, {}, "ulysses walden dune emma"),
    "dates": ({"published": -1}, {}, "dune ulysses walden emma"),
    "a path": ({"author.born": 1}, {}, "walden emma ulysses dune"),
    "two fields": ({"lent": 1, "title": -1}, {}, "walden ulysses dune emma"),
    "skip": ({"title": 1}, {"skip": 1}, "emma ulysses walden"),
    "skip and limit": ({"title": 1}, {"skip": 1, "limit": 2}, "emma ulysses"),
    "limit": ({"title": 1}, {"limit": 1}, "dune"),
    "skip everything": ({"title": 1}, {"skip": 4}, ""),
}

# id, projection, and what is shown
PROJECTIONS: dict[str, tuple[str, Any, Document]] = {
    "fields": ("emma", {"title": True, "pages": 1}, {"_id": "emma", "title": "Emma", "pages": 474}),
    "names only": ("emma", ["title"], {"_id": "emma", "title": "Emma"}),
    "without the id": ("emma", {"title": True, "_id": False}, {"title": "Emma"}),
    "a path": ("emma", {"author.born": True}, {"_id": "emma", "author": {"born": 1775}}),
    "a path through an array": (
        "ulysses",
        {"editions.year": True, "_id": False},
        {"editions": [{"year": 1922}, {"year": 1934}]},
    ),
    "everything but": (
        "dune",
        dict.fromkeys(("author", "lent", "published", "ratings", "tags"), False),
        {"_id": "dune", "title": "Dune", "pages": 412},
    ),
    "the first two of an array": ("dune", {"ratings": {"$slice": 2}, "title": 1}, {"_id": "dune", "title": "Dune"}),
    "nothing": ("dune", {"*": False}, {}),
    "everything": ("emma", {"*": True}, BY_ID["emma"]),
}
PROJECTIONS["the first two of an array"][2]["ratings"] = [5, 4]

# document, update, and the document afterwards; `_id` apart
UPDATES: dict[str, tuple[Document, Document, Document]] = {
    "$set": ({"a": 1, "b": 2}, {"$set": {"a": "one", "c.d": [1]}}, {"a": "one", "b": 2, "c": {"d": [1]}}),
    "$set of an array element": ({"a": [1, 2]}, {"$set": {"a.1": 3, "a.3": 4}}, {"a": [1, 3, None, 4]}),
    "$unset": ({"a": 1, "b": {"c": 1, "d": 2}}, {"$unset": {"a": "", "b.c": ""}}, {"b": {"d": 2}}),
    "$inc": ({"a": 1}, {"$inc": {"a": -3, "b": 2.5}}, {"a": -2, "b": 2.5}),
    "$push": ({"a": [1]}, {"$push": {"a": 2, "b": "x"}}, {"a": [1, 2], "b": ["x"]}),
    "$push $each $position": ({"a": [1, 4]}, {"$push": {"a": {"$each": [2, 3], "$position": 1}}}, {"a": [1, 2, 3, 4]}),
    "$addToSet": ({"a": [1]}, {"$addToSet": {"a": {"$each": [1, 2]}}}, {"a": [1, 2]}),
    "$pop": ({"a": [1, 2, 3], "b": [1, 2]}, {"$pop": {"a": 1, "b": -1}}, {"a": [1, 2], "b": [2]}),
    "$mul": ({"a": 6}, {"$mul": {"a": 0.5, "b": 2}}, {"a": 3, "b": 0}),
    "$min and $max": ({"a": 5, "b": 5}, {"$min": {"a": 3, "b": 9}, "$max": {"c": 1}}, {"a": 3, "b": 5, "c": 1}),
    "$rename": ({"a": 1}, {"$rename": {"a": "b.c"}}, {"b": {"c": 1}}),
    "$setOnInsert without an insert": ({"a": 1}, {"$setOnInsert": {"b": 1}, "$set": {"a": 2}}, {"a": 2}),
    "several": (
        {"a": 1, "b": [1], "c": 1},
        {"$inc": {"a": 1}, "$push": {"b": 2}, "$unset": {"c": ""}, "$set": {"d": True}},
        {"a": 2, "b": [1, 2], "d": True},
    ),
}

IDS: dict[str, Any] = {
    "text": "an id",
    "text with signs": 'ünï\n"𝄞"\\',
    "a whole number": 7,
    "a fraction": -1.5,
    "true": True,
    "null": None,
    "uuid v4": UUID("5b6a1b5f-9b4c-4f0e-8f5c-0f6c6a1a2b3c"),
    "uuid v6": UUID("1eecf2a2-3f8e-6b5a-9c3d-2b1a0f9e8d7c"),
    "uuid v7": UUID("018e65c9-df45-7913-89f8-175f28bd7f74"),
    "ObjectId": ObjectId("65e6f1a2b3c4d5e6f7a8b9c0"),
    "a date": DataAPITimestamp(946684799123),
    "a date before 1970": DataAPITimestamp(-1),
}

# what a new collection may be told about ids, and what then makes them: the class, and the version of a UUID
DEFAULT_IDS: dict[str, tuple[type, int | None]] = {
    DefaultIdType.OBJECTID: (ObjectId, None),
    DefaultIdType.UUID: (UUID, 4),
    DefaultIdType.UUIDV6: (UUID, 6),
    DefaultIdType.UUIDV7: (UUID, 7),
}


class Refusal(NamedTuple):
    """A call that has to fail, the code that says why, and more arguments by name."""

    method: str
    arguments: tuple[Any, ...]
    code: str
    more: Mapping[str, Any] = MappingProxyType({})


REFUSALS: dict[str, Refusal] = {
    "an unknown operator": Refusal("find_one", ({"title": {"$sounds": "like"}},), "FILTER_UNSUPPORTED_OPERATOR"),
    "an operator not served yet": Refusal("find_one", ({"title": {"$regex": "D"}},), "FILTER_UNSUPPORTED_OPERATOR"),
    "a path with a lone ampersand": Refusal("find_one", ({"R&D": 1},), "FILTER_INVALID_EXPRESSION"),
    "an upsert along a path with a hole": Refusal(
        "update_one", ({"a..b": 1}, {"$set": {"c": 1}}), "FILTER_INVALID_EXPRESSION", {"upsert": True}
    ),
    "an order of arrays": Refusal("find_one", ({"tags": {"$gt": ["a"]}},), "FILTER_INVALID_EXPRESSION"),
    "an _id in $or": Refusal("find_one", ({"$or": [{"_id": 1}, {"a": 1}]},), "FILTER_INVALID_EXPRESSION"),
    "two _id": Refusal("find_one", ({"_id": {"$ne": "a", "$in": ["b"]}},), "FILTER_MULTIPLE_ID_FILTER"),
    "65 comparisons": Refusal("find_one", ({f"f{n}": n for n in range(65)},), "FILTER_FIELDS_LIMIT_VIOLATION"),
    "a sort by 2": Refusal("find_one", ({},), "SORT_CLAUSE_VALUE_INVALID", {"sort": {"title": 2}}),
    "a sort by a bad path": Refusal("find_one", ({},), "SORT_CLAUSE_PATH_INVALID", {"sort": {"$title": 1}}),
    "a projection of both kinds": Refusal(
        "find_one", ({},), "UNSUPPORTED_PROJECTION_PARAM", {"projection": {"title": True, "tags": False}}
    ),
    "a count with a bad filter": Refusal(
        "count_documents", ({"a": {"$size": -1}},), "FILTER_INVALID_EXPRESSION", {"upper_bound": 10}
    ),
    "an unknown update": Refusal("update_one", ({}, {"$fold": {"a": 1}}), "UNSUPPORTED_UPDATE_OPERATION"),
    "an update of the id": Refusal(
        "update_one", ({}, {"$set": {"_id": "x"}}), "UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID"
    ),
    "an $inc of a text": Refusal(
        "update_one", ({"_id": "dune"}, {"$inc": {"title": 1}}), "UNSUPPORTED_UPDATE_OPERATION_TARGET"
    ),
    "an $inc by a text": Refusal("update_one", ({}, {"$inc": {"pages": "1"}}), "UNSUPPORTED_UPDATE_OPERATION_PARAM"),
    "two changes of one path": Refusal(
        "find_one_and_update", ({}, {"$set": {"a": 1}, "$inc": {"a": 1}}), "UNSUPPORTED_UPDATE_OPERATION_PARAM"
    ),
    "a replacement with another id": Refusal(
        "find_one_and_replace", ({"_id": "dune"}, {"_id": "emma"}), "DOCUMENT_REPLACE_DIFFERENT_DOCID"
    ),
    "an id that is taken": Refusal("insert_one", ({"_id": "dune"},), "DOCUMENT_ALREADY_EXISTS"),
    "an empty id": Refusal("insert_one", ({"_id": ""},), "SHRED_BAD_DOCID_VALUE"),
    "an array as id": Refusal("insert_one", ({"_id": [1]},), "SHRED_BAD_DOCID_TYPE"),
    "a name with a dollar": Refusal("insert_one", ({"$price": 1},), "SHRED_BAD_FIELD_NAME"),
    "an empty name": Refusal("insert_one", ({"a": {"": 1}},), "SHRED_BAD_FIELD_NAME"),
    "a vector": Refusal("insert_one", ({"$vector": [0.5, 1.5]},), "VECTOR_SEARCH_NOT_SUPPORTED"),
    "a document that is too deep": Refusal(
        "insert_one", ({"a": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]},), "SHRED_DOC_LIMIT_VIOLATION"
    ),
}


def ids(documents: list[Document]) -> str:
    """Give the ids of documents as one text, in order."""
    return " ".join(str(document["_id"]) for document in documents)


def numbered(count: int) -> list[Document]:
    """Give documents for collections of many pages."""
    return [{"_id": n, "n": n, "even": n % 2 == 0, "group": f"g{n % 3}"} for n in range(count)]
