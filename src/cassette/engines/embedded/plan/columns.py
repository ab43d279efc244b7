"""Columns: where a column that a statement names lives, and how it is called in the SQL of a SELECT.

t.c3    a column of a row
s.c4    a static column: of the partition's row in the table of what is static
"""

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, SetType
from cassette.engines.embedded.layout import Layout, Place
from cassette.errors import InvalidRequest


def place_of(layout: Layout, column: str) -> Place:
    """Find a column's place. Raises InvalidRequest for a column that the table has not."""
    try:
        return layout.places[column]
    except KeyError:
        raise InvalidRequest(f"table {layout.table.name.text()} has no column {column}") from None


def alias_of(place: Place) -> str:
    """Say which row of SQL a column stands in."""
    return "s" if place.column.kind == "static" else "t"


def sql_of(place: Place) -> str:
    """Write a column as SQL."""
    return f"{alias_of(place)}.{place.sql}"


def thawed(type_: CqlType) -> CqlType:
    """Give a type without `frozen` around it."""
    while isinstance(type_, FrozenType):
        type_ = type_.inner
    return type_


def item_type(place: Place) -> CqlType:
    """Give the type of what CONTAINS looks for. Raises InvalidRequest where nothing is contained."""
    match thawed(place.column.type):
        case SetType(items) | ListType(items):
            return items
        case MapType(_, values):
            return values
    raise InvalidRequest(f"CONTAINS needs a collection; {place.column.name} is {place.column.type.text()}")


def map_type(place: Place) -> MapType:
    """Give the type of a map. Raises InvalidRequest for another."""
    found = thawed(place.column.type)
    if isinstance(found, MapType):
        return found
    raise InvalidRequest(f"column {place.column.name} is no map: it is {place.column.type.text()}")
