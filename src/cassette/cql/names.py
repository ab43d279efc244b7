"""Identifiers, and the names of tables.

    people    "MixedCase"    "a ""quoted"" word"    ks.people

Inside nodes a name is always the plain text, as the schema keeps it; quotes exist in CQL text only.
"""

import re
from functools import lru_cache

from cassette.cql.node import Node
from cassette.cql.tokens import Tokens
from cassette.cql.words import RESERVED

PLAIN = re.compile(r"[a-z][a-z0-9_]*\Z")


@lru_cache(maxsize=4096)
def quoted(name: str) -> str:
    """Print a name, in double quotes only where CQL would read it differently without."""
    if PLAIN.match(name) and name not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


class TableName(Node, frozen=True, cache_hash=True, gc=False):
    """A table and the keyspace it is in; None where a USE decides."""

    keyspace: str | None
    table: str

    def text(self) -> str:
        if self.keyspace is None:
            return quoted(self.table)
        return f"{quoted(self.keyspace)}.{quoted(self.table)}"


def table_name(tokens: Tokens) -> TableName:
    """Read `table` or `keyspace.table`."""
    return TableName(*qualified_name(tokens, "the name of a table"))


def qualified_name(tokens: Tokens, what: str) -> tuple[str | None, str]:
    """Read `name` or `keyspace.name`."""
    first = tokens.name(what)
    return (first, tokens.name(what)) if tokens.accept(".") else (None, first)
