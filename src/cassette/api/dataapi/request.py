"""Requests: an address, headers and a body become a Call.

POST /v1/ks/c    {"findOne": {"filter": {"_id": "x"}}}
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cassette.api.http import Request
from cassette.commands.call import Call
from cassette.commands.dataapi.fields import mismatch, violation
from cassette.commands.dataapi.schema_names import plain
from cassette.commands.dataapi.table import find_command, level_of
from cassette.compile.documents.json import decode
from cassette.errors import Failure

FLAGS = (
    "billing-events-logging",
    "lexical",
    "mcp",
    "request-tracing",
    "request-tracing-full",
    "reranking",
    "tables",
)
NO_FLAGS: Mapping[str, bool] = {}


def read_call(request: Request) -> Call:
    """Read a request.

    Errors: REQUEST_NOT_JSON, REQUEST_STRUCTURE_MISMATCH, COMMAND_UNKNOWN, COMMAND_FIELD_VALUE_INVALID for no body.
    """
    keyspace, collection = address(request.path)
    body = _command(request.body)
    ((name, arguments),) = body.items()
    if type(arguments) is not dict:
        find_command(level_of(keyspace, collection), name)
        raise mismatch(name, "an object", arguments)
    # commands about documents look at no flag
    flags = NO_FLAGS if collection is not None else read_flags(request)
    return Call(name, arguments, keyspace, collection, request.identity, flags)


@lru_cache(maxsize=4096)
def address(path: str) -> tuple[str | None, str | None]:
    """Give keyspace and collection of `/v1/{keyspace}/{collection}`, None for what the path does not reach."""
    names = [plain(name) for name in path.split("/") if name][1:]
    return names[0] if names else None, names[1] if len(names) > 1 else None


def _command(body: bytes) -> dict[str, Any]:
    if not body.strip():
        raise violation("the body", "a request has a command in its body")
    value = decode(body)
    if value is None:
        raise violation("the body", "a request has a command in its body, not null")
    if type(value) is not dict:
        raise mismatch("the body", "an object whose only field is a command", value)
    if len(value) != 1:
        raise Failure(
            "REQUEST_STRUCTURE_MISMATCH",
            field="The body",
            expected="an object whose only field is a command",
            got=sorted(value),
        )
    return value


def read_flags(request: Request) -> Mapping[str, bool]:
    """Read the headers `Feature-Flag-<name>`: exactly `true` or `false`."""
    flags = {}
    for name in FLAGS:
        text = request.headers.get(f"feature-flag-{name}")
        if text in ("true", "false"):
            flags[name] = text == "true"
    return flags
