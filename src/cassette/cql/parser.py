"""The parser: CQL text in, a `Statement` out.

The first words of a statement choose the function that reads the rest; it lives in the statement's own
file, beside the printer, so that `parse(statement.text()) == statement`.
"""

from collections.abc import Callable
from functools import lru_cache

from cassette.cql.statements import (
    create_index,
    create_keyspace,
    create_table,
    delete,
    drop_index,
    drop_keyspace,
    drop_table,
    insert,
    select,
    truncate,
    update,
)
from cassette.cql.statements.statement import Statement
from cassette.cql.tokens import END, Tokens

STATEMENTS: dict[tuple[str, ...], Callable[[Tokens], Statement]] = {
    ("CREATE", "COLUMNFAMILY"): create_table.parse,
    ("CREATE", "CUSTOM", "INDEX"): create_index.parse,
    ("CREATE", "INDEX"): create_index.parse,
    ("CREATE", "KEYSPACE"): create_keyspace.parse,
    ("CREATE", "SCHEMA"): create_keyspace.parse,
    ("CREATE", "TABLE"): create_table.parse,
    ("DELETE",): delete.parse,
    ("DROP", "COLUMNFAMILY"): drop_table.parse,
    ("DROP", "INDEX"): drop_index.parse,
    ("DROP", "KEYSPACE"): drop_keyspace.parse,
    ("DROP", "SCHEMA"): drop_keyspace.parse,
    ("DROP", "TABLE"): drop_table.parse,
    ("INSERT",): insert.parse,
    ("SELECT",): select.parse,
    ("TRUNCATE",): truncate.parse,
    ("UPDATE",): update.parse,
}

PLANNED = frozenset(
    {
        ("ADD", "IDENTITY"),
        ("ALTER", "COLUMNFAMILY"),
        ("ALTER", "KEYSPACE"),
        ("ALTER", "MATERIALIZED", "VIEW"),
        ("ALTER", "ROLE"),
        ("ALTER", "SCHEMA"),
        ("ALTER", "TABLE"),
        ("ALTER", "TYPE"),
        ("ALTER", "USER"),
        ("BEGIN",),
        ("CREATE", "AGGREGATE"),
        ("CREATE", "FUNCTION"),
        ("CREATE", "MATERIALIZED", "VIEW"),
        ("CREATE", "OR", "REPLACE"),
        ("CREATE", "ROLE"),
        ("CREATE", "TRIGGER"),
        ("CREATE", "TYPE"),
        ("CREATE", "USER"),
        ("DESC",),
        ("DESCRIBE",),
        ("DROP", "AGGREGATE"),
        ("DROP", "FUNCTION"),
        ("DROP", "IDENTITY"),
        ("DROP", "MATERIALIZED", "VIEW"),
        ("DROP", "ROLE"),
        ("DROP", "TRIGGER"),
        ("DROP", "TYPE"),
        ("DROP", "USER"),
        ("EXPLAIN",),
        ("GRANT",),
        ("LIST",),
        ("REVOKE",),
        ("USE",),
    }
)
"""Statements of the language that are not built yet."""

CACHED_STATEMENTS = 1024
CACHED_CHARS = 4096
"""Longer statements are seldom sent twice, and would fill the memory."""


def parse(text: str) -> Statement:
    """Read one statement, with or without a semicolon.

    Errors: SyntaxFault where a word does not fit; NotSupported for what is not built yet; InvalidRequest
            where a statement contradicts itself.
    """
    return _remembered(text) if len(text) <= CACHED_CHARS else parse_anew(text)


def parse_anew(text: str) -> Statement:
    """Read one statement without looking whether it was read before."""
    tokens = Tokens(text)
    statement = _reader(tokens)(tokens)
    tokens.accept(";")
    if tokens.texts[tokens.at] != END:
        raise tokens.fault("the end of the statement")
    return statement


_remembered = lru_cache(CACHED_STATEMENTS)(parse_anew)


def _reader(tokens: Tokens) -> Callable[[Tokens], Statement]:
    """Find the function for the first words, and step over these."""
    words = (tokens.peek(), tokens.peek(1), tokens.peek(2))
    for count in (1, 2, 3):
        reader = STATEMENTS.get(words[:count])
        if reader is not None:
            tokens.at += count
            return reader
    for count in (1, 2, 3):
        if words[:count] in PLANNED:
            raise tokens.planned(" ".join(words[:count]))
    known = sorted(first[1:] for first in STATEMENTS if len(first) > 1 and first[0] == words[0])
    if not known:
        raise tokens.fault(*sorted({first[0] for first in STATEMENTS}))
    tokens.at += 1
    raise tokens.fault(*(" ".join(rest) for rest in known))
