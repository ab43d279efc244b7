"""Predicates: a condition as SQL, in the two ways in which it can be used.

    check    true or false for a row of the table, called t, and the static row of its partition, called s
             EXISTS (SELECT 1 FROM i3 WHERE value = ? AND row = t.row)
             passes(?, t.c3)     what SQLite cannot compare is asked of Python, see `plan/tests.py`
    source   the rows that may pass, straight from an index
             SELECT row FROM i3 WHERE value = ?

A read starts from one source and checks the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cassette.engines.embedded.values import SqliteValue

SqlValues = tuple[SqliteValue, ...]


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL and the values for its markers."""

    text: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Rows from an index. `exact` when they all pass; else the condition still has to be checked.

    `static` when the numbers are those of static rows.
    """

    sql: Sql
    exact: bool = True
    static: bool = False


@dataclass(frozen=True, slots=True)
class Predicate:
    """One condition of a statement; both sides are made from the values that came with it."""

    check: Callable[[tuple[Any, ...]], Sql]
    source: Callable[[tuple[Any, ...]], Source] | None = None
    span: Callable[[tuple[Any, ...]], "Span"] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One end of a range over an index, or over its entries with one key: two of them make one source."""

    index: str
    key: SqliteValue
    operator: str
    value: SqliteValue
    exact: bool
    static: bool = False
