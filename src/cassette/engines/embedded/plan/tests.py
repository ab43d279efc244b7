"""Tests: conditions that SQLite cannot check, as functions of what is kept in a row.

SQL asks them with `passes(?, t.c3)`, where the first value is the test itself. They compare by
the order of the column's type; null passes what says "not".
"""

from collections.abc import Callable, Collection, Iterable
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import apsw

from cassette.cql.types import CqlType, MapType
from cassette.engines.embedded.plan.predicate import Sql
from cassette.engines.embedded.values import Kept, SqliteValue

Test = Callable[[SqliteValue], bool]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"!=": ne, "<": lt, "<=": le, "=": eq, ">": gt, ">=": ge}


def asked(test: Test, column: str) -> Sql:
    """Write a test of a column as SQL."""
    return Sql(f"passes(?, {column})", (apsw.pyobject(test),))


def compares(way: Kept, type_: CqlType, operator: str, operand: Any) -> Test:
    """The value compares so with the operand."""
    compare, key = COMPARISONS[operator], type_.key
    wanted = key(type_.check(operand))
    of_null = operator == "!="
    return lambda kept: of_null if kept is None else compare(key(way.read(kept)), wanted)


def is_one_of(way: Kept, type_: CqlType, operands: Iterable[Any], negated: bool) -> Test:
    """The value is one of these, or none of them."""
    key = type_.key
    wanted = _collected(key(type_.check(operand)) for operand in operands)
    return lambda kept: negated if kept is None else (key(way.read(kept)) in wanted) is not negated


def contains(way: Kept, type_: CqlType, item: CqlType, operand: Any, negated: bool) -> Test:
    """The collection, or the values of the map, have the operand."""
    key, of_map = item.key, isinstance(type_, MapType)
    wanted = key(item.check(operand))

    def passes(kept: SqliteValue) -> bool:
        if kept is None:
            return negated
        found = way.read(kept)
        return any(key(one) == wanted for one in (found.values() if of_map else found)) is not negated

    return passes


def contains_key(way: Kept, type_: MapType, operand: Any, negated: bool) -> Test:
    """The map has the operand as a key."""
    key = type_.keys.key
    wanted = key(type_.keys.check(operand))
    return lambda kept: negated if kept is None else any(key(one) == wanted for one in way.read(kept)) is not negated


def entry(way: Kept, type_: MapType, name: Any, of_value: Callable[[Any], bool], of_nothing: bool) -> Test:
    """The map's value at a key passes; `of_nothing` is the answer where the key is not there."""
    key = type_.keys.key
    wanted = key(type_.keys.check(name))

    def passes(kept: SqliteValue) -> bool:
        if kept is None:
            return of_nothing
        return next((of_value(value) for one, value in way.read(kept).items() if key(one) == wanted), of_nothing)

    return passes


def compares_value(type_: CqlType, operator: str, operand: Any) -> Callable[[Any], bool]:
    """A value of a map compares so with the operand."""
    compare, key = COMPARISONS[operator], type_.key
    wanted = key(type_.check(operand))
    return lambda value: compare(key(value), wanted)


def is_value_of(type_: CqlType, operands: Iterable[Any], negated: bool) -> Callable[[Any], bool]:
    """A value of a map is one of these, or none of them."""
    key = type_.key
    wanted = _collected(key(type_.check(operand)) for operand in operands)
    return lambda value: (key(value) in wanted) is not negated


def _collected(keys: Iterable[Any]) -> Collection[Any]:
    """A set, where what sorts can be hashed."""
    listed = list(keys)
    try:
        return set(listed)
    except TypeError:
        return listed
