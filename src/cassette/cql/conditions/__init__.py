"""Conditions: what a WHERE or an IF says.

    key = ?    a < 3    key IN ?    tags CONTAINS ?    scores['p'] >= ?    (a = 1 OR tags NOT CONTAINS ?) AND b != 2
    (a, b) > (?, ?)    (a, b) IN ((1, 2), (3, 4))    token(key) > ?    title : 'words'    address.zip IN (1, 2)

AND, OR and parentheses, `!=`, NOT IN, NOT CONTAINS, ranges on map entries and `:` are what DataStax HCD
adds to Apache Cassandra's language; which engine takes them is a matter of its `features`.
"""

from cassette.cql.conditions.nodes import (
    COMPARATORS,
    And,
    Choices,
    Comparator,
    Compare,
    CompareToken,
    CompareTuple,
    Condition,
    Contains,
    ContainsKey,
    Entry,
    FieldCompare,
    In,
    InEntry,
    InField,
    InTuple,
    IsNotNull,
    Match,
    Or,
    parts_of,
)
from cassette.cql.conditions.reading import parse, parse_if

__all__ = [
    "COMPARATORS",
    "And",
    "Choices",
    "Comparator",
    "Compare",
    "CompareToken",
    "CompareTuple",
    "Condition",
    "Contains",
    "ContainsKey",
    "Entry",
    "FieldCompare",
    "In",
    "InEntry",
    "InField",
    "InTuple",
    "IsNotNull",
    "Match",
    "Or",
    "parse",
    "parse_if",
    "parts_of",
]
