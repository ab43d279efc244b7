"""What follows WITH: options of keyspaces, tables and indexes.

    WITH comment = 'people' AND compaction = {'class': 'UnifiedCompactionStrategy'} AND durable_writes = true
"""

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.terms import Term


class Option(Node, frozen=True, cache_hash=True, gc=False):
    """`name = term`."""

    name: str
    term: Term

    def text(self) -> str:
        return f"{quoted(self.name)} = {self.term.text()}"


def options_text(options: tuple[Option, ...]) -> str:
    """Print ` WITH …`, or nothing when there are no options."""
    return " WITH " + " AND ".join(option.text() for option in options) if options else ""
