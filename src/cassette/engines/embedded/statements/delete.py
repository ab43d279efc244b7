"""DELETE: forget a row."""

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.delete import Delete
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.conditional import conditional
from cassette.engines.embedded.plan.full_key import key_in_where
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.insert import APPLIED, DONE, Prepared
from cassette.engines.embedded.statements.row import RowReader
from cassette.engines.embedded.statements.update import REFUSED


class DeletePlan:
    """A DELETE, worked out for the table as it is now."""

    def __init__(self, statement: Delete, layout: Layout) -> None:
        self._markers = markers = Markers()
        self._key = key_in_where(statement.where, layout, markers)
        self._conditional = conditional(statement.condition, layout, markers)
        self._if_exists = statement.if_exists
        self._writer = RowWriter(layout, ())
        self._reader = RowReader(layout, self._conditional.places if self._conditional else ())

    def prepare(self, values: Values) -> Prepared:
        """Check the values and bring them into their kept form; the result deletes the row."""
        self._markers.check(values)
        key = self._key(values)
        return lambda connection: self._delete(connection, key, values)

    def _delete(self, connection: apsw.Connection, key: SqlValues, values: Values) -> Rows:
        found = self._reader.find(connection, key)
        conditional_ = self._conditional is not None or self._if_exists
        if found is None:
            return REFUSED if conditional_ else DONE
        asked = found[1:]
        if self._conditional is not None and not self._conditional.holds(values, asked):
            return Rows(self._conditional.columns, [self._conditional.found(asked)], applied=False)
        self._writer.delete(connection, found[0])
        return APPLIED if conditional_ else DONE
