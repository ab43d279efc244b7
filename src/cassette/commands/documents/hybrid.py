"""$hybrid: one text for two searches, in inserted documents only.

{"$hybrid": "text"}  ->  {"$lexical": "text", "$vectorize": "text"}
{"$hybrid": {"$lexical": "words", "$vectorize": "text"}}
"""

from typing import Any

from cassette.errors import Failure

PARTS = ("$lexical", "$vectorize")
RIVALS = ("$lexical", "$vector", "$vectorize")


def expand(document: dict[str, Any]) -> dict[str, Any]:
    """Put what `$hybrid` stands for in its place. Raises HYBRID_FIELD_*."""
    for rival in RIVALS:
        if rival in document:
            raise Failure("HYBRID_FIELD_CONFLICT", rival=rival)
    expanded = {name: value for name, value in document.items() if name != "$hybrid"}
    return expanded | _parts(document["$hybrid"])


def _parts(value: Any) -> dict[str, Any]:
    if value is None or type(value) is str:
        return dict.fromkeys(PARTS, value)
    if type(value) is not dict:
        raise Failure("HYBRID_FIELD_UNSUPPORTED_VALUE_TYPE", got=value)
    for name, part in value.items():
        if name not in PARTS:
            raise Failure("HYBRID_FIELD_UNKNOWN_SUBFIELDS", got=name)
        if part is not None and type(part) is not str:
            raise Failure("HYBRID_FIELD_UNSUPPORTED_SUBFIELD_VALUE_TYPE", field=name, got=part)
    return {name: value.get(name) for name in PARTS}
