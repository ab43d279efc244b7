"""The four range operators: the field's own value, compared with one of its own type.

    {"age": {"$gte": 18}}   {"name": {"$lt": "m"}}   {"when": {"$gt": {"$date": 1700000000000}}}

Texts compare by code points. A whole array or object stands among the texts as its hash, and takes part
as that: a range of texts on a field that holds arrays means nothing.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cassette.compile.documents.ejson import TEXTS, date_of, text_of, wrapper_of
from cassette.compile.documents.hashes import hash_of
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operator import Compiled, FilterOperator, invalid
from cassette.cql.conditions import Comparator, Entry
from cassette.cql.terms import BIND

COLUMNS = {
    bool: "query_bool_values",
    int: "query_dbl_values",
    Decimal: "query_dbl_values",
    str: "query_text_values",
    dict: "query_timestamp_values",
}
COMPARE: dict[Comparator, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# what `$not` makes of each
INVERSE: dict[Comparator, Comparator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
ENTRIES = {
    (kind, comparator): Entry(column, BIND, comparator, BIND)
    for kind, column in COLUMNS.items()
    for comparator in COMPARE
}


def range_operator(name: str, comparator: Comparator) -> FilterOperator:
    """Make the operator for one comparison."""
    inverse = INVERSE[comparator]

    def operand(path: str, value: Any, _limits: Limits) -> Any:
        kind = type(value)
        if kind is dict and wrapper_of(value) == "$date":
            date_of(value["$date"], path)
        elif kind is dict or kind not in COLUMNS:
            raise invalid(path, f"{name} takes a number, a text, true or false, or a date")
        return value

    def on_collection(path: str, value: Any, negated: bool) -> Compiled:
        entry = ENTRIES[type(value), inverse if negated else comparator]
        return entry, (path, _native(value))

    def in_memory(found: Any, value: Any, negated: bool) -> bool:
        stored = _stored(found)
        wanted = _native(value)
        if stored is None or COLUMNS[type(value)] != stored[0]:
            return False
        return COMPARE[inverse if negated else comparator](stored[1], wanted)

    return FilterOperator(name, operand, on_collection, in_memory)


def _native(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return value["$date"]
    return int(value) if kind is bool else value


def _stored(found: Any) -> tuple[str, Any] | None:
    """Give the column that has a value, and what it has there."""
    if found is MISSING or found is None:
        return None
    if type(found) is dict and (name := wrapper_of(found)) in TEXTS:
        return COLUMNS[str], text_of(name, found[name], "")
    if type(found) is list or (type(found) is dict and wrapper_of(found) is None):
        return COLUMNS[str], hash_of(found)
    return COLUMNS[type(found)], _native(found)
