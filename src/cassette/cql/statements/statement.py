"""What all statements have in common, and the pair that travels: a statement with its values."""

from typing import Any, ClassVar, Literal

import msgspec

from cassette.cql.node import Node

Purpose = Literal["read", "write", "schema", "session"]


class Statement(Node, frozen=True, cache_hash=True, gc=False):
    """One CQL statement with bind markers; its values travel beside it."""

    purpose: ClassVar[Purpose]


class Bound(msgspec.Struct, frozen=True, gc=True):
    """A statement and the values for its markers, in the order in which the markers are printed."""

    statement: Statement
    values: tuple[Any, ...] = ()
