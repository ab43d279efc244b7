"""Bad input as a user may send it, over HTTP: the right code, a message, and nothing stored.

Every limit is asked for twice, at n and at n + 1.
"""

import base64
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.clients.wire import HEADERS, Wire, codes_of

from cassette import testing

COLLECTION = "/v1/ks/c"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[testing.Server]:
    # a sort of 10,000 documents would take its time; its limit is a setting like the others
    with testing.server(tmp_path_factory.mktemp("data"), dataapi={"sort_rows": 130}) as server:
        yield server


@pytest.fixture(scope="module")
def wire(server: testing.Server) -> Iterator[Wire]:
    wire = Wire(server)
    wire.ask("/v1", "createKeyspace", {"name": "ks"})
    wire.ask("/v1/ks", "createCollection", {"name": "c"})
    documents = [{"_id": n, "n": n, "group": n % 2, "tags": ["a", "b"], "text": "x"} for n in range(60)]
    for at in (0, 30):
        wire.ask(COLLECTION, "insertMany", {"documents": documents[at : at + 30]})
    yield wire
    wire.close()


@pytest.fixture
def unchanged(wire: Wire) -> Iterator[None]:
    """Whatever is asked, what is stored stays as it is."""
    before = wire.everything()
    yield
    assert wire.everything() == before


# ------------------------------------------------------------------ bodies


def nested(levels: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * levels + b"1" + closing * levels


def inserting(value: bytes) -> bytes:
    return b'{"insertOne":{"document":{"value":' + value + b"}}}"


BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "COMMAND_FIELD_VALUE_INVALID"),
    "white space": (b" \r\n\t", "COMMAND_FIELD_VALUE_INVALID"),
    "null": (b"null", "COMMAND_FIELD_VALUE_INVALID"),
    "an array": (b"[]", "REQUEST_STRUCTURE_MISMATCH"),
    "a text": (b'"find"', "REQUEST_STRUCTURE_MISMATCH"),
    "a number": (b"5", "REQUEST_STRUCTURE_MISMATCH"),
    "no command": (b"{}", "REQUEST_STRUCTURE_MISMATCH"),
    "two commands": (b'{"deleteMany":{},"find":{}}', "REQUEST_STRUCTURE_MISMATCH"),
    "an end too early": (b'{"insertOne":{"document":{"a":1}}', "REQUEST_NOT_JSON"),
    "a comma too many": (b'{"insertOne":{"document":{"a":1,}}}', "REQUEST_NOT_JSON"),
    "single quotes": (b"{'find':{}}", "REQUEST_NOT_JSON"),
    "a comment": (b'{"find":{}/* all */}', "REQUEST_NOT_JSON"),
    "a control character": (inserting(b'"\x01"'), "REQUEST_NOT_JSON"),
    "NaN": (inserting(b"NaN"), "REQUEST_NOT_JSON"),
    "Infinity": (inserting(b"-Infinity"), "REQUEST_NOT_JSON"),
    "a number with a leading zero": (inserting(b"01"), "REQUEST_NOT_JSON"),
    "not UTF-8": (inserting(b'"\xe9"'), "REQUEST_NOT_JSON"),
    "UTF-16": ('{"find":{}}'.encode("utf-16"), "REQUEST_NOT_JSON"),
    "a byte order mark": (b'\xef\xbb\xbf{"find":{}}', "REQUEST_NOT_JSON"),
    "zeros": (bytes(1000), "REQUEST_NOT_JSON"),
    "half a surrogate pair": (inserting(b'"\\ud800"'), "REQUEST_NOT_JSON"),
    "half a surrogate pair as a name": (b'{"insertOne":{"document":{"\\udc00":1}}}', "REQUEST_NOT_JSON"),
    "half a surrogate pair in UTF-8": (inserting(b'"\xed\xa0\x80"'), "REQUEST_NOT_JSON"),
    "a name twice": (b'{"insertOne":{"document":{"a":1,"a":1}}}', "REQUEST_NOT_JSON"),
    "a name twice, once escaped": (b'{"insertOne":{"document":{"a":1,"\\u0061":2}}}', "REQUEST_NOT_JSON"),
    "a name twice beside colons": (b'{"insertOne":{"document":{"a":":","b":{"c":"::","c":1}}}}', "REQUEST_NOT_JSON"),
    "a command twice": (b'{"find":{},"find":{}}', "REQUEST_NOT_JSON"),
    "10,000 arrays": (nested(10_000), "SHRED_DOC_LIMIT_VIOLATION"),
    "100,000 open brackets": (b"[" * 100_000, "SHRED_DOC_LIMIT_VIOLATION"),
    "10,000 levels in a document": (inserting(nested(10_000, b'{"a":', b"}")), "SHRED_DOC_LIMIT_VIOLATION"),
    "10,000 levels in a filter": (
        b'{"deleteMany":{"filter":' + nested(10_000, b'{"$not":', b"}") + b"}}",
        "SHRED_DOC_LIMIT_VIOLATION",
    ),
    "5,000 digits": (inserting(b"7" * 5000), "SHRED_DOC_LIMIT_VIOLATION"),
    "5,000 digits after the point": (inserting(b"0." + b"7" * 5000), "SHRED_DOC_LIMIT_VIOLATION"),
    "a huge exponent": (inserting(b"1e1000000000"), "SHRED_DOC_LIMIT_VIOLATION"),
    "a tiny exponent": (inserting(b"-1e-1000000000"), "SHRED_DOC_LIMIT_VIOLATION"),
    "an exponent of 20 digits": (inserting(b"1e99999999999999999999"), "SHRED_DOC_LIMIT_VIOLATION"),
    "zero with an exponent of 20 digits": (inserting(b"0e-99999999999999999999"), "SHRED_DOC_LIMIT_VIOLATION"),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", BODIES)
