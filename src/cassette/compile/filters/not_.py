"""$not: the inverse of a filter: AND becomes OR, and each operator its counterpart.

{"$not": {"age": {"$gt": 18}}}
"""

from typing import Any

from cassette.compile.filters.operator import LogicalOperator, invalid


def read(value: Any) -> list[dict[str, Any]]:
    """Read one filter. Raises FILTER_INVALID_EXPRESSION."""
    if type(value) is not dict:
        raise invalid("$not", "$not takes one filter, an object")
    return [value]


NOT = LogicalOperator("$not", read, inverts=True)
