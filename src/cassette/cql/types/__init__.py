"""CQL's types: what a column can hold.

    int   text   frozen<tuple<tinyint, text>>   map<text, decimal>   vector<float, 5>

A type is a node like any other piece of the language; its own file says how its values look in
Python, as a CQL literal, in the native protocol, as JSON, and how they compare.
"""

from cassette.cql.types.collections import ListType, MapType, SetType
from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.scalar import ScalarType
from cassette.cql.types.tuples import TupleType
from cassette.cql.types.vector import VectorType

__all__ = ["CqlType", "FrozenType", "ListType", "MapType", "ScalarType", "SetType", "TupleType", "VectorType"]
