"""The partition key in a WHERE: which partitions it names."""

from collections.abc import Callable
from itertools import product
from typing import Any

from cassette.cql.conditions import Compare, In
from cassette.cql.types import CqlType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import Choose, check_combinations, choose, given
from cassette.engines.embedded.plan.key import locator
from cassette.engines.embedded.plan.predicate import SqlValues

Partitions = Callable[[Values], list[SqlValues]]


def choice(part: Compare | In, layout: Layout, markers: Markers) -> Choose:
    """The values that one column of the partition key may have."""
    column = layout.places[part.column].column
    if isinstance(part, In):
        return choose(part.terms, column.type, markers)
    one = markers.argument(part.term, column.type)
    return lambda values: [one(values)]


def partitions(layout: Layout, keys: dict[str, Choose]) -> Partitions:
    """All partitions named, each once, in the order of their keys."""
    locate = locator(layout)
    ordered = [keys[place.column.name] for place in layout.partition]
    if len(ordered) == 1:
        only, type_ = ordered[0], layout.partition[0].column.type

        def one_column(values: Values) -> list[SqlValues]:
            found = only(values)
            return [locate((found[0],))] if len(found) == 1 else [locate((key,)) for key in _sorted(found, type_)]

        return one_column

    types = [place.column.type for place in layout.partition]

    def many_columns(values: Values) -> list[SqlValues]:
        choices = [_sorted(choice(values), type_) for choice, type_ in zip(ordered, types, strict=True)]
        check_combinations(*choices)
        return [locate(key) for key in product(*choices)]

    return many_columns


def _sorted(choices: list[Any], cql_type: CqlType) -> list[Any]:
    """Each value once, in the order of its type. Raises InvalidRequest for one that is not of the type."""
    if len(choices) == 1:
        return choices
    known = {cql_type.key(value): value for value in (cql_type.check(given(choice)) for choice in choices)}
    return [known[key] for key in sorted(known)]
