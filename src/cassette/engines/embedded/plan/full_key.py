"""The whole primary key in a write: which row it is about."""

from collections.abc import Callable, Mapping
from typing import Any

from cassette.cql.conditions import Compare, Condition, parts_of
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.key import locator
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.errors import InvalidRequest, NotSupported

KeyOf = Callable[[Values], SqlValues]


def key_in_where(condition: Condition, layout: Layout, markers: Markers) -> KeyOf:
    """Read a WHERE that names one row: every column of the primary key with `=`, nothing else."""
    known = {place.column.name: place for place in layout.key}
    arguments: dict[str, Argument] = {}
    for part in parts_of(condition):
        if not isinstance(part, Compare) or part.operator != "=":
            raise NotSupported(
                f"WHERE {part.text()} in a write is not supported yet: give the whole primary key with ="
            )
        if part.column not in known:
            raise InvalidRequest(f"WHERE of a write takes the primary key only, not {part.column}")
        arguments[part.column] = markers.argument(part.term, known[part.column].column.type)
    return key_from(arguments, layout)


def key_from(arguments: Mapping[str, Argument], layout: Layout) -> KeyOf:
    """Make the function from a statement's values to (token, partition key…, clustering…)."""
    missing = [place.column.name for place in layout.key if place.column.name not in arguments]
    if missing:
        raise InvalidRequest(f"the primary key is not complete: {', '.join(missing)} missing")
    locate = locator(layout)
    partition = [arguments[place.column.name] for place in layout.partition]
    clustering = [(place, arguments[place.column.name]) for place in layout.key[len(partition) :]]
    if len(partition) == 1 and not clustering:
        only = partition[0]
        return lambda values: locate((only(values),))

    def key(values: Values) -> SqlValues:
        rest = tuple(place.kept.to_row(_given(argument(values), place.column.name)) for place, argument in clustering)
        return (*locate([argument(values) for argument in partition]), *rest)

    return key


def _given(value: Any, name: str) -> Any:
    if value is None:
        raise InvalidRequest(f"{name} is part of the primary key and cannot be null")
    return value
