"""IF: conditions of a lightweight transaction, asked of the row as it is."""

from collections.abc import Callable
from dataclasses import dataclass

from cassette.cql.conditions import Compare, Condition, parts_of
from cassette.cql.rows import ColumnOfRows, Row
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.where import place_of
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest, NotSupported

SAME = {"=": "IS", "!=": "IS NOT"}


@dataclass(frozen=True, slots=True)
class Conditional:
    """The conditions of an IF.

    columns    what the SQL of a row reads for them, in this order
    holds      whether they hold, given the statement's values and those columns (all null for no row)
    found      the columns as Rows show them when they do not
    """

    places: tuple[Place, ...]
    holds: Callable[[Values, tuple[SqliteValue, ...]], bool]
    columns: tuple[ColumnOfRows, ...]

    def found(self, kept_values: tuple[SqliteValue, ...]) -> Row:
        """Read back what a refused transaction found."""
        return tuple(place.kept.read(value) for place, value in zip(self.places, kept_values, strict=True))


def conditional(condition: Condition | None, layout: Layout, markers: Markers) -> Conditional | None:
    """Compile an IF; None without one. Raises NotSupported for what is more than `=` and `!=`."""
    if condition is None:
        return None
    tests: list[tuple[bool, Place, Argument]] = []
    for part in parts_of(condition):
        if not isinstance(part, Compare) or part.operator not in SAME:
            raise NotSupported(f"IF {part.text()} is not supported yet")
        place = place_of(layout, part.column)
        if place.column.kind in ("partition_key", "clustering"):
            raise InvalidRequest(f"{part.column} is in the primary key: it cannot stand in an IF")
        tests.append((part.operator == "=", place, markers.argument(part.term, place.column.type)))
    places = tuple(place for _, place, _ in tests)

    def holds(values: Values, kept_values: tuple[SqliteValue, ...]) -> bool:
        for (equal, place, argument), value in zip(tests, kept_values, strict=True):
            if (place.kept.to_row(argument(values)) == value) is not equal:
                return False
        return True

    return Conditional(places, holds, tuple(ColumnOfRows(p.column.name, p.column.type) for p in places))
