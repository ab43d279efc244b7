"""Selectors: what a SELECT lists between SELECT and FROM.

key    scores['p']    scores['a'..'f']    address.street    count(*)    sum(a) AS total    CAST(a AS text)
(int) 5    a + b * 2    {key: a}
"""

from cassette.cql.selectors.nodes import (
    Call,
    Cast,
    Column,
    CountRows,
    Element,
    Field,
    ListSelector,
    MapSelector,
    Selection,
    Selector,
    SelectorNegation,
    SelectorOperation,
    SetSelector,
    Slice,
    TupleSelector,
    TypedSelector,
    Value,
)
from cassette.cql.selectors.reading import parse, parse_many

__all__ = [
    "Call",
    "Cast",
    "Column",
    "CountRows",
    "Element",
    "Field",
    "ListSelector",
    "MapSelector",
    "Selection",
    "Selector",
    "SelectorNegation",
    "SelectorOperation",
    "SetSelector",
    "Slice",
    "TupleSelector",
    "TypedSelector",
    "Value",
    "parse",
    "parse_many",
]
