"""INSERT: make a row, or set columns of one that is there."""

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.insert import Insert
from cassette.engines.embedded.cells.partial import WholeDetails
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.full_key import key_from, partition_from
from cassette.engines.embedded.plan.operations import whole, writable
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.refusal import Conditions
from cassette.engines.embedded.statements.row import RowReader
from cassette.engines.embedded.statements.write import (
    APPLIED,
    DONE,
    Short,
    WritePlan,
    is_short,
    kept_values,
    ways_of,
)
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest


class InsertPlan(WritePlan):
    """An INSERT, worked out for the table as it is now."""

    def __init__(self, statement: Insert, layout: Layout) -> None:
        markers = Markers(layout)
        if len(statement.columns) != len(statement.terms):
            raise InvalidRequest(f"{len(statement.columns)} columns, but {len(statement.terms)} values")
        places = [place_of(layout, column) for column in statement.columns]
        arguments = {
            place.column.name: markers.argument(term, place.column.type, place.column.name)
            for place, term in zip(places, statement.terms, strict=True)
        }
        if len(arguments) < len(places):
            raise InvalidRequest("a column is named more than once")
        attributes = Attributes(statement.using, markers, layout)
        self.make(layout, arguments, markers, attributes, Conditions(exists=False if statement.if_not_exists else None))

    def make(
        self,
        layout: Layout,
        arguments: dict[str, Argument],
        markers: Markers,
        attributes: Attributes,
        conditions: Conditions,
    ) -> None:
        """Work out what to do with the values of columns, given by name."""
        self.layout, self.markers, self.attributes, self.conditions = layout, markers, attributes, conditions
        if layout.table.is_counter:
            raise InvalidRequest("INSERT cannot write counters: use UPDATE")
        self.check_sense()
        columns = [writable(layout, name) for name in arguments if layout.places[name] not in layout.key]
        statics = [place for place in columns if place.column.kind == "static"]
        regular = [place for place in columns if place.column.kind != "static"]
        given_clustering = [place for place in layout.key[len(layout.partition) :] if place.column.name in arguments]
        self._is_static = bool(statics) and not regular and not given_clustering
        self._partition = partition_from(arguments, layout)
        self._key = None if self._is_static else key_from(arguments, layout)
        self._does = [whole(layout, place, arguments[place.column.name]) for place in regular]
        self._does_static = [whole(layout, place, arguments[place.column.name]) for place in statics]
        self._is_short = (
            is_short(layout, attributes, columns) and not statics and not (conditions and layout.has_static)
        )
        self._ways = ways_of(regular, [arguments[place.column.name] for place in regular])
        self._details = WholeDetails(layout, regular)
        self._writer = RowWriter(layout, regular)
        self._reader = RowReader(layout, regular)

    def effect(self, values: Values) -> Effect:
        """Check the values, and give what the write does with them."""
        does = [do for operation in self._does if (do := operation.bind(values)) is not None]
        static = tuple(do for operation in self._does_static if (do := operation.bind(values)) is not None)
        rows = [] if self._key is None else [self._key(values)]
        return Effect(
            self.layout,
            rows,
            does,
            marks=True,
            statics=(self._partition(values),) if self._does_static else (),
            does_static=static,
            asked=rows[0] if rows else None,
            time_us=self.attributes.time_us(values),
            ttl_s=self.attributes.ttl_s(values),
        )

    def short(self, values: Values) -> Short | None:
        """Give the short way, None where the cells have to be read."""
        if not self._is_short or self._key is None:
            return None
        kept = kept_values(self._ways, values)
        if kept is None:
            return None
        key = self._key(values)
        if self.conditions:
            return key, lambda connection, time_us: self._new(connection, key, kept, time_us)
        return key, lambda connection, time_us: self._upsert(connection, key, kept, time_us)

    def _new(self, connection: apsw.Connection, key: SqlValues, values: list[SqliteValue], time_us: int) -> Rows:
        if self._writer.insert(connection, key, values, (time_us, *self._details.of_new(values, time_us), None)):
            return APPLIED
        columns, found = self._reader.whole(connection, key)
        return Rows(columns, [found], applied=False)

    def _upsert(self, connection: apsw.Connection, key: SqlValues, values: list[SqliteValue], time_us: int) -> Rows:
        stamps = (time_us, *self._details.of_new(values, time_us), None)
        if not self._writer.insert(connection, key, values, stamps):
            found = self._reader.find(connection, key)
            assert found is not None
            row, _, w, x, *old = found
            after = self._details.after(w, x, values, time_us)
            self._writer.update(connection, row, key, old, values, (time_us, *after, None))
        return DONE
