"""The scalar types, each named by its CQL word: `int`, `text`, `timeuuid`, …"""

from cassette.cql.types.cql_type import CqlType


class ScalarType(CqlType, frozen=True, cache_hash=True, gc=False):
    """A scalar type; `varchar` is written `text`."""

    name: str

    def text(self) -> str:
        return self.name
