"""A small reader of conditions: decides them on the columns of one row, as an engine would."""

import operator
from collections.abc import Iterator
from typing import Any

from cassette.compile.documents.shred import Shredded
from cassette.cql.conditions import And, Compare, Condition, Contains, ContainsKey, Entry, In, Or
from cassette.cql.terms import BIND, Constant, Term

COMPARE = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def columns_of(shredded: Shredded, names: tuple[str, ...]) -> dict[str, Any]:
    return dict(zip(names, shredded.values(None), strict=True))  # type: ignore[arg-type]  # no version needed


def holds(condition: Condition | None, values: tuple[Any, ...], row: dict[str, Any]) -> bool:
    """Decide a whole WHERE; every value must have its marker."""
    if condition is None:
        assert values == ()
        return True
    left = iter(values)
    answer = _holds(condition, left, row)
    assert next(left, None) is None
    return answer


def _holds(condition: Condition, values: Iterator[Any], row: dict[str, Any]) -> bool:
    match condition:
        case And(parts) | Or(parts):
            # each part takes its values, so all of them are asked before anything is decided
            answers = [_holds(part, values, row) for part in parts]
            return all(answers) if isinstance(condition, And) else any(answers)
        case Compare(column, "=" | "!=" as comparator, term):
            assert term is BIND
            return (row[column] == next(values)) is (comparator == "=")
        case In(column, terms, False):
            assert terms is BIND
            return row[column] in next(values)
        case Contains(column, term, negated):
            assert term is BIND
            return (next(values) in (row[column] or ())) is not negated
        case ContainsKey(column, term, negated):
            assert term is BIND
            return (next(values) in (row[column] or ())) is not negated
        case Entry(column, key, comparator, term):
            assert term is BIND
            found = (row[column] or {}).get(_value(key, values))
            wanted = next(values)
            if comparator == "!=":
                return found is None or found != wanted
            return found is not None and COMPARE[comparator](found, wanted)
    raise AssertionError(condition)


def _value(term: Term, values: Iterator[Any]) -> Any:
    if isinstance(term, Constant):
        return term.value
    assert term is BIND
    return next(values)
