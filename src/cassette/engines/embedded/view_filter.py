"""The WHERE of a materialized view: which rows of the base table it shows.

    name IS NOT NULL AND id IS NOT NULL AND country = 'CH' AND (year, month) > (2024, 6)

It speaks of constants and of key columns only, so that a row is looked at by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any

from msgspec.structs import replace

from cassette.cql.conditions import And, Compare, CompareTuple, Condition, In, InTuple, IsNotNull, parts_of
from cassette.cql.schema import Table
from cassette.cql.terms import Bind, Constant, ConstantKind, Term, TupleTerm
from cassette.cql.types import CqlType, TupleType
from cassette.errors import InvalidRequest

Row = Mapping[str, Any]
"""Values by column, in Python; null is None."""
Passes = Callable[[Row], bool]

COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, "=": eq, ">": gt, ">=": ge}


def view_filter(table: Table, where: Condition | None) -> Passes:
    """Make the function that tells whether a view shows a row of a table. Raises InvalidRequest."""
    checks = [_check(table, part) for part in parts_of(where)]
    return lambda row: all(check(row) for check in checks)


def columns_of(where: Condition | None) -> Iterator[tuple[str, bool]]:
    """Give the columns of a WHERE, each with whether anything more than IS NOT NULL is said of it."""
    for part in parts_of(where):
        if isinstance(part, CompareTuple | InTuple):
            yield from ((column, True) for column in part.columns)
        elif isinstance(part, Compare | In | IsNotNull):
            yield part.column, not isinstance(part, IsNotNull)
        else:
            raise InvalidRequest(f"a materialized view cannot be told by {part.text()}")


def with_names(where: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """Give a WHERE with other names for some of its columns."""
    match where:
        case And(parts=parts):
            return And(tuple(part for part in (with_names(part, names) for part in parts) if part is not None))
        case Compare(column=column) | In(column=column) | IsNotNull(column=column):
            return replace(where, column=names.get(column, column))
        case CompareTuple(columns=columns) | InTuple(columns=columns):
            return replace(where, columns=tuple(names.get(column, column) for column in columns))
    return where


def _check(table: Table, part: Condition) -> Passes:
    match part:
        case IsNotNull(column=column):
            _type(table, column)
            return lambda row: row[column] is not None
        case Compare(column=column, operator=operator, term=term) if operator in COMPARES:
            return _compare(column, _type(table, column), COMPARES[operator], term)
        case In(column=column, terms=terms, negated=False) if isinstance(terms, tuple):
            return _in(column, _type(table, column), terms)
        case CompareTuple(columns=columns, operator=operator, term=term) if operator in COMPARES:
            return _compare_tuple(columns, _tuple_type(table, columns), COMPARES[operator], term)
        case InTuple(columns=columns, terms=terms) if isinstance(terms, tuple):
            each = [_compare_tuple(columns, _tuple_type(table, columns), eq, term) for term in terms]
            return lambda row: any(check(row) for check in each)
    raise InvalidRequest(f"a materialized view cannot be told by {part.text()}")


def _compare(column: str, type_: CqlType, compares: Callable[[Any, Any], bool], term: Term) -> Passes:
    wanted = type_.key(_constant(type_, term))
    return lambda row: row[column] is not None and compares(type_.key(row[column]), wanted)


def _in(column: str, type_: CqlType, terms: tuple[Term, ...]) -> Passes:
    wanted = [type_.key(_constant(type_, term)) for term in terms]
    return lambda row: row[column] is not None and type_.key(row[column]) in wanted


def _compare_tuple(
    columns: tuple[str, ...], type_: TupleType, compares: Callable[[Any, Any], bool], term: Term
) -> Passes:
    if not isinstance(term, TupleTerm) or len(term.items) != len(columns):
        raise InvalidRequest(f"{term.text()} has not as many values as there are columns")
    wanted = tuple(inner.key(_constant(inner, item)) for inner, item in zip(type_.items, term.items, strict=True))

    def check(row: Row) -> bool:
        found = [row[column] for column in columns]
        if any(value is None for value in found):
            return False
        return compares(tuple(inner.key(value) for inner, value in zip(type_.items, found, strict=True)), wanted)

    return check


def _constant(type_: CqlType, term: Term) -> Any:
    if isinstance(term, Bind):
        raise InvalidRequest("the WHERE of a materialized view takes no bind markers")
    if isinstance(term, Constant) and term.kind is ConstantKind.NULL:
        raise InvalidRequest("the WHERE of a materialized view compares with values, and null is none")
    return type_.from_term(term)


def _type(table: Table, column: str) -> CqlType:
    if column not in table.columns:
        raise InvalidRequest(f"table {table.name.text()} has no column {column}")
    return table.columns[column].type


def _tuple_type(table: Table, columns: tuple[str, ...]) -> TupleType:
    return TupleType(tuple(_type(table, column) for column in columns))
