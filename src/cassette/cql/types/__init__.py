"""CQL's types: what a column can hold.

    int   text   frozen<tuple<tinyint, text>>   map<text, decimal>   vector<float, 5>

A type is a node like any other piece of the language; its own file says how its values look in
Python, as a CQL literal, in the native protocol, as JSON, and how they compare.
"""

from cassette.cql.types.column import check_column_type
from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.duration import Duration
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.in_schema import schema_text
from cassette.cql.types.list import ListType
from cassette.cql.types.map import MapType
from cassette.cql.types.scalar import ALIASES, TYPES, ScalarType
from cassette.cql.types.set import SetType
from cassette.cql.types.tuple import TupleType
from cassette.cql.types.type_text import parse, parse_scalar, parse_type
from cassette.cql.types.user import NamedType, UserType, resolve
from cassette.cql.types.vector import VectorType

__all__ = [
    "ALIASES",
    "TYPES",
    "CqlType",
    "Duration",
    "FrozenType",
    "ListType",
    "MapType",
    "NamedType",
    "ScalarType",
    "SetType",
    "TupleType",
    "UserType",
    "VectorType",
    "check_column_type",
    "parse",
    "parse_scalar",
    "parse_type",
    "resolve",
    "schema_text",
]
