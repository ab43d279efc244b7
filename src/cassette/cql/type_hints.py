"""User types that a statement names beside its values: `(address) {street: 'x'}`.

The parser reads their names only; with the schema at hand they become the types themselves.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from cassette.cql.node import Node
from cassette.cql.selectors import Cast, TypedSelector
from cassette.cql.statements.statement import Statement
from cassette.cql.terms import CastTerm, TypedTerm
from cassette.cql.types import CqlType, NamedType, resolve

AnyStatement = TypeVar("AnyStatement", bound=Statement)
Lookup = Callable[[NamedType], CqlType]

WITH_TYPE = (Cast, CastTerm, TypedSelector, TypedTerm)


def with_types(statement: AnyStatement, lookup: Lookup) -> AnyStatement:
    """Put the types that `lookup` gives in the place of their names; the same statement where it names none."""
    made: AnyStatement = _with_types(statement, lookup)
    return made


def _with_types(part: Any, lookup: Lookup) -> Any:
    if isinstance(part, tuple):
        parts = tuple([_with_types(inner, lookup) for inner in part])
        return parts if any(new is not old for new, old in zip(parts, part, strict=True)) else part
    if not isinstance(part, Node) or isinstance(part, CqlType):
        return part
    changes: dict[str, Any] = {}
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if isinstance(value, Node | tuple):
            made = _with_types(value, lookup)
            if made is not value:
                changes[field] = made
    if isinstance(part, WITH_TYPE):
        type_ = resolve(part.type, lookup)
        if type_ != part.type:
            changes["type"] = type_
    return msgspec.structs.replace(part, **changes) if changes else part
