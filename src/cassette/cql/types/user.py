"""User types: named fields, each with its type; null where a value says nothing about a field.

    CREATE TYPE address (street text, zip int)        {street: 'Main Street', zip: 8000}

Python      dict of every field in order, None where null; any mapping goes in, fields left out are null
Protocol    each field after its length, -1 for null; what a shorter value leaves out is null
JSON        an object; a field's name in quotes of its own where it is not lower case
Order       field by field, null first

The parser reads the name only, a `NamedType`; with the schema at hand `resolve` makes it a `UserType`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cassette.cql.names import quoted
from cassette.cql.terms import NULL, Term, UserTerm
from cassette.cql.tokens import Tokens
from cassette.cql.types import items
from cassette.cql.types.cql_type import CqlType, Resolve, misfit, misread, resolved
from cassette.cql.types.frozen import FrozenType
from cassette.cql.types.list import ListType
from cassette.cql.types.map import MapType
from cassette.cql.types.scalar import ALIASES, TYPES
from cassette.cql.types.set import SetType
from cassette.cql.types.tuple import TupleType
from cassette.cql.types.vector import VectorType
from cassette.errors import InvalidRequest

NO_NAMES = frozenset({*TYPES, *ALIASES, "bitstring", "byte", "complex", "enum", "interval", "macaddr"})
"""Words that name no user type unless they are quoted: other types, and some that SQL has."""

WORDS = frozenset({*NO_NAMES, "frozen", "list", "map", "set", "tuple", "vector"})
"""Names that are quoted, so that they are not read as another type."""


def _type_name_text(keyspace: str | None, name: str) -> str:
    """Print the name of a user type."""
    return ".".join(f'"{part}"' if part in WORDS else quoted(part) for part in (keyspace, name) if part is not None)


def read_name(tokens: Tokens, what: str = "the name of a type") -> "NamedType":
    """Read `name` or `keyspace.name`."""
    first = _read_part(tokens, what)
    return NamedType(first, _read_part(tokens, what)) if tokens.accept(".") else NamedType(None, first)


def _read_part(tokens: Tokens, what: str) -> str:
    if tokens.texts[tokens.at].lower() in NO_NAMES and tokens.texts[tokens.at + 1] != ".":
        raise tokens.fault(what, note=", which is not the name of a user type without double quotes")
    return tokens.name(what)


class NamedType(CqlType, frozen=True, cache_hash=True, gc=False):
    """A user type by name only, before the schema was asked; a keyspace of None is that of the table."""

    keyspace: str | None
    name: str

    def text(self) -> str:
        return _type_name_text(self.keyspace, self.name)


class UserType(CqlType, frozen=True, cache_hash=True, gc=False):
    """In Python a dict from field to value; printed without its keyspace, which is always that of its user."""

    keyspace: str
    name: str
    fields: tuple[tuple[str, CqlType], ...]

    def text(self) -> str:
        return _type_name_text(None, self.name)

    @property
    def multicell(self) -> bool:
        return True

    def check(self, value: Any) -> dict[str, Any]:
        return self._each(value, lambda inner, item: inner.check(item))

    def encode(self, value: Any) -> bytes:
        return items.join(tuple(self._each(value, lambda inner, item: inner.encode(item)).values()))

    def decode(self, data: bytes) -> dict[str, Any]:
        parts, end = items.cut_parts(self, data, 0, len(self.fields))
        if end != len(data):
            raise misread(self.text(), data)
        parts += [None] * (len(self.fields) - len(parts))
        pairs = zip(self.fields, parts, strict=True)
        return {name: None if part is None else inner.decode(part) for (name, inner), part in pairs}

    def to_term(self, value: Any) -> Term:
        terms = self._each(value, lambda inner, item: inner.to_term(item))
        return UserTerm(tuple((name, NULL if term is None else term) for name, term in terms.items()))

    def from_term(self, term: Term, resolve: Resolve | None = None) -> Any:
        if not isinstance(term, UserTerm):
            return None if term == NULL else resolved(self, term, resolve)
        types = dict(self.fields)
        for name, _ in term.fields:
            if name not in types:
                raise self._unknown(name)
        # field by field, as it is printed: markers inside are taken in that order
        values = {name: types[name].from_term(inner, resolve) for name, inner in term.fields}
        return {name: values.get(name) for name in types}

    def to_json(self, value: Any) -> dict[str, Any]:
        shown = self._each(value, lambda inner, item: inner.to_json(item))
        return {name if name == name.lower() else f'"{name}"': item for name, item in shown.items()}

    def from_json(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise misfit(self.text(), value, "an object")
        named = {_plain_name(str(key)): item for key, item in value.items()}
        return self._each(named, lambda inner, item: inner.from_json(item))

    def key(self, value: Any) -> Any:
        keys = self._each(value, lambda inner, item: (1, inner.key(item)))
        return tuple((0,) if key is None else key for key in keys.values())

    def _each(self, value: Any, do: Callable[[CqlType, Any], Any]) -> dict[str, Any]:
        """Do something with each value and its type; null stays None."""
        if isinstance(value, tuple) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
            # what a set or the keys of a map hold: a dict made hashable
            value = dict(value)
        if not isinstance(value, Mapping):
            raise misfit(self.text(), value, "a map of its fields")
        done = {}
        for name, inner in self.fields:
            item = value.get(name)
            done[name] = None if item is None else do(inner, item)
        if not done.keys() >= value.keys():
            raise self._unknown(next(str(name) for name in value if name not in done))
        return done

    def _unknown(self, name: str) -> InvalidRequest:
        listed = ", ".join(name for name, _ in self.fields)
        return InvalidRequest(f"the type {self.text()} has no field {name}: it has {listed}")


def _plain_name(key: str) -> str:
    """Give the name of a field that a key of JSON means: as it is in quotes of its own, else in lower case."""
    return key[1:-1] if len(key) > 1 and key[0] == key[-1] == '"' else key.lower()


def resolve(type_: CqlType, lookup: Callable[[NamedType], CqlType]) -> CqlType:
    """Put what `lookup` gives in the place of each name of a user type, wherever it stands in a type."""
    match type_:
        case NamedType():
            return lookup(type_)
        case FrozenType(inner=inner):
            return FrozenType(resolve(inner, lookup))
        case ListType(items=inner):
            return ListType(resolve(inner, lookup))
        case SetType(items=inner):
            return SetType(resolve(inner, lookup))
        case VectorType(items=inner, dimension=dimension):
            return VectorType(resolve(inner, lookup), dimension)
        case MapType(keys=keys, values=values):
            return MapType(resolve(keys, lookup), resolve(values, lookup))
        case TupleType(items=inners):
            return TupleType(tuple(resolve(inner, lookup) for inner in inners))
        case _:
            return type_


def uses(type_: CqlType, name: str) -> bool:
    """Tell whether a user type of this name stands anywhere in a type, in the fields of other user types too."""
    match type_:
        case NamedType():
            return type_.name == name
        case UserType(fields=fields):
            return type_.name == name or any(uses(inner, name) for _, inner in fields)
        case FrozenType(inner=inner) | ListType(items=inner) | SetType(items=inner) | VectorType(items=inner):
            return uses(inner, name)
        case MapType(keys=keys, values=values):
            return uses(keys, name) or uses(values, name)
        case TupleType(items=inners):
            return any(uses(inner, name) for inner in inners)
        case _:
            return False
