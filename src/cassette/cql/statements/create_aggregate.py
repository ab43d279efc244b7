"""CREATE AGGREGATE: make an aggregate of functions.

CREATE AGGREGATE ks.average (int) SFUNC add STYPE tuple<int, bigint> FINALFUNC divide INITCOND (0, 0)
"""

from typing import ClassVar

from cassette.cql import terms, types
from cassette.cql.names import qualified_name, quoted
from cassette.cql.statements.create_function import check_or
from cassette.cql.statements.resources import argument_types, signature_text
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import CqlType


class CreateAggregate(Statement, frozen=True, cache_hash=True, gc=False):
    """An aggregate: the function that takes a row in, the type of what it keeps, and how it begins and ends."""

    purpose: ClassVar[Purpose] = "schema"
    keyspace: str | None
    name: str
    arguments: tuple[CqlType, ...]
    state_function: str
    state_type: CqlType
    final_function: str | None = None
    initial: Term | None = None
    or_replace: bool = False
    if_not_exists: bool = False

    def text(self) -> str:
        return (
            f"CREATE {'OR REPLACE ' if self.or_replace else ''}AGGREGATE "
            f"{'IF NOT EXISTS ' if self.if_not_exists else ''}"
            f"{signature_text(self.keyspace, self.name, self.arguments)} "
            f"SFUNC {quoted(self.state_function)} STYPE {self.state_type.text()}"
            f"{'' if self.final_function is None else f' FINALFUNC {quoted(self.final_function)}'}"
            f"{'' if self.initial is None else f' INITCOND {self.initial.text()}'}"
        )


def parse(tokens: Tokens) -> CreateAggregate:
    """Read what follows CREATE AGGREGATE or CREATE OR REPLACE AGGREGATE."""
    or_replace = tokens.peek(-2) == "REPLACE"
    if_not_exists = check_or(tokens, or_replace=or_replace)
    keyspace, name = qualified_name(tokens, "the name of an aggregate")
    arguments = argument_types(tokens)
    tokens.expect("SFUNC")
    state_function = tokens.name("the name of a function")
    tokens.expect("STYPE")
    state_type = types.parse(tokens)
    final_function = tokens.name("the name of a function") if tokens.accept("FINALFUNC") else None
    initial = terms.parse(tokens) if tokens.accept("INITCOND") else None
    return CreateAggregate(
        keyspace, name, arguments, state_function, state_type, final_function, initial, or_replace, if_not_exists
    )
