"""Types by the names of Cassandra's classes, which may stand in quotes where a type is wanted.

'Int32Type'    'org.apache.cassandra.db.marshal.MapType(UTF8Type,Int32Type)'    'VectorType(FloatType, 3)'
"""

import re
from collections.abc import Callable

from cassette.cql.tokens import DEPTH_LEVELS, Tokens
from cassette.cql.types.cql_type import CqlType
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.list import ListType
from cassette.cql.types.map import MapType
from cassette.cql.types.scalar import ScalarType
from cassette.cql.types.set import SetType
from cassette.cql.types.tuple import TupleType
from cassette.cql.types.vector import VectorType
from cassette.errors import NotSupported

PACKAGE = "org.apache.cassandra.db.marshal."
SCALARS = {
    "": "blob",
    "AsciiType": "ascii",
    "BooleanType": "boolean",
    "ByteType": "tinyint",
    "BytesType": "blob",
    "CounterColumnType": "counter",
    "DateType": "timestamp",
    "DecimalType": "decimal",
    "DoubleType": "double",
    "DurationType": "duration",
    "FloatType": "float",
    "InetAddressType": "inet",
    "Int32Type": "int",
    "IntegerType": "varint",
    "LongType": "bigint",
    "ShortType": "smallint",
    "SimpleDateType": "date",
    "TimeType": "time",
    "TimeUUIDType": "timeuuid",
    "TimestampType": "timestamp",
    "UTF8Type": "text",
    "UUIDType": "uuid",
}
WITH_ONE: dict[str, Callable[[CqlType], CqlType]] = {
    "FrozenType": lambda inner: inner if isinstance(inner, ScalarType) else FrozenType(inner),
    "ListType": ListType,
    # the direction of a column belongs to the table
    "ReversedType": lambda inner: inner,
    "SetType": SetType,
}
OTHERS = frozenset(
    {"CompositeType", "DynamicCompositeType", "EmptyType", "LexicalUUIDType", "PartitionerDefinedOrder", "UserType"}
)
PIECE = re.compile(r"\s*([A-Za-z0-9_.]+|[(),])\s*")


def parse(tokens: Tokens) -> CqlType:
    """Read a class's name in quotes. Raises SyntaxFault for one that is unknown, NotSupported for a rare one."""
    at = tokens.at
    text = tokens.quoted_text("a type")
    pieces = PIECE.findall(text)
    if "".join(pieces) == re.sub(r"\s", "", text):
        found = _Reader(pieces).whole()
        if found is not None:
            return found
    tokens.at = at
    raise tokens.fault("a type, or the name of the class of one")


class _Reader:
    """The pieces of a class's name, and how far they have been read; None is what cannot be read."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = [*pieces, ""]
        self._at = 0

    def whole(self) -> CqlType | None:
        """Read the type, after which nothing follows."""
        found = self._type(DEPTH_LEVELS)
        return found if not self._pieces[self._at] else None

    def _type(self, levels: int) -> CqlType | None:
        name = self._pieces[self._at].removeprefix(PACKAGE)
        self._at += bool(self._pieces[self._at])
        if name in OTHERS:
            raise NotSupported(f"the type {name} is not supported")
        if name in SCALARS:
            return ScalarType(SCALARS[name])
        if not levels or not self._accept("("):
            return None
        if name == "VectorType":
            return self._vector(levels)
        inners = [self._type(levels - 1)]
        while self._accept(","):
            inners.append(self._type(levels - 1))
        given = [inner for inner in inners if inner is not None]
        return self._made(name, given) if self._accept(")") and len(given) == len(inners) else None

    def _vector(self, levels: int) -> CqlType | None:
        items = self._type(levels - 1)
        self._accept(",")
        dimension = self._pieces[self._at]
        self._at += bool(dimension)
        if items is None or not dimension.isdigit() or len(dimension) > 9 or not self._accept(")"):
            return None
        return VectorType(items, int(dimension))

    def _made(self, name: str, inners: list[CqlType]) -> CqlType | None:
        if name == "TupleType":
            return TupleType(tuple(inners))
        if name == "MapType" and len(inners) == 2:
            return MapType(*inners)
        return WITH_ONE[name](*inners) if name in WITH_ONE and len(inners) == 1 else None

    def _accept(self, piece: str) -> bool:
        found = self._pieces[self._at] == piece
        self._at += found
        return found
