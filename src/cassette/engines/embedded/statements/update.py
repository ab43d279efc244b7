"""UPDATE: set columns of a row, and make the row where it is missing."""

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.update import Update
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.conditional import conditional
from cassette.engines.embedded.plan.full_key import key_in_where
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.where import place_of
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.insert import APPLIED, DONE, Prepared
from cassette.engines.embedded.statements.row import RowReader
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

REFUSED = Rows(applied=False)


class UpdatePlan:
    """An UPDATE, worked out for the table as it is now."""

    def __init__(self, statement: Update, layout: Layout) -> None:
        self._markers = markers = Markers()
        assigned = [self._assigned(layout, a.column, markers.argument(a.term, place_of(layout, a.column).column.type))
                    for a in statement.assignments]  # fmt: skip
        columns = [place for place, _ in assigned]
        if len({place.column.name for place in columns}) < len(columns):
            raise InvalidRequest("a column is set more than once")
        self._values = [(place.kept, argument) for place, argument in assigned]
        self._key = key_in_where(statement.where, layout, markers)
        self._conditional = conditional(statement.condition, layout, markers)
        self._if_exists = statement.if_exists
        self._writer = RowWriter(layout, columns)
        self._asked = len(self._conditional.places) if self._conditional else 0
        self._reader = RowReader(layout, [*(self._conditional.places if self._conditional else ()), *columns])

    @staticmethod
    def _assigned(layout: Layout, column: str, argument: Argument) -> tuple[Place, Argument]:
        place = place_of(layout, column)
        if place in layout.key:
            raise InvalidRequest(f"{column} is in the primary key: it cannot be set")
        return place, argument

    def prepare(self, values: Values) -> Prepared:
        """Check the values and bring them into their kept form; the result writes them."""
        self._markers.check(values)
        key = self._key(values)
        kept_values = [way.to_row(argument(values)) for way, argument in self._values]
        return lambda connection: self._write(connection, key, kept_values, values)

    def _write(
        self, connection: apsw.Connection, key: SqlValues, kept_values: list[SqliteValue], values: Values
    ) -> Rows:
        found = self._reader.find(connection, key)
        if self._conditional is not None:
            asked = (None,) * self._asked if found is None else found[1 : 1 + self._asked]
            if not self._conditional.holds(values, asked):
                if found is None:
                    return REFUSED
                return Rows(self._conditional.columns, [self._conditional.found(asked)], applied=False)
        elif self._if_exists and found is None:
            return REFUSED
        if found is None:
            # nothing but nulls is no row
            if any(value is not None for value in kept_values):
                self._writer.insert(connection, key, kept_values)
        else:
            self._writer.update(connection, found[0], key, found[1 + self._asked :], kept_values)
        return APPLIED if self._conditional is not None or self._if_exists else DONE
