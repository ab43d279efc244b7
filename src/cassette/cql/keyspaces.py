"""Keyspaces of names that say none: what a USE, or the door's own setting, decides.

in_keyspace(SELECT a FROM t, ks)    ->    SELECT a FROM ks.t
"""

from typing import Any, TypeVar

import msgspec

from cassette.cql.node import Node
from cassette.cql.selectors import Call
from cassette.cql.statements.statement import Statement
from cassette.cql.terms import FunctionTerm

AnyStatement = TypeVar("AnyStatement", bound=Statement)

LOOKED_UP = (Call, FunctionTerm)
"""Nodes whose missing keyspace means the built-in functions first, so that it is no name to fill in."""


def in_keyspace(statement: AnyStatement, keyspace: str) -> AnyStatement:
    """Fill in the keyspace of every table, type, index and function that is named without one.

    The types in a definition are those of the keyspace that it is for, whatever the one given is.
    """
    defined = getattr(statement, "table", None) or getattr(statement, "type", None)
    own = getattr(defined, "keyspace", None) if statement.purpose == "schema" else None
    filled: AnyStatement = _filled(statement, own or keyspace)
    return filled


def _filled(part: Any, keyspace: str) -> Any:
    """Give a part with its keyspaces; the same part where none is missing."""
    if isinstance(part, tuple):
        parts = tuple([_filled(inner, keyspace) for inner in part])
        return parts if any(new is not old for new, old in zip(parts, part, strict=True)) else part
    if not isinstance(part, Node):
        return part
    changes: dict[str, Any] = {}
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if isinstance(value, Node | tuple):
            filled = _filled(value, keyspace)
            if filled is not value:
                changes[field] = filled
        elif value is None and field == "keyspace" and not isinstance(part, LOOKED_UP):
            changes[field] = keyspace
    return msgspec.structs.replace(part, **changes) if changes else part
