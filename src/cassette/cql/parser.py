"""The parser: CQL text in, a `Statement` out.

The first words of a statement choose the function that reads the rest; it lives in the statement's own
file, beside the printer, so that `parse(statement.text()) == statement`.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module

from cassette.cql.keyspaces import in_keyspace
from cassette.cql.statements.statement import Statement
from cassette.cql.tokens import END, Tokens

STATEMENTS: dict[tuple[str, ...], str] = {
    ("ADD", "IDENTITY"): "add_identity",
    ("ALTER", "COLUMNFAMILY"): "alter_table",
    ("ALTER", "KEYSPACE"): "alter_keyspace",
    ("ALTER", "MATERIALIZED", "VIEW"): "alter_view",
    ("ALTER", "ROLE"): "alter_role",
    ("ALTER", "TABLE"): "alter_table",
    ("ALTER", "TYPE"): "alter_type",
    ("ALTER", "USER"): "alter_user",
    ("BEGIN",): "batch",
    ("CREATE", "AGGREGATE"): "create_aggregate",
    ("CREATE", "COLUMNFAMILY"): "create_table",
    ("CREATE", "CUSTOM", "INDEX"): "create_index",
    ("CREATE", "FUNCTION"): "create_function",
    ("CREATE", "INDEX"): "create_index",
    ("CREATE", "KEYSPACE"): "create_keyspace",
    ("CREATE", "MATERIALIZED", "VIEW"): "create_view",
    ("CREATE", "OR", "REPLACE", "AGGREGATE"): "create_aggregate",
    ("CREATE", "OR", "REPLACE", "FUNCTION"): "create_function",
    ("CREATE", "ROLE"): "create_role",
    ("CREATE", "TABLE"): "create_table",
    ("CREATE", "TRIGGER"): "create_trigger",
    ("CREATE", "TYPE"): "create_type",
    ("CREATE", "USER"): "create_user",
    ("DELETE",): "delete",
    ("DESC",): "describe",
    ("DESCRIBE",): "describe",
    ("DROP", "AGGREGATE"): "drop_aggregate",
    ("DROP", "COLUMNFAMILY"): "drop_table",
    ("DROP", "FUNCTION"): "drop_function",
    ("DROP", "IDENTITY"): "drop_identity",
    ("DROP", "INDEX"): "drop_index",
    ("DROP", "KEYSPACE"): "drop_keyspace",
    ("DROP", "MATERIALIZED", "VIEW"): "drop_view",
    ("DROP", "ROLE"): "drop_role",
    ("DROP", "TABLE"): "drop_table",
    ("DROP", "TRIGGER"): "drop_trigger",
    ("DROP", "TYPE"): "drop_type",
    ("DROP", "USER"): "drop_role",
    ("EXPLAIN",): "explain",
    ("GRANT",): "grant",
    ("INSERT",): "insert",
    ("LIST", "ROLES"): "list_roles",
    ("LIST", "USERS"): "list_users",
    ("LIST",): "list_permissions",
    ("REVOKE",): "revoke",
    ("SELECT",): "select",
    ("TRUNCATE",): "truncate",
    ("UPDATE",): "update",
    ("USE",): "use",
}
"""The first words of each statement, and its file: which is loaded when such a statement first comes."""

MOST_WORDS = max(map(len, STATEMENTS))
CACHED_STATEMENTS = 1024
CACHED_CHARS = 4096
"""Longer statements are seldom sent twice, and would fill the memory."""


def parse(text: str, keyspace: str | None = None) -> Statement:
    """Read one statement, with or without a semicolon; names that say no keyspace get the one given.

    Errors: SyntaxFault where a word does not fit; InvalidRequest where a statement contradicts itself;
            ConfigurationFault for options that fit nothing; NotSupported for the types that Cassette does not have.
    """
    return _remembered(text, keyspace) if len(text) <= CACHED_CHARS else parse_anew(text, keyspace)


def parse_anew(text: str, keyspace: str | None = None) -> Statement:
    """Read one statement without looking whether it was read before."""
    statement = _read(Tokens(text))
    return statement if keyspace is None else in_keyspace(statement, keyspace)


def marker_names(text: str) -> tuple[str | None, ...]:
    """Give the names of a statement's bind markers in their order, None for `?`. Raises what `parse` does."""
    tokens = Tokens(text)
    _read(tokens)
    return tuple(tokens.markers)


def _read(tokens: Tokens) -> Statement:
    statement = _reader(tokens)(tokens)
    while tokens.accept(";"):
        pass
    if tokens.texts[tokens.at] != END:
        raise tokens.fault("the end of the statement")
    return statement


_remembered = lru_cache(CACHED_STATEMENTS)(parse_anew)


def _reader(tokens: Tokens) -> Callable[[Tokens], Statement]:
    """Find the function for the first words, and step over these."""
    words = tuple(tokens.peek(ahead) for ahead in range(MOST_WORDS))
    # the longest first: LIST ROLES before LIST
    for count in range(MOST_WORDS, 0, -1):
        file = STATEMENTS.get(words[:count])
        if file is not None:
            tokens.at += count
            return _loaded(file)
    known = sorted(first[1:] for first in STATEMENTS if len(first) > 1 and first[0] == words[0])
    if not known:
        raise tokens.fault(*sorted({first[0] for first in STATEMENTS}))
    tokens.at += 1
    raise tokens.fault(*(" ".join(rest) for rest in known))


@cache
def _loaded(file: str) -> Callable[[Tokens], Statement]:
    reader: Callable[[Tokens], Statement] = import_module(f"cassette.cql.statements.{file}").parse
    return reader
