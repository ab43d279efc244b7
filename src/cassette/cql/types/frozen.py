"""`frozen<…>`: a collection, tuple or user type stored and compared as one value."""

from cassette.cql.types.cql_type import CqlType


class FrozenType(CqlType, frozen=True, cache_hash=True, gc=False):
    """The same values as the type inside, in one piece."""

    inner: CqlType

    def text(self) -> str:
        return f"frozen<{self.inner.text()}>"
