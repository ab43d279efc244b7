"""`vector<…, n>`: exactly n values of one type, never null."""

from cassette.cql.types.cql_type import CqlType


class VectorType(CqlType, frozen=True, cache_hash=True, gc=False):
    """In Python a sequence of `dimension` values."""

    items: CqlType
    dimension: int

    def text(self) -> str:
        return f"vector<{self.items.text()}, {self.dimension}>"
