"""Aggregates: `count(v)`, `min(v)`, `max(v)`, `sum(v)`, `avg(v)`. Null counts nowhere."""

from collections.abc import Callable, Sequence

from cassette.cql.functions import folds
from cassette.cql.functions.arithmetic import NUMBERS
from cassette.cql.functions.function import Aggregate, Fold, Maker
from cassette.cql.functions.given import Given, type_of
from cassette.cql.types import CqlType, ScalarType


def _of_any_type(fold_of: Callable[[CqlType], Callable[[], Fold]]) -> Maker:
    def make(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Aggregate | None:
        if len(arguments) != 1:
            return None
        type_ = type_of(arguments[0], name)
        return Aggregate(name=name, arguments=(type_,), result=type_, fold=fold_of(type_))

    return make


def _of_numbers(name: str, fold_of: Callable[[CqlType], Callable[[], Fold]]) -> tuple[Aggregate, ...]:
    types = [ScalarType(number) for number in NUMBERS]
    return tuple(Aggregate(name=name, arguments=(type_,), result=type_, fold=fold_of(type_)) for type_ in types)


AVG = _of_numbers("avg", folds.average_fold)
COUNT = Aggregate(name="count", arguments=(ScalarType("blob"),), result=ScalarType("bigint"), fold=folds.Count)
"""Counts values of any type, since their bytes are those of a blob."""
MAX = _of_any_type(folds.greatest_fold)
MIN = _of_any_type(folds.least_fold)
SUM = _of_numbers("sum", folds.sum_fold)
