import pytest

from cassette.api.dataapi.request import address, read_call
from cassette.api.http import Request
from cassette.commands.dataapi.fields import Refused
from cassette.errors import Failure


def request(body: bytes, path: str = "/v1/ks/c", **headers: str) -> Request:
    return Request("POST", path, {name.replace("_", "-"): text for name, text in headers.items()}, body)


def refused(body: bytes, path: str = "/v1/ks/c") -> str:
    try:
        read_call(request(body, path))
    except Failure as failure:
        return failure.name
    except Refused as several:
        return several.failures[0].name
    pytest.fail("it was read")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/v1", (None, None)),
        ("/v1/", (None, None)),
        ("/v1/ks", ("ks", None)),
        ("/v1/ks/c", ("ks", "c")),
        ("/v1/KS/Ü b", ("KS", "Ü b")),
        ('/v1/"Ks"/"a""b"', ("Ks", 'a"b')),
        ('/v1/"/c', ('"', "c")),
    ],
)
def test_address(path: str, names: tuple[str | None, str | None]) -> None:
    assert address(path) == names


def test_read_call_takes_the_only_key_for_the_command() -> None:
    call = read_call(request(b'{"find": {"filter": {"a": 1.50}}}'))
    assert (call.command, call.keyspace, call.collection) == ("find", "ks", "c")
    assert str(call.arguments["filter"]["a"]) == "1.5"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "COMMAND_FIELD_VALUE_INVALID"),
        (b" \n", "COMMAND_FIELD_VALUE_INVALID"),
        (b"null", "COMMAND_FIELD_VALUE_INVALID"),
        (b"[]", "REQUEST_STRUCTURE_MISMATCH"),
        (b"{}", "REQUEST_STRUCTURE_MISMATCH"),
        (b'"find"', "REQUEST_STRUCTURE_MISMATCH"),
        (b'{"find": {}, "findOne": {}}', "REQUEST_STRUCTURE_MISMATCH"),
        (b'{"find": null}', "REQUEST_STRUCTURE_MISMATCH"),
        (b'{"find": 5}', "REQUEST_STRUCTURE_MISMATCH"),
        (b'{"nothing": 5}', "COMMAND_UNKNOWN"),
        (b'{"find": {"a": 1, "a": 2}}', "REQUEST_NOT_JSON"),
        (b'{"find": {}', "REQUEST_NOT_JSON"),
        (b"\xff", "REQUEST_NOT_JSON"),
        (b"[" * 100_000, "SHRED_DOC_LIMIT_VIOLATION"),
    ],
)
def test_read_call_refuses(body: bytes, name: str) -> None:
    assert refused(body) == name


def test_read_call_reads_flags_above_collections_only() -> None:
    flags = {"feature_flag_lexical": "true", "feature_flag_reranking": "false", "feature_flag_mcp": "yes"}
    assert read_call(request(b'{"createCollection": {}}', "/v1/ks", **flags)).flags == {
        "lexical": True,
        "reranking": False,
    }
    assert read_call(request(b'{"find": {}}', **flags)).flags == {}
