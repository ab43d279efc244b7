"""Filters decided on a document: for engines whose conditions cannot say them.

The answer is the one that the columns would give, so that a filter means the same on every engine.
"""

from typing import Any

from cassette.compile.documents.ejson import wrapper_of
from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.paths import segments_of
from cassette.compile.documents.walk import MISSING, index_of
from cassette.compile.filters import ids
from cassette.compile.filters.table import LOGICAL, OPERATORS


def matches(filter: dict[str, Any], document: dict[str, Any], negated: bool = False) -> bool:  # noqa: A002  # its name on the wire
    """Tell whether a document matches a filter which `compile_filter` has accepted."""
    joined = any if negated else all
    return joined(_matches(path, value, document, negated) for path, value in filter.items())


def find(document: Any, path: str) -> Any:
    """Give the value at a path, MISSING where there is none; EJSON has no inside, unlike for `walk.find`."""
    for segment in segments_of(path):
        if type(document) is list:
            index = index_of(segment)
            document = MISSING if index is None or index >= len(document) else document[index]
        elif type(document) is dict and wrapper_of(document) is None:
            document = document.get(segment, MISSING)
        else:
            return MISSING
    return document


def _matches(path: str, value: Any, document: dict[str, Any], negated: bool) -> bool:
    logical = LOGICAL.get(path)
    if logical is not None:
        filters = logical.read(value)
        if not filters:
            return not negated
        negated = negated is not logical.inverts
        joined = any if logical.disjunction is not negated else all
        return joined(matches(inner, document, negated) for inner in filters)
    found = find(document, path)
    if path in SPECIAL and found is None:
        found = MISSING  # a null there is as good as nothing
    joined = any if negated else all
    return joined(_compare(path, name, operand, found, negated) for name, operand in operators_of(value))


def operators_of(value: Any) -> list[tuple[str, Any]]:
    """Give the operators that stand below a path, with their operands."""
    if type(value) is dict and value and wrapper_of(value) is None and all(name[:1] == "$" for name in value):
        return list(value.items())
    return [("$eq", value)]


def _compare(path: str, name: str, operand: Any, found: Any, negated: bool) -> bool:
    if path == "_id" and name in ids.EQUALITIES:
        values = operand if name in ("$in", "$nin") else [operand]
        return ids.in_memory(found, values, negated is not (name in ("$ne", "$nin")))
    return OPERATORS[name].in_memory(found, operand, negated)
