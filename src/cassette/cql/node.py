"""What every piece of the language is: frozen data that remembers its hash.

Statements are keys of plan caches, so a hot request must not hash a whole tree again: a node
computes its hash once. Nodes are acyclic, so the garbage collector need not track them.
"""

import msgspec


class Node(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """A piece of CQL: compared by value, printable with `text()`."""

    def text(self) -> str:
        """Print as CQL that the parser reads back to an equal node."""
        raise NotImplementedError(type(self).__name__)
