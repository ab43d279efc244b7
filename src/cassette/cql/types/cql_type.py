"""What all types have in common."""

from cassette.cql.node import Node


class CqlType(Node, frozen=True, cache_hash=True, gc=False):
    """A type of the language; compared by value."""

    @property
    def multicell(self) -> bool:
        """Whether values are stored item by item: a collection that is not frozen."""
        return False
