"""Valid commands with something wrong in them: whatever comes, the server answers in its own form.

A request is one of COMMANDS after one to three mutations of its JSON, now and then of its bytes as well.
"""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.clients.wire import Wire, codes_of

from cassette import testing

COLLECTION = "/v1/ks/c"
OWN_FAULTS = {"INTERNAL_SERVER_ERROR", "UNEXPECTED_DRIVER_ERROR", "UNEXPECTED_SERVER_ERROR"}
STATUSES = {200, 400, 401, 404, 405, 413, 415}

UUID_ID = {"$uuid": "5b6a1b5f-9b4c-4f0e-8f5c-0f6c6a1a2b3c"}
OBJECT_ID = {"$objectId": "65e6f1a2b3c4d5e6f7a8b9c0"}
COMMANDS: list[tuple[str, Any]] = [
    ("/v1", {"createKeyspace": {"name": "k2", "options": {"replication": {"class": "SimpleStrategy"}}}}),
    (
        "/v1",
        {"createKeyspace": {"name": "k2", "options": {"replication": {"class": "NetworkTopologyStrategy", "d": 1}}}},
    ),
    ("/v1", {"dropKeyspace": {"name": "k2"}}),
    ("/v1", {"findKeyspaces": {}}),
    ("/v1", {"createNamespace": {"name": "k3"}}),
    (
        "/v1/ks",
        {"createCollection": {"name": "c2", "options": {"defaultId": {"type": "uuid"}, "indexing": {"deny": ["a"]}}}},
    ),
    ("/v1/ks", {"createCollection": {"name": "c3", "options": {"vector": {"dimension": 3, "metric": "cosine"}}}}),
    (
        "/v1/ks",
        {"createCollection": {"name": "c4", "options": {"lexical": {"enabled": False}, "rerank": {"enabled": False}}}},
    ),
    ("/v1/ks", {"findCollections": {"options": {"explain": True}}}),
    ("/v1/ks", {"deleteCollection": {"name": "c2"}}),
    (
        COLLECTION,
        {"insertOne": {"document": {"_id": "n", "a": 1, "b": {"c": [1, {"d": "x"}]}, "t": {"$date": 5}, "u": UUID_ID}}},
    ),
    (
        COLLECTION,
        {
            "insertMany": {
                "documents": [{"_id": "m", "a": [1]}, {"a": "x"}, {"_id": OBJECT_ID}],
                "options": {"ordered": True, "returnDocumentResponses": True},
            }
        },
    ),
    (
        COLLECTION,
        {
            "findOne": {
                "filter": {"a": 1, "b.c.0": {"$gt": 0}},
                "projection": {"a": 1, "b.c": 1},
                "sort": {"a": 1, "b.c": -1},
            }
        },
    ),
    (
        COLLECTION,
        {
            "find": {
                "filter": {
                    "$or": [
                        {"a": {"$in": [1, "x", None]}},
                        {"$and": [{"b": {"$exists": True}}, {"$not": {"c": {"$size": 2}}}]},
                    ]
                },
                "projection": {"tags": {"$slice": [1, 2]}, "a": 1},
                "options": {"limit": 5, "includeSimilarity": False},
            }
        },
    ),
    (
        COLLECTION,
        {
            "find": {
                "filter": {"tags": {"$all": ["x", "y"]}, "n": {"$gte": 1, "$lt": 10}, "t": {"$lte": {"$date": 9}}},
                "sort": {"n": -1},
                "options": {"skip": 1, "limit": 5},
            }
        },
    ),
    (COLLECTION, {"find": {"filter": {"_id": {"$in": ["d1", 1, UUID_ID]}}, "options": {"pageState": None}}}),
    (
        COLLECTION,
        {
            "updateOne": {
                "filter": {"_id": "d1", "q": {"$eq": [1]}, "$and": [{"a.b": 1}]},
                "update": {
                    "$set": {"e.f": 1, "l.0": 2},
                    "$unset": {"y": ""},
                    "$inc": {"n": 1.5},
                    "$push": {"tags": {"$each": [1, 2], "$position": 0}},
                    "$setOnInsert": {"w": "q"},
                },
                "sort": {"a": 1},
                "options": {"upsert": True},
            }
        },
    ),
    (
        COLLECTION,
        {
            "updateMany": {
                "filter": {"g": {"$ne": None}, "h": {"$nin": [1]}},
                "update": {
                    "$addToSet": {"tags": {"$each": [3]}},
                    "$currentDate": {"z": {"$type": "date"}},
                    "$max": {"o": {"$date": 1}},
                    "$min": {"n": 1},
                    "$mul": {"m": 2},
                    "$pop": {"l": -1},
                    "$rename": {"r": "s"},
                },
                "options": {"upsert": True},
            }
        },
    ),
    (COLLECTION, {"deleteOne": {"filter": {"a": {"$ne": 1}}, "sort": {"n": 1}}}),
    (COLLECTION, {"deleteMany": {"filter": {"a": {"$exists": False}, "$or": [{"x": 1}, {"y": {"$lt": "z"}}]}}}),
    (COLLECTION, {"findOneAndDelete": {"filter": {"_id": "d3"}, "projection": {"a": 0, "b.c": 0}, "sort": {"a": 1}}}),
    (
        COLLECTION,
        {
            "findOneAndUpdate": {
                "filter": {"_id": "d2"},
                "update": {"$set": {"a": {"b": [1]}}},
                "projection": {"*": 1},
                "options": {"returnDocument": "after", "upsert": True},
            }
        },
    ),
    (
        COLLECTION,
        {
            "findOneAndReplace": {
                "filter": {"n": {"$gt": 3}},
                "replacement": {"a": 1, "l": [[], {}]},
                "sort": {"n": 1},
                "options": {"returnDocument": "before", "upsert": True},
            }
        },
    ),
    (COLLECTION, {"countDocuments": {"filter": {"a": 1}}}),
    (COLLECTION, {"estimatedDocumentCount": {}}),
]

