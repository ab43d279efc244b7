"""Terms: what stands for a value in a statement.

    ?    :name    'text'    42    1.5e3    true    null    0xcafe    [1, 2]    {1, 2}    {'a': 1}    (1, 'a')
    {street: 'x', zip: 1}    now()    ks.f(1)    (int) 5    CAST(5 AS text)    1 + 2 * -?

A marker is positional, whether it has a name or not: the n-th one in the printed text takes the n-th
value that travels with the statement. A tuple of one item is also what parentheses look like: which of
the two is meant, the wanted type decides.
"""

from cassette.cql.terms.constants import is_constant
from cassette.cql.terms.nodes import (
    ADDITIVE,
    BIND,
    NULL,
    OPERATORS,
    UNSET,
    Bind,
    CastTerm,
    Constant,
    ConstantKind,
    FunctionTerm,
    ListTerm,
    MapTerm,
    Negation,
    Operation,
    Operator,
    SetTerm,
    Term,
    TupleTerm,
    TypedTerm,
    Unset,
    UserTerm,
    function_text,
    quoted_text,
    side_text,
)
from cassette.cql.terms.reading import function_name, parse, parse_many, parse_number, parse_simple

__all__ = [
    "ADDITIVE",
    "BIND",
    "NULL",
    "OPERATORS",
    "UNSET",
    "Bind",
    "CastTerm",
    "Constant",
    "ConstantKind",
    "FunctionTerm",
    "ListTerm",
    "MapTerm",
    "Negation",
    "Operation",
    "Operator",
    "SetTerm",
    "Term",
    "TupleTerm",
    "TypedTerm",
    "Unset",
    "UserTerm",
    "function_name",
    "function_text",
    "is_constant",
    "parse",
    "parse_many",
    "parse_number",
    "parse_simple",
    "quoted_text",
    "side_text",
]
