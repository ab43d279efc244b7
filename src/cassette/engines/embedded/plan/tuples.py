"""Tuples: several clustering columns compared at once, `(a, b) > (1, 2)`.

The first column that differs decides, by value, whichever way the columns are ordered in the table.
"""

from itertools import pairwise
from typing import Any

from cassette.cql.conditions import CompareTuple, InTuple
from cassette.cql.types import TupleType
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import choose_tuples, given, tuple_argument
from cassette.engines.embedded.plan.columns import place_of, sql_of
from cassette.engines.embedded.plan.predicate import Predicate, Sql
from cassette.errors import InvalidRequest


def tuple_places(columns: tuple[str, ...], layout: Layout) -> list[Place]:
    """Find the places of columns compared at once. Raises InvalidRequest unless they follow each other in the key."""
    places = [place_of(layout, column) for column in columns]
    for place in places:
        if place.column.kind != "clustering":
            raise InvalidRequest(f"only clustering columns are compared at once; {place.column.name} is none")
    for place, following in pairwise(places):
        if place.column.position + 1 != following.column.position:
            raise InvalidRequest(f"({', '.join(columns)}) are not in the order of the primary key")
    return places


def compare_tuple(condition: CompareTuple, layout: Layout, markers: Markers) -> Predicate:
    """Compile `(a, b) op (1, 2)`."""
    places = tuple_places(condition.columns, layout)
    argument = tuple_argument(condition.term, _type(places), markers)
    operator = condition.operator
    if operator == "!=":
        raise InvalidRequest(f"{condition.text()} is not supported: != compares one column")
    text, repeats = _compared(places, operator)

    def check(values: Values) -> Sql:
        kept_values = _kept(places, argument(values))
        return Sql(text, tuple([kept_values[at] for at in repeats]))

    return Predicate(check)


def in_tuple(condition: InTuple, layout: Layout, markers: Markers) -> Predicate:
    """Compile `(a, b) IN ((1, 2), (3, 4))`."""
    places = tuple_places(condition.columns, layout)
    chosen = choose_tuples(condition.terms, _type(places), markers)
    names = ", ".join(map(sql_of, places))
    one = f"({', '.join('?' * len(places))})"

    def check(values: Values) -> Sql:
        rows = [_kept(places, found) for found in chosen(values)]
        if not rows:
            return Sql("0")
        first = ", ".join("?" * len(rows))
        # said once more for the first column alone, so that SQLite finds its way by it
        text = f"{sql_of(places[0])} IN ({first}) AND ({names}) IN (VALUES {', '.join([one] * len(rows))})"
        return Sql(text, (*(row[0] for row in rows), *(value for row in rows for value in row)))

    return Predicate(check)


def _type(places: list[Place]) -> TupleType:
    return TupleType(tuple(place.column.type for place in places))


def _kept(places: list[Place], values: tuple[Any, ...]) -> list[Any]:
    return [place.kept.to_row(given(value)) for place, value in zip(places, values, strict=True)]


def _compared(places: list[Place], operator: str) -> tuple[str, list[int]]:
    """Write the comparison out, and say which value stands at each marker."""
    names = [sql_of(place) for place in places]
    if operator == "=":
        return " AND ".join(f"{name} = ?" for name in names), list(range(len(names)))
    last = len(names) - 1
    text, at = f"{names[last]} {operator} ?", [last]
    for position in range(last - 1, -1, -1):
        name = names[position]
        text = f"({name} {operator[0]} ? OR ({name} = ? AND {text}))"
        at = [position, position, *at]
    # said once more, plainly, so that SQLite starts where the first column does
    return f"{names[0]} {operator[0]}= ? AND {text}", [0, *at]
