"""The whole primary key in an INSERT: which row it is about."""

from collections.abc import Callable, Mapping
from typing import Any

from cassette.cql.terms import UNSET
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Values
from cassette.engines.embedded.plan.key import check_clustering, locator
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.errors import InvalidRequest

KeyOf = Callable[[Values], SqlValues]


def key_from(arguments: Mapping[str, Argument], layout: Layout) -> KeyOf:
    """Make the function from a statement's values to (token, partition key…, clustering…)."""
    partition = partition_from(arguments, layout)
    _refuse_missing(arguments, layout.key)
    clustering = [(place, arguments[place.column.name]) for place in layout.key[len(layout.partition) :]]
    if not clustering:
        return partition

    has_long = any(place.column.type.width_bytes is None for place, _ in clustering)

    def key(values: Values) -> SqlValues:
        rest = [place.kept.to_row(_given(argument(values), place.column.name)) for place, argument in clustering]
        if has_long:
            check_clustering(rest)
        return (*partition(values), *rest)

    return key


def partition_from(arguments: Mapping[str, Argument], layout: Layout) -> KeyOf:
    """Make the function from a statement's values to (token, partition key…)."""
    _refuse_missing(arguments, layout.partition)
    locate = locator(layout)
    partition = [arguments[place.column.name] for place in layout.partition]
    if len(partition) == 1:
        only = partition[0]
        return lambda values: locate((only(values),))
    return lambda values: locate([argument(values) for argument in partition])


def _refuse_missing(arguments: Mapping[str, Argument], places: tuple[Place, ...]) -> None:
    missing = [place.column.name for place in places if place.column.name not in arguments]
    if missing:
        raise InvalidRequest(f"the primary key is not complete: {', '.join(missing)} missing")


def _given(value: Any, name: str) -> Any:
    if value is None or value is UNSET:
        raise InvalidRequest(f"{name} is part of the primary key: it has to be given, and cannot be null")
    return value
