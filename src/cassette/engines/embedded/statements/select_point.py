"""The shortest read: one row by its whole primary key. Most reads are of this kind, so nothing is done twice."""

from collections.abc import Callable

import apsw

from cassette.cql.rows import Rows
from cassette.engines.embedded.faults import engine_error
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.limits import limit_of
from cassette.engines.embedded.plan.output import Output
from cassette.engines.embedded.plan.predicate import SqlValues

PointReader = Callable[[apsw.Connection, Values], Rows]


def point_reader(
    text: str, key: Callable[[Values], SqlValues], output: Output, markers: Markers, limit: Argument | None
) -> PointReader:
    """Make the function that reads the row; `text` is its SQL, `key` gives the values of that."""
    columns, reader = output.columns, output.reader

    def read_point(connection: apsw.Connection, values: Values) -> Rows:
        markers.check(values)
        if limit is not None:
            limit_of(limit, values, "LIMIT")
        try:
            found = connection.execute(text, key(values)).fetchall()
        except apsw.Error as fault:
            raise engine_error(fault) from fault
        make_row = reader(values)
        return Rows(columns, [make_row(row) for row in found])

    return read_point
