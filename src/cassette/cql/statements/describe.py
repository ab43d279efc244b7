"""DESCRIBE: show the schema, as statements that would make it again, or as lists of names.

DESCRIBE KEYSPACES        DESCRIBE TABLE ks.t WITH INTERNALS        DESCRIBE ONLY KEYSPACE ks        DESCRIBE ks.t
"""

from typing import ClassVar, Literal

from cassette.cql.names import qualified_name, quoted
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.tokens import Tokens

What = Literal[
    "",
    "AGGREGATE",
    "AGGREGATES",
    "CLUSTER",
    "FULL SCHEMA",
    "FUNCTION",
    "FUNCTIONS",
    "INDEX",
    "KEYSPACE",
    "KEYSPACES",
    "MATERIALIZED VIEW",
    "ONLY KEYSPACE",
    "SCHEMA",
    "TABLE",
    "TABLES",
    "TYPE",
    "TYPES",
]
LISTS: dict[tuple[str, ...], What] = {
    ("AGGREGATES",): "AGGREGATES",
    ("CLUSTER",): "CLUSTER",
    ("COLUMNFAMILIES",): "TABLES",
    ("FULL", "SCHEMA"): "FULL SCHEMA",
    ("FUNCTIONS",): "FUNCTIONS",
    ("KEYSPACES",): "KEYSPACES",
    ("SCHEMA",): "SCHEMA",
    ("TABLES",): "TABLES",
    ("TYPES",): "TYPES",
}
"""What has no name behind it."""

NAMED: dict[tuple[str, ...], What] = {
    ("AGGREGATE",): "AGGREGATE",
    ("COLUMNFAMILY",): "TABLE",
    ("FUNCTION",): "FUNCTION",
    ("INDEX",): "INDEX",
    ("MATERIALIZED", "VIEW"): "MATERIALIZED VIEW",
    ("TABLE",): "TABLE",
    ("TYPE",): "TYPE",
}
"""What has the name of one thing behind it, that may be in a keyspace."""

OVER = frozenset({"", ";", "WITH"})
LIST_WORDS = frozenset(words[0].lower() for words in LISTS)
"""Names that would be read as a list of things unless they are quoted."""


class Describe(Statement, frozen=True, cache_hash=True, gc=False):
    """Show one thing or many; without a word for what it is, the name alone says it.

    `keyspace` is the one written before a name, else that of the session: filled in for lists too, which
    never print it. A KEYSPACE without a name is that of the session.
    """

    purpose: ClassVar[Purpose] = "read"
    what: What
    name: str | None = None
    keyspace: str | None = None
    internals: bool = False

    def text(self) -> str:
        words = ["DESCRIBE", *([self.what] if self.what else [])]
        if self.name is not None:
            words.append(self._name_text(self.name))
        if self.internals:
            words.append("WITH INTERNALS")
        return " ".join(words)

    def _name_text(self, name: str) -> str:
        if self.keyspace is not None:
            return f"{quoted(self.keyspace)}.{quoted(name)}"
        return f'"{name}"' if not self.what and name in LIST_WORDS else quoted(name)


def parse(tokens: Tokens) -> Describe:
    """Read what follows DESCRIBE or DESC."""
    what, name, keyspace = _target(tokens)
    return Describe(what, name, keyspace, tokens.accept("WITH", "INTERNALS"))


def _target(tokens: Tokens) -> tuple[What, str | None, str | None]:
    for words, what in LISTS.items():
        if tokens.peek(len(words)) in OVER and tokens.accept(*words):
            return what, None, None
    if tokens.accept("ONLY", "KEYSPACE"):
        return "ONLY KEYSPACE", _keyspace(tokens), None
    if tokens.accept("KEYSPACE"):
        return "KEYSPACE", _keyspace(tokens), None
    for words, what in NAMED.items():
        if tokens.peek(len(words)) not in OVER and tokens.peek(len(words)) != "." and tokens.accept(*words):
            keyspace, name = qualified_name(tokens, "a name")
            return what, name, keyspace
    keyspace, name = qualified_name(tokens, "a name")
    return "", name, keyspace


def _keyspace(tokens: Tokens) -> str | None:
    return None if tokens.peek() in OVER else tokens.name("the name of a keyspace")
