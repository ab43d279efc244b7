"""`list<…>`, `set<…>` and `map<…, …>`.

In Python: a list; a set (or any iterable of distinct items); a dict. An empty collection is null.
"""

from cassette.cql.types.cql_type import CqlType


class ListType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Items in their order, duplicates kept."""

    items: CqlType

    @property
    def multicell(self) -> bool:
        return True

    def text(self) -> str:
        return f"list<{self.items.text()}>"


class SetType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Distinct items in the order of their type."""

    items: CqlType

    @property
    def multicell(self) -> bool:
        return True

    def text(self) -> str:
        return f"set<{self.items.text()}>"


class MapType(CqlType, frozen=True, cache_hash=True, gc=False):
    """Values by distinct keys, in the order of the keys' type."""

    keys: CqlType
    values: CqlType

    @property
    def multicell(self) -> bool:
        return True

    def text(self) -> str:
        return f"map<{self.keys.text()}, {self.values.text()}>"
