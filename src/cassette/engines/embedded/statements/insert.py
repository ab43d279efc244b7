"""INSERT: make a row, or set columns of one that is there."""

from collections.abc import Callable

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.insert import Insert
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.full_key import key_from
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.where import place_of
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.row import RowReader
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

APPLIED = Rows(applied=True)
DONE = Rows()

Prepared = Callable[[apsw.Connection], Rows]


class InsertPlan:
    """An INSERT, worked out for the table as it is now."""

    def __init__(self, statement: Insert, layout: Layout) -> None:
        markers = Markers()
        if len(statement.columns) != len(statement.terms):
            raise InvalidRequest(f"{len(statement.columns)} columns, but {len(statement.terms)} values")
        places = [place_of(layout, column) for column in statement.columns]
        arguments = {
            place.column.name: markers.argument(term, place.column.type)
            for place, term in zip(places, statement.terms, strict=True)
        }
        if len(arguments) < len(places):
            raise InvalidRequest("a column is named more than once")
        self._key = key_from(arguments, layout)
        columns = [place for place in places if place not in layout.key]
        self._values = [(place.kept, arguments[place.column.name]) for place in columns]
        self._markers = markers
        self._writer = RowWriter(layout, columns)
        self._reader = RowReader(layout, columns)
        self._if_not_exists = statement.if_not_exists

    def prepare(self, values: Values) -> Prepared:
        """Check the values and bring them into their kept form; the result writes them."""
        self._markers.check(values)
        key = self._key(values)
        kept_values = [way.to_row(argument(values)) for way, argument in self._values]
        if self._if_not_exists:
            return lambda connection: self._new(connection, key, kept_values)
        return lambda connection: self._upsert(connection, key, kept_values)

    def _new(self, connection: apsw.Connection, key: SqlValues, kept_values: list[SqliteValue]) -> Rows:
        if self._writer.insert(connection, key, kept_values):
            return APPLIED
        columns, found = self._reader.whole(connection, key)
        return Rows(columns, [found], applied=False)

    def _upsert(self, connection: apsw.Connection, key: SqlValues, kept_values: list[SqliteValue]) -> Rows:
        if not self._writer.insert(connection, key, kept_values):
            found = self._reader.find(connection, key)
            assert found is not None
            self._writer.update(connection, found[0], key, found[1:], kept_values)
        return DONE
