"""`tuple<…>`: a fixed number of values of given types, always in one piece."""

from cassette.cql.types.cql_type import CqlType


class TupleType(CqlType, frozen=True, cache_hash=True, gc=False):
    """In Python a tuple as long as `items`."""

    items: tuple[CqlType, ...]

    def text(self) -> str:
        return f"tuple<{', '.join(item.text() for item in self.items)}>"
