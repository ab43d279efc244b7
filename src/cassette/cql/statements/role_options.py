"""What WITH says about a role.

CREATE ROLE r WITH PASSWORD = 'x' AND LOGIN = true AND ACCESS TO DATACENTERS {'dc1'} AND ACCESS FROM ALL CIDRS
"""

from typing import Literal

from cassette.cql import terms
from cassette.cql.node import Node
from cassette.cql.terms import Constant, ConstantKind, MapTerm, SetTerm, Term, quoted_text
from cassette.cql.tokens import CLOSED, Tokens

Kind = Literal["PASSWORD", "HASHED PASSWORD", "LOGIN", "SUPERUSER", "OPTIONS"]
KINDS: tuple[Kind, ...] = ("PASSWORD", "HASHED PASSWORD", "LOGIN", "SUPERUSER", "OPTIONS")
WANTED: dict[Kind, str] = {
    "HASHED PASSWORD": "the hash of a password, in quotes",
    "LOGIN": "true or false",
    "OPTIONS": "a map of constants",
    "PASSWORD": "a password, in quotes",
    "SUPERUSER": "true or false",
}

From = Literal["TO DATACENTERS", "FROM CIDRS"]
FROM: dict[From, tuple[str, str]] = {"FROM CIDRS": ("FROM", "CIDRS"), "TO DATACENTERS": ("TO", "DATACENTERS")}


class RoleOption(Node, frozen=True, cache_hash=True, gc=False):
    """`kind = term`."""

    kind: Kind
    term: Term

    def text(self) -> str:
        return f"{self.kind} = {self.term.text()}"


class RoleAccess(Node, frozen=True, cache_hash=True, gc=False):
    """`ACCESS TO DATACENTERS {…}` or `ACCESS FROM CIDRS {…}`; None means ALL of them."""

    where: From
    names: tuple[str, ...] | None

    def text(self) -> str:
        word, places = FROM[self.where]
        if self.names is None:
            return f"ACCESS {word} ALL {places}"
        return f"ACCESS {word} {places} {{{', '.join(map(quoted_text, self.names))}}}"


Options = tuple[RoleAccess | RoleOption, ...]


def role_name(tokens: Tokens) -> str:
    """Read the name of a role: an identifier, or text in quotes, which keeps its capitals."""
    token = tokens.texts[tokens.at]
    if token[:1] in {"'", "$"} and CLOSED.match(token):
        return tokens.quoted_text()
    return tokens.name("the name of a role")


def options_text(options: Options) -> str:
    """Print ` WITH …`, or nothing."""
    return " WITH " + " AND ".join(option.text() for option in options) if options else ""


def parse_options(tokens: Tokens) -> Options:
    """Read `WITH …`, or nothing."""
    if not tokens.accept("WITH"):
        return ()
    options = [_option(tokens)]
    while tokens.accept("AND"):
        at = tokens.at
        option = _option(tokens)
        if any(_what(option) == _what(other) for other in options):
            tokens.at = at
            raise tokens.fault("an option that was not given yet")
        options.append(option)
    return tuple(options)


def _what(option: RoleAccess | RoleOption) -> str:
    return option.kind if isinstance(option, RoleOption) else option.where


def _option(tokens: Tokens) -> RoleAccess | RoleOption:
    for kind in KINDS:
        if tokens.accept(*kind.split()):
            tokens.expect("=")
            return RoleOption(kind, _value(tokens, kind))
    tokens.expect("ACCESS")
    for where, (word, places) in FROM.items():
        if tokens.accept(word, "ALL", places):
            return RoleAccess(where, None)
        if tokens.accept(word, places):
            return RoleAccess(where, _names(tokens))
    raise tokens.fault()


def _value(tokens: Tokens, kind: Kind) -> Term:
    at = tokens.at
    term = terms.parse(tokens)
    if kind == "OPTIONS":
        fits = isinstance(term, MapTerm) or term == SetTerm(())
    else:
        wanted = ConstantKind.TEXT if "PASSWORD" in kind else ConstantKind.BOOLEAN
        fits = isinstance(term, Constant) and term.kind is wanted
    if not fits:
        tokens.at = at
        raise tokens.fault(WANTED[kind])
    return term


def _names(tokens: Tokens) -> tuple[str, ...]:
    tokens.expect("{")
    names = [tokens.quoted_text("a name, in quotes")]
    while tokens.accept(","):
        names.append(tokens.quoted_text("a name, in quotes"))
    tokens.expect("}")
    return tuple(names)
