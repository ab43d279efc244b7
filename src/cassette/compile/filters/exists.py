"""$exists: the document has the path; a null is there, too.

{"nickname": {"$exists": true}}
"""

from typing import Any

from cassette.compile.documents.limits import Limits
from cassette.compile.documents.walk import MISSING
from cassette.compile.filters.operator import EXISTS, EXISTS_NOT, Compiled, FilterOperator, invalid


def operand(path: str, value: Any, _limits: Limits) -> bool:
    """Read the operand: true or false. Raises FILTER_INVALID_EXPRESSION."""
    if type(value) is not bool:
        raise invalid(path, "$exists takes true or false")
    return value


def on_collection(path: str, wanted: bool, negated: bool) -> Compiled:
    """Look in `exist_keys`, which has every path."""
    return EXISTS if wanted is not negated else EXISTS_NOT, (path,)


def in_memory(found: Any, wanted: bool, negated: bool) -> bool:
    """Look whether something was found."""
    return (found is not MISSING) is (wanted is not negated)


EXISTS_OPERATOR = FilterOperator("$exists", operand, on_collection, in_memory)
