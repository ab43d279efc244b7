"""Values as the shell shows them.

text          as it is, what would break a line escaped
others        as CQL writes them, without quotes around the whole
collections   as CQL writes them
null          null
"""

from typing import Any

from cassette.cql.terms import Constant
from cassette.cql.types import CqlType, ScalarType

NULL = "null"
TEXTS = frozenset({"ascii", "text"})
ESCAPED = {code: repr(chr(code))[1:-1] for code in (*range(32), 127, *range(128, 160), 0x2028, 0x2029)}


def shown(cql_type: CqlType, value: Any) -> str:
    """Write one value of a row."""
    if value is None:
        return NULL
    if isinstance(cql_type, ScalarType) and cql_type.name in TEXTS:
        return str(value).translate(ESCAPED)
    term = cql_type.to_term(value)
    return term.value if isinstance(term, Constant) else term.text().translate(ESCAPED)


def is_right_aligned(cql_type: CqlType) -> bool:
    """Tell whether a column is read from its right end: numbers."""
    return isinstance(cql_type, ScalarType) and cql_type.name in NUMBERS


NUMBERS = frozenset(["bigint", "counter", "decimal", "double", "float", "int", "smallint", "tinyint", "varint"])
