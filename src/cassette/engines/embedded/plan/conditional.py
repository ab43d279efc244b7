"""IF: conditions of a lightweight transaction, asked of the row as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


def _same(place: Place, given: Any, kept_value: SqliteValue) -> bool:
    """Whether a value is the one that is kept; many forms may be kept of one collection, or one decimal."""
    if place.kept.to_row(given) == kept_value:
        return True
    if place.kept.from_row is None or given is None or kept_value is None or not given:
        return False
    found = place.kept.from_row(kept_value)
    checked = place.kept.check(given)
    return bool(found == (set(checked) if isinstance(found, set) else checked))


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
        return all(
            _same(place, argument(values), value) is equal
            for (equal, place, argument), value in zip(tests, kept_values, strict=True)
        )

    return Conditional(places, holds, tuple(ColumnOfRows(p.column.name, p.column.type) for p in places))
