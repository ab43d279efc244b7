"""The scalar types, each named by its CQL word: `int`, `text`, `timeuuid`, …

What each of them does is written in its own file; here is the table of them.
"""

from typing import Any

from cassette.cql.terms import NULL, Constant, Term
from cassette.cql.types.ascii import ASCII
from cassette.cql.types.bigint import BIGINT
from cassette.cql.types.blob import BLOB
from cassette.cql.types.boolean import BOOLEAN
from cassette.cql.types.codec import Codec
from cassette.cql.types.counter import COUNTER
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, resolved
from cassette.cql.types.date import DATE
from cassette.cql.types.decimal import DECIMAL
from cassette.cql.types.double import DOUBLE
from cassette.cql.types.duration import DURATION
from cassette.cql.types.float import FLOAT
from cassette.cql.types.inet import INET
from cassette.cql.types.int import INT
from cassette.cql.types.smallint import SMALLINT
from cassette.cql.types.text import TEXT
from cassette.cql.types.time import TIME
from cassette.cql.types.timestamp import TIMESTAMP
from cassette.cql.types.timeuuid import TIMEUUID
from cassette.cql.types.tinyint import TINYINT
from cassette.cql.types.uuid import UUID
from cassette.cql.types.varint import VARINT

TYPES: dict[str, Codec] = {
    "ascii": ASCII,
    "bigint": BIGINT,
    "blob": BLOB,
    "boolean": BOOLEAN,
    "counter": COUNTER,
    "date": DATE,
    "decimal": DECIMAL,
    "double": DOUBLE,
    "duration": DURATION,
    "float": FLOAT,
    "inet": INET,
    "int": INT,
    "smallint": SMALLINT,
    "text": TEXT,
    "time": TIME,
    "timestamp": TIMESTAMP,
    "timeuuid": TIMEUUID,
    "tinyint": TINYINT,
    "uuid": UUID,
    "varint": VARINT,
}

ALIASES = {"varchar": "text"}
"""Other words for the same type; the first word is the one that is printed."""


class ScalarType(CqlType, frozen=True, cache_hash=True, gc=False):
    """A scalar type; `varchar` is written `text`."""

    name: str

    def text(self) -> str:
        return self.name

    @property
    def width_bytes(self) -> int | None:
        return TYPES[self.name].width_bytes

    def check(self, value: Any) -> Any:
        return TYPES[self.name].check(value)

    def encode(self, value: Any) -> bytes:
        codec = TYPES[self.name]
        return codec.encode(codec.check(value))

    def decode(self, data: bytes) -> Any:
        codec = TYPES[self.name]
        # Cassandra lets an empty value stand in any type; it means as much as null
        return codec.decode(data) if data or codec.takes_nothing else None

    def to_term(self, value: Any) -> Term:
        codec = TYPES[self.name]
        return codec.literal(codec.check(value))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        codec = TYPES[self.name]
        if isinstance(term, Constant) and term.kind in codec.kinds:
            return codec.parse(term.value)
        if term == NULL:
            return None
        if isinstance(term, Constant):
            raise misfit(self.name, term.value, f"a constant of kind {' or '.join(sorted(codec.kinds))}")
        return resolved(self, term, resolve)

    def to_json(self, value: Any) -> Any:
        return TYPES[self.name].to_json(value)

    def from_json(self, value: Any) -> Any:
        return TYPES[self.name].from_json(value)

    def key(self, value: Any) -> Any:
        return TYPES[self.name].key(value)