NAMES = [
    "$",
    "$addToSet",
    "$all",
    "$and",
    "$currentDate",
    "$date",
    "$each",
    "$eq",
    "$exists",
    "$foo",
    "$gt",
    "$hybrid",
    "$in",
    "$inc",
    "$lexical",
    "$lt",
    "$max",
    "$min",
    "$mul",
    "$ne",
    "$nin",
    "$not",
    "$objectId",
    "$or",
    "$pop",
    "$position",
    "$push",
    "$regex",
    "$rename",
    "$set",
    "$setOnInsert",
    "$size",
    "$slice",
    "$unset",
    "$uuid",
    "$vector",
    "$vectorize",
    "*",
    ".a",
    "0",
    "_id",
    "a",
    "a&.b",
    "a&b",
    "a..",
    "a.0",
    "a..b",
    "a.b",
    "documents",
    "filter",
    "limit",
    "options",
    "sort",
    "upsert",
]
TEXTS = [
    "",
    "\0",
    "a\0b",
    "😀",
    "\ud800",
    '"quoted"',
    "'",
    " ",
    "x" * 49,
    "x" * 1001,
    "é" * 4001,
    "true",
    "5",
    "AAAA",
    "date",
]
# tokens that Python would not write so: they stand in a text, between marks, until the body is made
TOKENS = [
    "0", "-0", "-0.0", "1.0", "1E+2", "1.5", "-1", "1e400", "-1e400", "1e-400", "1e6144", "1e6145",
    "1e999999999", "1e-99999999999999999999", "0e99999999999999999999", "2147483648", "-2147483649",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", "253402300800000",
    "9" * 100, "9" * 101, "0." + "1" * 101,
]  # fmt: skip
WRAPPERS = ("$date", "$uuid", "$objectId", "$binary")
OBJECTS: list[Any] = [
    *({wrapper: value} for wrapper in WRAPPERS for value in ("x", 1, None, "<<1e400>>")),
    *({name: value} for name in ("$in", "$each", "$size", "$slice") for value in (1, "<<1e400>>", [], [UUID_ID])),
    {"$date": 1, "x": 1},
    {"": 1},
    {"a": {"b": {"c": 1}}},
    {f"k{n}": 1 for n in range(70)},
    {"_id": 1},
    {"$not": {"a": 1}},
    ["x"] * 101,
    list(range(1001)),
    [[]],
    [{}],
    [],
    {},
]


