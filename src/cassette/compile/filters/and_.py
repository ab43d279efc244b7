"""$and: every one of these filters; an empty array asks for nothing.

{"$and": [{"a": 1}, {"b": 2}]}
"""

from typing import Any

from cassette.compile.filters.operator import LogicalOperator, invalid


def filters_of(name: str, value: Any) -> list[dict[str, Any]]:
    """Read an array of filters. Raises FILTER_INVALID_EXPRESSION."""
    if type(value) is not list:
        raise invalid(name, f"{name} takes an array of filters")
    for item in value:
        if type(item) is not dict:
            raise invalid(name, f"{name} takes filters, which are objects")
    return value


AND = LogicalOperator("$and", lambda value: filters_of("$and", value))
