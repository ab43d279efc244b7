"""$size: the array at a path has exactly so many elements.

{"tags": {"$size": 2}}
"""

from decimal import Decimal
from typing import Any

from cassette.compile.documents.limits import Limits
from cassette.compile.filters.operator import SIZE_IS, SIZE_IS_NOT, Compiled, FilterOperator, invalid

MOST_ELEMENTS = 2**31 - 1


def operand(path: str, value: Any, _limits: Limits) -> int:
    """Read the operand: a whole number of elements, 0 or more. Raises FILTER_INVALID_EXPRESSION."""
    # bool is an int in Python, and {"$size": true} is a mistake, not a 1; 2.0 is a whole number
    if type(value) not in (int, Decimal) or value != int(value) or value < 0:
        raise invalid(path, "$size takes a whole number of elements, 0 or more")
    return min(int(value), MOST_ELEMENTS)  # the column holds 32-bit integers


def on_collection(path: str, elements: int, negated: bool) -> Compiled:
    """Ask `array_size`; negated, what is no array matches as well."""
    return SIZE_IS_NOT if negated else SIZE_IS, (path, elements)


def in_memory(found: Any, elements: int, negated: bool) -> bool:
    """Count the elements."""
    return (type(found) is list and len(found) == elements) is not negated


SIZE = FilterOperator("$size", operand, on_collection, in_memory)