def nested(levels: int, array: bool) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value] if array else {"d": value}
    return value


HOSTILE = st.one_of(
    st.sampled_from([f"<<{token}>>" for token in TOKENS]),
    st.sampled_from(TEXTS + NAMES),
    st.sampled_from([None, True, False, 0, 1, 2, -1, 51, 1001]),
    st.sampled_from(OBJECTS).map(copy.deepcopy),
    st.builds(nested, st.sampled_from([3, 15, 16, 17, 40, 127, 128, 150]), st.booleans()),
    st.text(max_size=5),
    st.floats(allow_nan=False, allow_infinity=False),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value inside."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, bytes]:
    path, command = draw(st.sampled_from(COMMANDS))
    command = copy.deepcopy(command)
    for _ in range(draw(st.integers(1, 3))):
        mutate(draw, command)
    body = re.sub(r'"<<([^>"]*)>>"', r"\1", json.dumps(command)).encode()
    if draw(st.integers(0, 9)) == 0 and body:
        at = draw(st.integers(0, len(body) - 1))
        body = body[:at] + draw(st.binary(max_size=3)) + body[at + draw(st.integers(0, 3)) :]
    return path, body


def mutate(draw: st.DrawFn, command: Any) -> None:
    found = list(places(command))
    if not found:
        return
    *way, key = draw(st.sampled_from(found))
    parent = command
    for step in way:
        parent = parent[step]
    kind = draw(st.sampled_from(["add", "drop", "rename", "replace", "wrap"]))
    if kind == "replace":
        parent[key] = draw(HOSTILE)
    elif kind == "drop":
        del parent[key]
    elif kind == "wrap":
        parent[key] = draw(st.sampled_from([[parent[key]], {draw(st.sampled_from(NAMES)): parent[key]}]))
    elif kind == "rename" and isinstance(parent, dict):
        parent[draw(st.sampled_from(NAMES + TEXTS))] = parent.pop(key)
    elif isinstance(parent, dict):
        parent[draw(st.sampled_from(NAMES + TEXTS))] = draw(HOSTILE)
    else:
        parent.append(draw(HOSTILE))


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with testing.server() as server:
        wire = Wire(server)
        wire.ask("/v1", "createKeyspace", {"name": "ks"})
        wire.ask("/v1/ks", "createCollection", {"name": "c"})
        documents = [
            {"_id": f"d{n}", "a": n, "b": {"c": [n, {"d": "x"}]}, "n": n, "tags": ["x"], "l": [1, 2], "m": 3, "r": 1}
            for n in range(60)
        ]
        for at in (0, 30):
            wire.ask(COLLECTION, "insertMany", {"documents": documents[at : at + 30]})
        yield wire
        # still there, and in its senses
        assert "count" in wire.ask(COLLECTION, "countDocuments", {})["status"]
        wire.close()


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(request=requests())
@example(
    request=(COLLECTION, b'{"updateOne":{"filter":{"a..b":1},"update":{"$set":{"x":1}},"options":{"upsert":true}}}')
)
@example(request=(COLLECTION, b'{"insertOne":{"document":{"a":1e-99999999999999999999}}}'))
def test_mutated_commands_are_answered(wire: Wire, request: tuple[str, bytes]) -> None:
    path, body = request
    status, answer = wire.send(path, body)
    assert status in STATUSES
    if answer:
        assert not OWN_FAULTS & set(codes_of(json.loads(answer))), answer
