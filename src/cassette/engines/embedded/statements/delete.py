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
        if self._conditional is not None:
            asked = (None,) * len(self._conditional.places) if found is None else found[1:]
            if not self._conditional.holds(values, asked):
                refused = [] if found is None else [self._conditional.found(asked)]
                return Rows(self._conditional.columns, refused, applied=False)
        elif self._if_exists and found is None:
            return REFUSED
        if found is not None:
            self._writer.delete(connection, found[0])
        return APPLIED if self._conditional is not None or self._if_exists else DONE
