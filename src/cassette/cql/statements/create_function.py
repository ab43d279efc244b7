"""CREATE FUNCTION: write a function in another language.

CREATE OR REPLACE FUNCTION ks.twice (a int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return 2 * a;'
"""

from typing import ClassVar

from cassette.cql import types
from cassette.cql.names import qualified_name, quoted
from cassette.cql.statements.create_type import Fields, fields_text
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import quoted_text
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType
from cassette.errors import InvalidRequest


class CreateFunction(Statement, frozen=True, cache_hash=True, gc=False):
    """A function: its arguments, whether it is called when one of them is null, and its body."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str | None
    name: str
    arguments: Fields
    called_on_null: bool
    returns: CqlType
    language: str
    body: str
    or_replace: bool = False
    if_not_exists: bool = False

    def text(self) -> str:
        name = quoted(self.name) if self.keyspace is None else f"{quoted(self.keyspace)}.{quoted(self.name)}"
        return (
            f"CREATE {'OR REPLACE ' if self.or_replace else ''}FUNCTION "
            f"{'IF NOT EXISTS ' if self.if_not_exists else ''}{name} ({fields_text(self.arguments)}) "
            f"{'CALLED' if self.called_on_null else 'RETURNS NULL'} ON NULL INPUT RETURNS {self.returns.text()} "
            f"LANGUAGE {quoted(self.language)} AS {quoted_text(self.body)}"
        )


def parse(tokens: Tokens) -> CreateFunction:
    """Read what follows CREATE FUNCTION or CREATE OR REPLACE FUNCTION."""
    or_replace = tokens.peek(-2) == "REPLACE"
    if_not_exists = check_or(tokens, or_replace=or_replace)
    keyspace, name = qualified_name(tokens, "the name of a function")
    arguments = _arguments(tokens)
    called_on_null = tokens.accept("CALLED", "ON", "NULL", "INPUT")
    if not called_on_null:
        tokens.expect("RETURNS", "NULL", "ON", "NULL", "INPUT")
    tokens.expect("RETURNS")
    returns = types.parse(tokens)
    tokens.expect("LANGUAGE")
    language = tokens.name("the name of a language")
    tokens.expect("AS")
    body = tokens.quoted_text("the body of the function, in quotes")
    return CreateFunction(keyspace, name, arguments, called_on_null, returns, language, body, or_replace, if_not_exists)


def check_or(tokens: Tokens, *, or_replace: bool) -> bool:
    """Read IF NOT EXISTS, or nothing. Raises InvalidRequest where OR REPLACE was said before it."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    if or_replace and if_not_exists:
        raise InvalidRequest("OR REPLACE and IF NOT EXISTS contradict each other")
    return if_not_exists


def _arguments(tokens: Tokens) -> Fields:
    tokens.expect("(")
    if tokens.accept(")"):
        return ()
    arguments = [(tokens.name("the name of an argument"), types.parse(tokens))]
    while tokens.accept(","):
        arguments.append((tokens.name("the name of an argument"), types.parse(tokens)))
    tokens.expect(")")
    return tuple(arguments)
