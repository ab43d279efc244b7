"""The comment of a collection's table: where its settings are kept, as JSON.

    {"collection": {"name": "c", "schema_version": 2, "options": {
        "indexing": {"deny": ["a"]}, "vector": {...}, "defaultId": {"type": ""},
        "lexical": {"enabled": false}, "rerank": {"enabled": false}}}}

Older forms are read too: no comment; `{"indexing": …}` (version 0); version 1, without lexical and rerank.
Source: Data API storage sheet, section 5.
"""

from typing import Any

import msgspec

from cassette.compile.documents.json import encode
from cassette.compile.documents.options import DISABLED, ID_TYPES
from cassette.compile.documents.paths import BadPath, check_escapes
from cassette.compile.documents.vector_options import VectorOptions, metric_name, source_model_name
from cassette.errors import Failure

SCHEMA_VERSION = 2


def comment_json(name: str, options: dict[str, Any]) -> str:
    """Write the comment for options as findCollections shows them."""
    kept: dict[str, Any] = {}
    if "indexing" in options:
        kept["indexing"] = options["indexing"]
    if "vector" in options:
        vector = options["vector"]
        kept["vector"] = vector | {"metric": vector["metric"].upper(), "sourceModel": vector["sourceModel"].upper()}
    kept["defaultId"] = options.get("defaultId", {"type": ""})
    kept["lexical"] = options.get("lexical", DISABLED)
    kept["rerank"] = options.get("rerank", DISABLED)
    collection = {"name": name, "schema_version": SCHEMA_VERSION, "options": kept}
    return encode({"collection": collection}).decode()


def parse_comment(comment: str, table: str, column_vector: VectorOptions | None) -> dict[str, Any]:
    """Read a comment into options as findCollections shows them.

    `column_vector` is what the vector column says, for collections older than version 1.
    Errors: COLLECTION_SCHEMA_VERSION_INVALID, CORRUPTED_COLLECTION_SCHEMA.
    """
    if not comment.strip():
        return _shown({}, column_vector, table)
    try:
        content = msgspec.json.decode(comment)
    except msgspec.DecodeError as error:
        raise _corrupted(table, f"its comment is not JSON: {error}") from None
    if type(content) is not dict:
        raise _corrupted(table, "its comment is not a JSON object")
    collection = content.get("collection")
    if collection is None:
        return _shown(content, column_vector, table)
    if type(collection) is not dict:
        raise _corrupted(table, "its comment has no settings")
    version = collection.get("schema_version")
    if type(version) is not int or version not in (1, SCHEMA_VERSION):
        raise Failure("COLLECTION_SCHEMA_VERSION_INVALID", collection=table, got=version)
    options = collection.get("options")
    if type(options) is not dict:
        raise _corrupted(table, "its comment has no options")
    # early writers of version 2 still said 1, with both; one of the two alone nobody wrote
    if version == 1 and ("lexical" in options) != ("rerank" in options):
        raise _corrupted(table, "its comment has only one of lexical and rerank")
    return _shown(options, _vector_of(options.get("vector"), table), table)


def _vector_of(option: Any, table: str) -> VectorOptions | None:
    if option is None:
        return None
    if type(option) is not dict or type(option.get("dimension")) is not int:
        raise _corrupted(table, "its comment has no vector dimension")
    return VectorOptions(
        option["dimension"],
        metric_name(option.get("metric", "cosine")),
        source_model_name(option.get("sourceModel", "other")),
        option.get("service"),
    )


def _shown(options: dict[str, Any], vector: VectorOptions | None, table: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    default_id = _section(options, "defaultId", table).get("type")
    if default_id:
        if default_id not in ID_TYPES:
            raise _corrupted(table, "its comment names an unknown type of ids")
        shown["defaultId"] = {"type": default_id}
    if vector is not None:
        shown["vector"] = vector.to_json()
    indexing = _section(options, "indexing", table)
    for kind in ("allow", "deny"):
        if indexing.get(kind):
            shown["indexing"] = {kind: _paths(indexing[kind], table)}
    shown["lexical"] = _section(options, "lexical", table) or DISABLED
    shown["rerank"] = _section(options, "rerank", table) or DISABLED
    return shown


def _section(options: dict[str, Any], name: str, table: str) -> dict[str, Any]:
    section = options.get(name) or {}
    if type(section) is not dict:
        raise _corrupted(table, f"its comment has no object as {name}")
    return section


def _paths(paths: Any, table: str) -> list[str]:
    try:
        for path in paths:
            check_escapes(path)
        return sorted(paths)
    except (BadPath, TypeError):
        raise _corrupted(table, "its comment has no paths to index") from None


def _corrupted(table: str, reason: str) -> Failure:
    return Failure("CORRUPTED_COLLECTION_SCHEMA", collection=table, reason=reason)
