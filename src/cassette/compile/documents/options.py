"""The options of createCollection, checked.

    {"defaultId": {"type": "uuid"}, "indexing": {"deny": ["a"]}, "lexical": {"enabled": false}}

`vector`, and `lexical` and `rerank` when enabled, are known and not served yet.
"""

from collections.abc import Callable, Set
from typing import Any

from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.limits import DEFAULTS
from cassette.compile.documents.paths import BadPath, check_escapes
from cassette.compile.documents.vector_options import METRICS, source_model_name
from cassette.errors import Failure

# tuples, as what a request compares with them may be no text at all
ID_TYPES = ("objectId", "uuid", "uuidv6", "uuidv7")
VECTOR_FIELDS = frozenset({"dimension", "function", "metric", "service", "size", "sourceModel"})
DISABLED: dict[str, Any] = {"enabled": False}


def read_options(options: object, stored: dict[str, Any] | None = None) -> dict[str, Any]:
    """Read the options into the shape that findCollections shows; what it gives reads back to itself.

    `stored` are the options of a collection that exists already: lexical and rerank, when left out, stay
    as they are there.
    Errors: REQUEST_STRUCTURE_MISMATCH, INVALID_CREATE_COLLECTION_FIELD, INVALID_CREATE_COLLECTION_OPTIONS,
            COMMAND_FIELD_VALUE_INVALID, INVALID_INDEXING_DEFINITION and those for what is not enabled.
    """
    given = _object(options, "options", READERS.keys())
    stored = stored or {}
    read: dict[str, Any] = {}
    for name in SHOWN_ORDER:
        value = given.get(name)
        # a collection that has a feature keeps it when it is made once more with the same option
        if value is not None and (name not in stored or value != stored[name]):
            value = READERS[name](value)
        if value is None and name in KEPT:
            value = stored.get(name, DISABLED)
        if value is not None:
            read[name] = value
    return read


def _object(value: object, field: str, known: Set[str]) -> dict[str, Any]:
    if value is None:
        return {}
    if type(value) is not dict:
        raise _bad_shape(field, "an object", value)
    for name in value:
        if name not in known:
            raise Failure("INVALID_CREATE_COLLECTION_FIELD", field=f"{field}.{name}", expected=sorted(known))
    return value


def _default_id(value: object) -> dict[str, Any] | None:
    kind = _object(value, "options.defaultId", {"type"}).get("type")
    if kind is None or kind == "":
        return None
    if kind not in ID_TYPES:
        raise _bad_value("options.defaultId.type", ID_TYPES, kind)
    return {"type": kind}


def _indexing(value: object) -> dict[str, Any] | None:
    lists = {}
    for kind, paths in _object(value, "options.indexing", {"allow", "deny"}).items():
        if paths is None:
            continue
        if type(paths) is not list or not all(type(path) is str for path in paths):
            raise _bad_shape(f"options.indexing.{kind}", "an array of texts", paths)
        lists[kind] = paths
    if len(lists) != 1:
        raise _bad_indexing("it takes exactly one of 'allow' and 'deny'")
    ((kind, paths),) = lists.items()
    if not paths:
        raise _bad_indexing(f"{kind!r} is empty")
    if len(set(paths)) != len(paths):
        raise _bad_indexing(f"{kind!r} has a path twice")
    if "*" in paths and len(paths) > 1:
        raise _bad_indexing(f"{kind!r} has other paths beside '*'")
    for path in paths:
        _check_path(path)
    return {kind: sorted(paths)}


def _check_path(path: str) -> None:
    if not path:
        raise _bad_indexing("a path is empty")
    if path[0] == "$" and path not in SPECIAL:
        raise _bad_indexing(f"the path {path!r} starts with '$'")
    try:
        check_escapes(path)
    except BadPath as error:
        raise _bad_indexing(f"the path {path!r} {error.reason}") from None


def _bad_indexing(reason: str) -> Failure:
    return Failure("INVALID_INDEXING_DEFINITION", reason=reason)


def _lexical(value: object) -> dict[str, Any]:
    option = _object(value, "options.lexical", {"analyzer", "enabled"})
    if _enabled(option, "lexical"):
        raise Failure("LEXICAL_FEATURE_NOT_ENABLED")
    if option.get("analyzer"):
        raise Failure("INVALID_CREATE_COLLECTION_OPTIONS", reason="'lexical' is disabled and names an analyzer")
    return DISABLED


def _rerank(value: object) -> dict[str, Any]:
    option = _object(value, "options.rerank", {"enabled", "service"})
    if _enabled(option, "rerank"):
        raise Failure("RERANKING_FEATURE_NOT_ENABLED")
    if option.get("service"):
        raise Failure("INVALID_CREATE_COLLECTION_OPTIONS", reason="'rerank' is disabled and names a service")
    return DISABLED


def _enabled(option: dict[str, Any], name: str) -> bool:
    enabled = option.get("enabled")
    if enabled is None:
        raise Failure("INVALID_CREATE_COLLECTION_OPTIONS", reason=f"{name!r} does not say whether it is enabled")
    if type(enabled) is not bool:
        raise _bad_shape(f"options.{name}.enabled", "true or false", enabled)
    return enabled


def _vector(value: object) -> dict[str, Any]:
    """Check the option as far as it goes, then say that vectors are not served yet."""
    option = _object(value, "options.vector", VECTOR_FIELDS)
    metric = option.get("metric", option.get("function"))
    if metric is not None and metric not in METRICS:
        raise _bad_value("options.vector.metric", METRICS, metric)
    if option.get("sourceModel") is not None:
        source_model_name(option["sourceModel"])
    dimension = option.get("dimension", option.get("size"))
    if dimension is not None:
        _check_dimension(dimension)
    if option.get("service") is not None:
        raise Failure("VECTORIZE_FEATURE_NOT_AVAILABLE")
    if dimension is None:
        raise Failure("INVALID_CREATE_COLLECTION_OPTIONS", reason="'vector' has no dimension")
    raise Failure("VECTOR_SEARCH_NOT_SUPPORTED", reason="vectors are not supported yet")


def _check_dimension(dimension: object) -> None:
    if type(dimension) is not int:
        raise _bad_shape("options.vector.dimension", "a whole number", dimension)
    if dimension <= 0:
        raise _bad_value("options.vector.dimension", "1 or more", dimension)
    if dimension > DEFAULTS.vector_elements:
        raise Failure("VECTOR_SEARCH_TOO_BIG_VALUE", got=dimension, most=DEFAULTS.vector_elements)


def _bad_shape(field: str, expected: object, got: object) -> Failure:
    return Failure("REQUEST_STRUCTURE_MISMATCH", field=field, expected=expected, got=got)


def _bad_value(field: str, expected: object, got: object) -> Failure:
    return Failure("COMMAND_FIELD_VALUE_INVALID", field=field, expected=expected, got=got)


READERS: dict[str, Callable[[object], dict[str, Any] | None]] = {
    "defaultId": _default_id,
    "indexing": _indexing,
    "lexical": _lexical,
    "rerank": _rerank,
    "vector": _vector,
}
KEPT = frozenset({"lexical", "rerank"})
SHOWN_ORDER = ("defaultId", "vector", "indexing", "lexical", "rerank")
