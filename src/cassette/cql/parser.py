"""The parser: CQL text in, a `Statement` out.

The first words of a statement choose the function that reads the rest; it lives in the statement's own
file, beside the printer, so that `parse(statement.text()) == statement`.
"""

from collections.abc import Callable
from functools import lru_cache

from cassette.cql.keyspaces import in_keyspace
from cassette.cql.statements import (
    add_identity,
    alter_keyspace,
    alter_role,
    alter_table,
    alter_type,
    alter_user,
    alter_view,
    batch,
    create_aggregate,
    create_function,
    create_index,
    create_keyspace,
    create_role,
    create_table,
    create_trigger,
    create_type,
    create_user,
    create_view,
    delete,
    describe,
    drop_aggregate,
    drop_function,
    drop_identity,
    drop_index,
    drop_keyspace,
    drop_role,
    drop_table,
    drop_trigger,
    drop_type,
    drop_view,
    explain,
    grant,
    insert,
    list_permissions,
    list_roles,
    list_users,
    revoke,
    select,
    truncate,
    update,
    use,
)
from cassette.cql.statements.statement import Statement
from cassette.cql.tokens import END, Tokens

STATEMENTS: dict[tuple[str, ...], Callable[[Tokens], Statement]] = {
    ("ADD", "IDENTITY"): add_identity.parse,
    ("ALTER", "COLUMNFAMILY"): alter_table.parse,
    ("ALTER", "KEYSPACE"): alter_keyspace.parse,
    ("ALTER", "MATERIALIZED", "VIEW"): alter_view.parse,
    ("ALTER", "ROLE"): alter_role.parse,
    ("ALTER", "TABLE"): alter_table.parse,
    ("ALTER", "TYPE"): alter_type.parse,
    ("ALTER", "USER"): alter_user.parse,
    ("BEGIN",): batch.parse,
    ("CREATE", "AGGREGATE"): create_aggregate.parse,
    ("CREATE", "COLUMNFAMILY"): create_table.parse,
    ("CREATE", "CUSTOM", "INDEX"): create_index.parse,
    ("CREATE", "FUNCTION"): create_function.parse,
    ("CREATE", "INDEX"): create_index.parse,
    ("CREATE", "KEYSPACE"): create_keyspace.parse,
    ("CREATE", "MATERIALIZED", "VIEW"): create_view.parse,
    ("CREATE", "OR", "REPLACE", "AGGREGATE"): create_aggregate.parse,
    ("CREATE", "OR", "REPLACE", "FUNCTION"): create_function.parse,
    ("CREATE", "ROLE"): create_role.parse,
    ("CREATE", "TABLE"): create_table.parse,
    ("CREATE", "TRIGGER"): create_trigger.parse,
    ("CREATE", "TYPE"): create_type.parse,
    ("CREATE", "USER"): create_user.parse,
    ("DELETE",): delete.parse,
    ("DESC",): describe.parse,
    ("DESCRIBE",): describe.parse,
    ("DROP", "AGGREGATE"): drop_aggregate.parse,
    ("DROP", "COLUMNFAMILY"): drop_table.parse,
    ("DROP", "FUNCTION"): drop_function.parse,
    ("DROP", "IDENTITY"): drop_identity.parse,
    ("DROP", "INDEX"): drop_index.parse,
    ("DROP", "KEYSPACE"): drop_keyspace.parse,
    ("DROP", "MATERIALIZED", "VIEW"): drop_view.parse,
    ("DROP", "ROLE"): drop_role.parse,
    ("DROP", "TABLE"): drop_table.parse,
    ("DROP", "TRIGGER"): drop_trigger.parse,
    ("DROP", "TYPE"): drop_type.parse,
    ("DROP", "USER"): drop_role.parse,
    ("EXPLAIN",): explain.parse,
    ("GRANT",): grant.parse,
    ("INSERT",): insert.parse,
    ("LIST", "ROLES"): list_roles.parse,
    ("LIST", "USERS"): list_users.parse,
    ("LIST",): list_permissions.parse,
    ("REVOKE",): revoke.parse,
    ("SELECT",): select.parse,
    ("TRUNCATE",): truncate.parse,
    ("UPDATE",): update.parse,
    ("USE",): use.parse,
}

MOST_WORDS = max(map(len, STATEMENTS))
CACHED_STATEMENTS = 1024
CACHED_CHARS = 4096
"""Longer statements are seldom sent twice, and would fill the memory."""


def parse(text: str, keyspace: str | None = None) -> Statement:
    """Read one statement, with or without a semicolon; names that say no keyspace get the one given.

    Errors: SyntaxFault where a word does not fit; InvalidRequest where a statement contradicts itself;
            NotSupported for the types that Cassette does not have.
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
        reader = STATEMENTS.get(words[:count])
        if reader is not None:
            tokens.at += count
            return reader
    known = sorted(first[1:] for first in STATEMENTS if len(first) > 1 and first[0] == words[0])
    if not known:
        raise tokens.fault(*sorted({first[0] for first in STATEMENTS}))
    tokens.at += 1
    raise tokens.fault(*(" ".join(rest) for rest in known))
