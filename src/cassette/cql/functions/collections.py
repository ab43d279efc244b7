"""Functions on collections: `map_keys(m)`, `map_values(m)`, `collection_count(c)`, `collection_min(c)`, …"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cassette.cql.functions import folds
from cassette.cql.functions.arithmetic import is_number
from cassette.cql.functions.function import Fold, Function, Maker
from cassette.cql.functions.given import Given, type_of
from cassette.cql.types import CqlType, ListType, MapType, ScalarType, SetType
from cassette.errors import InvalidRequest

INT = ScalarType("int")


def _argument(name: str, arguments: Sequence[Given], shapes: tuple[type[CqlType], ...]) -> Any:
    """Give the type of the only argument, which has to be a collection."""
    if len(arguments) != 1:
        raise InvalidRequest(f"the function {name} takes one argument, not {len(arguments)}")
    type_ = type_of(arguments[0], name)
    if not isinstance(type_, shapes):
        raise InvalidRequest(f"{name} does not take {arguments[0].text}, which is of type {type_.text()}")
    return type_


def _map_keys(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _argument(name, arguments, (MapType,))
    return Function(name=name, arguments=(type_,), result=SetType(type_.keys), call=set)


def _map_values(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _argument(name, arguments, (MapType,))

    def call(value: Any) -> list[Any]:
        return [item for _, item in type_.ordered(value)]

    return Function(name=name, arguments=(type_,), result=ListType(type_.values), call=call)


def _count(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    type_ = _argument(name, arguments, (ListType, MapType, SetType))
    return Function(name=name, arguments=(type_,), result=INT, call=len)


def _folded(fold_of: Callable[[CqlType], Callable[[], Fold]], *, numbers: bool) -> Maker:
    def make(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
        type_ = _argument(name, arguments, (ListType, SetType))
        if numbers and not is_number(type_.items):
            raise InvalidRequest(f"{name} takes numbers; {arguments[0].text} is of type {type_.text()}")
        start = fold_of(type_.items)

        def call(value: Iterable[Any]) -> Any:
            fold = start()
            # a set in its order: floating-point sums depend on it
            for item in type_.ordered(value) if isinstance(type_, SetType) else value:
                fold.add(item)
            return fold.total()

        return Function(name=name, arguments=(type_,), result=type_.items, call=call)

    return make


COLLECTION_AVG = _folded(folds.average_fold, numbers=True)
COLLECTION_COUNT = _count
COLLECTION_MAX = _folded(folds.greatest_fold, numbers=False)
COLLECTION_MIN = _folded(folds.least_fold, numbers=False)
COLLECTION_SUM = _folded(folds.sum_fold, numbers=True)
MAP_KEYS = _map_keys
MAP_VALUES = _map_values