def test_body_is_refused(wire: Wire, name: str) -> None:
    body, code = BODIES[name]
    for path in ("/v1", "/v1/ks", COLLECTION):
        assert wire.codes(path, body) == [code]


# ------------------------------------------------------------------ commands

# path, command, code
COMMANDS: dict[str, tuple[str, Any, str]] = {
    "an unknown command": (COLLECTION, {"frobnicate": {}}, "COMMAND_UNKNOWN"),
    "an empty command": (COLLECTION, {"": {}}, "COMMAND_UNKNOWN"),
    "a command in another case": (COLLECTION, {"FindOne": {}}, "COMMAND_UNKNOWN"),
    "a command of another level": (COLLECTION, {"createCollection": {"name": "x"}}, "COMMAND_UNKNOWN"),
    "a command without its keyspace": ("/v1", {"createCollection": {"name": "x"}}, "COMMAND_UNKNOWN"),
    "null for a command": (COLLECTION, {"deleteMany": None}, "REQUEST_STRUCTURE_MISMATCH"),
    "an array for a command": (COLLECTION, {"deleteMany": []}, "REQUEST_STRUCTURE_MISMATCH"),
    "an unknown field": (COLLECTION, {"deleteMany": {"fliter": {}}}, "COMMAND_FIELD_UNKNOWN"),
    "an unknown option": (COLLECTION, {"find": {"options": {"limits": 1}}}, "COMMAND_FIELD_UNKNOWN"),
    "options where there are none": (COLLECTION, {"deleteMany": {"options": {"a": 1}}}, "COMMAND_ACCEPTS_NO_OPTIONS"),
    "a text as filter": (COLLECTION, {"deleteMany": {"filter": "n"}}, "FILTER_UNSUPPORTED_DATA_TYPE"),
    "an array as filter": (COLLECTION, {"deleteMany": {"filter": [{"n": 1}]}}, "FILTER_UNSUPPORTED_DATA_TYPE"),
    "a filter by an array": (COLLECTION, {"deleteMany": {"filter": {"tags": ["a"]}}}, "FILTER_INVALID_EXPRESSION"),
    "a filter by $": (COLLECTION, {"deleteMany": {"filter": {"$": 1}}}, "FILTER_INVALID_EXPRESSION"),
    "$in of a text": (COLLECTION, {"deleteMany": {"filter": {"n": {"$in": "a"}}}}, "FILTER_INVALID_EXPRESSION"),
    "$or of an object": (COLLECTION, {"deleteMany": {"filter": {"$or": {"n": 1}}}}, "FILTER_INVALID_EXPRESSION"),
    "a broken date": (COLLECTION, {"deleteMany": {"filter": {"n": {"$date": "now"}}}}, "SHRED_BAD_EJSON_VALUE"),
    "no document": (COLLECTION, {"insertOne": {}}, "COMMAND_FIELD_VALUE_INVALID"),
    "null as document": (COLLECTION, {"insertOne": {"document": None}}, "SHRED_BAD_DOCUMENT_TYPE"),
    "an array as document": (COLLECTION, {"insertOne": {"document": []}}, "SHRED_BAD_DOCUMENT_TYPE"),
    "no documents": (COLLECTION, {"insertMany": {"documents": []}}, "COMMAND_FIELD_VALUE_INVALID"),
    "an object as documents": (COLLECTION, {"insertMany": {"documents": {}}}, "REQUEST_STRUCTURE_MISMATCH"),
    "a document with a broken uuid": (
        COLLECTION,
        {"insertOne": {"document": {"a": {"$uuid": "5b6a1b5f"}}}},
        "SHRED_BAD_EJSON_VALUE",
    ),
    "a document with an unknown $type": (
        COLLECTION,
        {"insertOne": {"document": {"a": {"$int": 1}}}},
        "SHRED_BAD_FIELD_NAME",
    ),
    "an id of an unknown $type": (
        COLLECTION,
        {"insertOne": {"document": {"_id": {"$int": 1}}}},
        "SHRED_BAD_DOCID_TYPE",
    ),
    "a limit of 0": (COLLECTION, {"find": {"options": {"limit": 0}}}, "COMMAND_FIELD_VALUE_INVALID"),
    "a limit of a text": (COLLECTION, {"find": {"options": {"limit": "ten"}}}, "REQUEST_STRUCTURE_MISMATCH"),
    "a limit of 2^31": (COLLECTION, {"find": {"options": {"limit": 2**31}}}, "REQUEST_STRUCTURE_MISMATCH"),
    "a negative skip": (
        COLLECTION,
        {"find": {"sort": {"n": 1}, "options": {"skip": -1}}},
        "COMMAND_FIELD_VALUE_INVALID",
    ),
    "a skip without a sort": (COLLECTION, {"find": {"options": {"skip": 1}}}, "COMMAND_FIELD_VALUE_INVALID"),
    "a text as sort": (COLLECTION, {"find": {"sort": "n"}}, "SORT_CLAUSE_INVALID"),
    "an array as projection": (COLLECTION, {"find": {"projection": ["n"]}}, "UNSUPPORTED_PROJECTION_DEFINITION"),
    "no update": (COLLECTION, {"updateMany": {"filter": {}}}, "COMMAND_FIELD_VALUE_INVALID"),
    "an array as update": (COLLECTION, {"updateMany": {"update": [1]}}, "UNSUPPORTED_UPDATE_DATA_TYPE"),
    "an update without an operator": (COLLECTION, {"updateMany": {"update": {"n": 1}}}, "UNSUPPORTED_UPDATE_OPERATION"),
    "an array grown by a billion": (
        COLLECTION,
        {"updateOne": {"filter": {"_id": 1}, "update": {"$set": {"tags.999999999": 1}}}},
        "UNSUPPORTED_UPDATE_OPERATION_PATH",
    ),
    "a replacement that is none": (
        COLLECTION,
        {"findOneAndReplace": {"filter": {}, "replacement": [1]}},
        "REQUEST_STRUCTURE_MISMATCH",
    ),
    "an unknown returnDocument": (
        COLLECTION,
        {"findOneAndUpdate": {"update": {"$set": {"a": 1}}, "options": {"returnDocument": "both"}}},
        "COMMAND_FIELD_VALUE_INVALID",
    ),
    "deleteOne without a filter": (COLLECTION, {"deleteOne": {}}, "COMMAND_FIELD_VALUE_INVALID"),
    "a collection without a name": ("/v1/ks", {"createCollection": {}}, "UNSUPPORTED_SCHEMA_NAME"),
    "a collection with an empty name": ("/v1/ks", {"createCollection": {"name": ""}}, "UNSUPPORTED_SCHEMA_NAME"),
    "a collection with a NUL": ("/v1/ks", {"createCollection": {"name": "a\0b"}}, "UNSUPPORTED_SCHEMA_NAME"),
    "a collection with a face": ("/v1/ks", {"createCollection": {"name": "😀"}}, "UNSUPPORTED_SCHEMA_NAME"),
    "a collection with a quote": ("/v1/ks", {"createCollection": {"name": "a'; --"}}, "UNSUPPORTED_SCHEMA_NAME"),
    "an unknown option of createCollection": (
        "/v1/ks",
        {"createCollection": {"name": "x", "options": {"sharding": {}}}},
        "INVALID_CREATE_COLLECTION_FIELD",
    ),
    "an unknown kind of id": (
        "/v1/ks",
        {"createCollection": {"name": "x", "options": {"defaultId": {"type": "serial"}}}},
        "COMMAND_FIELD_VALUE_INVALID",
    ),
    "an index allowed and denied": (
        "/v1/ks",
        {"createCollection": {"name": "x", "options": {"indexing": {"allow": ["a"], "deny": ["b"]}}}},
        "INVALID_INDEXING_DEFINITION",
    ),
    "a keyspace with a NUL": ("/v1", {"createKeyspace": {"name": "a\0b"}}, "UNSUPPORTED_SCHEMA_NAME"),
    "a replication that is none": (
        "/v1",
        {"createKeyspace": {"name": "x", "options": {"replication": {"class": "Everywhere"}}}},
        "COMMAND_FIELD_VALUE_INVALID",
    ),
    "an unknown keyspace": ("/v1/nowhere", {"createCollection": {"name": "x"}}, "UNKNOWN_KEYSPACE"),
    "an unknown collection": ("/v1/ks/nowhere", {"insertOne": {"document": {}}}, "UNKNOWN_COLLECTION_OR_TABLE"),
    "a keyspace with a NUL in the address": ("/v1/%00/c", {"insertOne": {"document": {}}}, "UNKNOWN_KEYSPACE"),
    "a keyspace that is not UTF-8": ("/v1/%ff%fe/c", {"insertOne": {"document": {}}}, "UNKNOWN_KEYSPACE"),
    "a keyspace of 5,000 letters": ("/v1/" + "k" * 5000, {"createCollection": {"name": "x"}}, "UNKNOWN_KEYSPACE"),
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_refused(wire: Wire, name: str) -> None:
    path, command, code = COMMANDS[name]
    assert wire.codes(path, json.dumps(command).encode()) == [code]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("path", "command"),
    [("/v1", {"dropKeyspace": {"name": "system"}}), ("/v1/system", {"createCollection": {"name": "x"}})],
)
def test_systems_keyspace_is_nobodys_to_change(wire: Wire, path: str, command: dict[str, Any]) -> None:
    status, answer = wire.send(path, json.dumps(command).encode())
    assert status == 401
    assert codes_of(json.loads(answer)) == ["UNAUTHORIZED_ACCESS"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", ["", "a\0b", "😀", "n" * 200, "'; DROP TABLE c; --"])
def test_dropping_what_cannot_be_there_is_done(wire: Wire, name: str) -> None:
    expected = [] if name else ["COMMAND_FIELD_VALUE_INVALID"]
    body = json.dumps({"deleteCollection": {"name": name}}).encode()
    assert wire.codes("/v1/ks", body) == expected


def test_names_and_texts_may_hold_anything_that_is_text(wire: Wire) -> None:
    wire.ask("/v1/ks", "createCollection", {"name": "texts"})
    documents: list[dict[str, Any]] = [
        {"_id": "a\0b", "c\0d": "e\0", "list": ["\0"]},
        {"_id": "😀", "👩‍👩‍👧": "\U0010ffff", "\u2028": "\ufeff"},
        {"_id": "'; DROP TABLE c; --", '"': '\\"', "%s": "{}"},
        {"_id": " ", " ": "\t\r\n", "\x7f": "\x1f"},
    ]
    assert codes(wire, "/v1/ks/texts", "insertMany", {"documents": documents}) == []
    for document in documents:
        for path, value in document.items():
            found = wire.ask("/v1/ks/texts", "find", {"filter": {path: value if path != "list" else "\0"}})
            assert found["data"]["documents"] == [document]


# ------------------------------------------------------------------ limits, at n and at n + 1


def codes(wire: Wire, path: str, command: str, arguments: dict[str, Any]) -> list[str]:
    return wire.codes(path, json.dumps({command: arguments}).encode())


def of_levels(levels: int) -> dict[str, Any]:
    """Make a document of so many levels, the document itself being the first."""
    value: Any = 1
    for level in range(levels - 1):
        value = [value] if level % 2 else {"a": value}
    return {"a": value}


def of_properties(total: int) -> dict[str, Any]:
    """Make a document of so many properties in objects that are not too large each."""
    first = total // 2
    return {
        "a": {f"p{n}": n for n in range(first - 1)},
        "b": {f"p{n}": n for n in range(total - first - 1)},
    }


DOCUMENTS: dict[str, tuple[int, Callable[[int], dict[str, Any]]]] = {
    "levels of nesting": (16, of_levels),
    "characters of a path": (1000, lambda n: {"a" * 400: {"b" * (n - 401): 1}}),
    "properties of an object": (1000, lambda n: {"a": {f"p{at}": at for at in range(n)}}),
    "properties of a document": (2000, of_properties),
    "bytes of a text": (8000, lambda n: {"a": "é" * 3000 + "x" * (n - 6000)}),
    "elements of an array": (1000, lambda n: {"a": list(range(n))}),
    "digits of a number": (100, lambda n: {"a": int("9" * n)}),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_at_its_limit_is_stored_and_one_more_is_not(wire: Wire, name: str) -> None:
    limit, make = DOCUMENTS[name]
    document = {"_id": name, **make(limit)}
    if name == "properties of a document":
        # _id is one of them
        document = {"_id": name, **make(limit - 1)}
    assert codes(wire, COLLECTION, "insertOne", {"document": document}) == []
    assert wire.ask(COLLECTION, "findOneAndDelete", {"filter": {"_id": name}})["data"]["document"] == document
    before = wire.everything()
    beyond = make(limit + 1)
    for command, arguments in (
        ("insertOne", {"document": beyond}),
        ("insertMany", {"documents": [beyond]}),
        ("findOneAndReplace", {"filter": {"_id": 1}, "replacement": beyond}),
        ("updateOne", {"filter": {"_id": 1}, "update": {"$set": beyond}}),
        ("updateOne", {"filter": {"_id": "new"}, "update": {"$set": beyond}, "options": {"upsert": True}}),
    ):
        assert codes(wire, COLLECTION, command, arguments) == ["SHRED_DOC_LIMIT_VIOLATION"], command
    assert wire.everything() == before


def test_document_of_four_million_characters_is_stored_and_one_more_is_not(wire: Wire) -> None:
    wire.ask("/v1/ks", "createCollection", {"name": "large", "options": {"indexing": {"deny": ["*"]}}})
    room = 4_000_000 - len('{"_id":"large","text":""}')
    for more, expected in ((1, ["SHRED_DOC_LIMIT_VIOLATION"]), (0, [])):
        document = {"_id": "large", "text": "x" * (room + more)}
        assert codes(wire, "/v1/ks/large", "insertOne", {"document": document}) == expected
    found = wire.ask("/v1/ks/large", "findOne", {"filter": {"_id": "large"}})["data"]["document"]
    assert len(found["text"]) == room
    wire.ask("/v1/ks", "deleteCollection", {"name": "large"})


def read(filter_: Any) -> dict[str, Any]:
    return {"filter": filter_}


REQUESTS: dict[str, tuple[int, str, Callable[[int], dict[str, Any]]]] = {
    "documents": (100, "insertMany", lambda n: {"documents": [{"n": at} for at in range(n)]}),
    "values of $in": (100, "find", lambda n: read({"n": {"$in": list(range(n))}})),
    "values of $in of ids": (100, "find", lambda n: read({"_id": {"$in": list(range(n))}})),
    "values of $nin": (100, "countDocuments", lambda n: read({"n": {"$nin": list(range(n))}})),
    "comparisons": (64, "find", lambda n: read({f"f{at}": at for at in range(n)})),
    "comparisons in $or": (64, "find", lambda n: read({"$or": [{"n": at} for at in range(n)]})),
}
CODES = {
    "documents": "COMMAND_FIELD_VALUE_INVALID",
    "comparisons": "FILTER_FIELDS_LIMIT_VIOLATION",
    "comparisons in $or": "FILTER_FIELDS_LIMIT_VIOLATION",
}


@pytest.mark.parametrize("name", REQUESTS)
def test_request_at_its_limit_is_served_and_one_more_is_not(wire: Wire, name: str) -> None:
    limit, command, make = REQUESTS[name]
    wire.ask("/v1/ks", "createCollection", {"name": "limits"})
    assert codes(wire, "/v1/ks/limits", command, make(limit)) == []
    before = wire.everything()
    expected = CODES.get(name, "FILTER_INVALID_EXPRESSION")
    assert codes(wire, "/v1/ks/limits", command, make(limit + 1)) == [expected]
    assert wire.everything() == before
    wire.ask("/v1/ks", "deleteCollection", {"name": "limits"})


def test_sort_looks_at_fewer_documents_than_its_limit(wire: Wire) -> None:
    wire.ask("/v1/ks", "createCollection", {"name": "sorted"})
    for at in (0, 65):
        wire.ask("/v1/ks/sorted", "insertMany", {"documents": [{"_id": n, "n": n} for n in range(at, at + 65)]})
    sort = {"sort": {"n": -1}}
    assert codes(wire, "/v1/ks/sorted", "find", sort) == ["OVERLOADED_SORT_ROW_LIMIT"]
    wire.ask("/v1/ks/sorted", "deleteOne", {"filter": {"_id": 5}})
    assert wire.ask("/v1/ks/sorted", "find", sort)["data"]["documents"][0] == {"_id": 129, "n": 129}


@pytest.mark.parametrize(("length", "expected"), [(48, []), (49, ["UNSUPPORTED_SCHEMA_NAME"])])
def test_names_have_48_letters_at_most(wire: Wire, length: int, expected: list[str]) -> None:
    name = "n" * length
    assert codes(wire, "/v1", "createKeyspace", {"name": name}) == expected
    assert codes(wire, "/v1", "dropKeyspace", {"name": name}) == []
    assert codes(wire, "/v1/ks", "createCollection", {"name": name}) == expected
    assert codes(wire, "/v1/ks", "deleteCollection", {"name": name}) == []


def test_calls_do_one_page_and_say_that_there_is_more(wire: Wire) -> None:
    wire.ask("/v1/ks", "createCollection", {"name": "pages"})
    wire.ask("/v1/ks/pages", "insertMany", {"documents": [{"_id": n, "n": n} for n in range(51)]})
    update = {"filter": {"n": {"$gte": 0}}, "update": {"$set": {"u": 1}}}
    status = wire.ask("/v1/ks/pages", "updateMany", update)["status"]
    assert (status["modifiedCount"], status["moreData"]) == (50, True)
    more = wire.ask("/v1/ks/pages", "updateMany", {**update, "options": {"pageState": status["nextPageState"]}})
    assert more["status"] == {"matchedCount": 1, "modifiedCount": 1}
    wire.ask("/v1/ks/pages", "deleteOne", {"filter": {"_id": 0}})
    assert "moreData" not in wire.ask("/v1/ks/pages", "updateMany", update)["status"]
    assert wire.ask("/v1/ks/pages", "find", {})["data"]["nextPageState"] is None
    deleting = {"filter": {"n": {"$lte": 21}}}
    assert wire.ask("/v1/ks/pages", "deleteMany", deleting)["status"] == {"deletedCount": 20, "moreData": True}
    assert wire.ask("/v1/ks/pages", "deleteMany", deleting)["status"] == {"deletedCount": 1}


# ------------------------------------------------------------------ page states


def to_state(state: bytes) -> str:
    return base64.urlsafe_b64encode(state).decode().rstrip("=")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "state",
    [
        pytest.param("", id="empty"),
        pytest.param("AAAA", id="three zeros"),
        pytest.param("not base64!", id="not base64"),
        pytest.param("😀", id="a face"),
        pytest.param("a\0b", id="a NUL"),
        pytest.param("A" * 100_000, id="long"),
        pytest.param(to_state(b"\x94\x01\xc4\x0812345678\x92\x01\xa1\xfb\xc0"), id="a text that is not UTF-8"),
        pytest.param(to_state(b"\x94\x01\xc4\x0812345678" + b"\x91" * 50_000), id="deeply nested"),
        pytest.param(5, id="a number"),
        pytest.param(True, id="true"),
    ],
)
def test_page_state_that_is_none_is_refused(wire: Wire, state: Any) -> None:
    update = {"update": {"$set": {"bad": True}}, "options": {"pageState": state}}
    assert codes(wire, COLLECTION, "find", {"options": {"pageState": state}}) == ["COMMAND_FIELD_VALUE_INVALID"]
    assert codes(wire, COLLECTION, "updateMany", update) == ["COMMAND_FIELD_VALUE_INVALID"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("letter", range(0, 44, 3))
def test_page_state_with_a_wrong_letter_is_no_fault_of_the_server(wire: Wire, letter: int) -> None:
    state = wire.ask(COLLECTION, "find", {})["data"]["nextPageState"]
    for other in "A9_z":
        broken = state[:letter] + other + state[letter + 1 :]
        found = codes(wire, COLLECTION, "find", {"options": {"pageState": broken}})
        assert found in ([], ["COMMAND_FIELD_VALUE_INVALID"])


@pytest.mark.usefixtures("unchanged")
def test_page_state_of_another_query_is_refused(wire: Wire) -> None:
    grouped: dict[str, Any] = {"filter": {"n": {"$gte": 0}}}
    states = {
        "everything": wire.ask(COLLECTION, "find", {})["data"]["nextPageState"],
        "filtered": wire.ask(COLLECTION, "find", grouped)["data"]["nextPageState"],
    }
    assert None not in states.values()
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "another filter": ("everything", grouped),
        "no filter": ("filtered", {}),
        "another value": ("filtered", {"filter": {"n": {"$gte": 1}}}),
        "another operator": ("filtered", {"filter": {"n": {"$gt": 0}}}),
        "an id": ("everything", {"filter": {"_id": 1}}),
        "ids": ("everything", {"filter": {"_id": {"$in": [1, 2]}}}),
    }
    for name, (state, query) in refused.items():
        asked = {**query, "options": {"pageState": states[state]}}
        assert codes(wire, COLLECTION, "find", asked) == ["COMMAND_FIELD_VALUE_INVALID"], name
    sorted_ = {"sort": {"n": 1}, "options": {"pageState": states["everything"]}}
    assert codes(wire, COLLECTION, "find", sorted_) == ["SORT_CLAUSE_INVALID"]
    # the same query, whatever is shown of its documents
    shown = {"projection": {"n": 1}, "options": {"pageState": states["everything"]}}
    assert len(wire.ask(COLLECTION, "find", shown)["data"]["documents"]) == 10


# ------------------------------------------------------------------ HTTP


@pytest.mark.usefixtures("unchanged")
def test_body_of_21_megabytes_is_a_413(server: testing.Server) -> None:
    wire = Wire(server)
    assert wire.send(COLLECTION, inserting(b'"' + b"x" * 21 * 2**20 + b'"')) == (413, b"")
    wire.close()


@pytest.mark.usefixtures("unchanged")
def test_body_that_ends_half_way_is_no_request(server: testing.Server) -> None:
    body = inserting(b'"' + b"x" * 1000 + b'"')
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, "Content-Length": len(body)}.items())
    for end in (0, 1, len(body) // 2, len(body) - 1):
        with socket.create_connection(("127.0.0.1", server.settings.port), timeout=10) as client:
            client.sendall(f"POST {COLLECTION} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode() + body[:end])


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "MISSING_AUTHENTICATION_TOKEN"),
        ({"Token": ""}, 401, "MISSING_AUTHENTICATION_TOKEN"),
        ({"Token": "Cassandra:x"}, 401, "UNAUTHENTICATED_REQUEST"),
        ({"Token": "Cassandra:!!!:!!!"}, 401, "UNAUTHENTICATED_REQUEST"),
        ({"Token": "Cassandra:/w==:/w=="}, 401, "UNAUTHENTICATED_REQUEST"),
        ({**HEADERS, "Content-Type": "text/plain"}, 415, "UNSUPPORTED_CONTENT_TYPE"),
        ({**HEADERS, "Content-Type": ""}, 415, "UNSUPPORTED_CONTENT_TYPE"),
        ({**HEADERS, "Content-Type": "application/xml; charset=utf-8"}, 415, "UNSUPPORTED_CONTENT_TYPE"),
    ],
    ids=str,
)
def test_headers_are_refused(wire: Wire, headers: dict[str, str], status: int, code: str) -> None:
    told, body = wire.send(COLLECTION, inserting(b"1"), headers)
    assert (told, [error["errorCode"] for error in json.loads(body)["errors"]]) == (status, [code])


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "path", ["/", "/v1/", "/v1//c", "/v1/ks/c/", "/v1/ks/c/d", "/v2/ks/c", "/v1ks", "/v1/ks/../.."]
)
def test_unknown_addresses_are_a_404(wire: Wire, path: str) -> None:
    assert wire.send(path, inserting(b"1")) == (404, b"")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_other_methods_are_a_405(server: testing.Server, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.settings.port, timeout=10)
    connection.request(method, COLLECTION, inserting(b"1"), HEADERS)
    assert connection.getresponse().status == 405
    connection.close()
