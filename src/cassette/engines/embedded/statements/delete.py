"""DELETE: forget rows, ranges of them, whole partitions, or columns of rows."""

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.delete import Delete
from cassette.engines.embedded.cells.ranges import US_IN_S, Eraser
from cassette.engines.embedded.cells.store import dead_insertion
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import check_combinations
from cassette.engines.embedded.plan.conditional import conditional
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.operations import deleted
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.targets import Targets
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.refusal import Conditions
from cassette.engines.embedded.statements.row import FOUND_AT, RowReader
from cassette.engines.embedded.statements.update import check_targets
from cassette.engines.embedded.statements.write import (
    APPLIED,
    DONE,
    REFUSED,
    Short,
    WritePlan,
    is_short,
)
from cassette.errors import InvalidRequest


class DeletePlan(WritePlan):
    """A DELETE, worked out for the table as it is now."""

    def __init__(self, statement: Delete, layout: Layout) -> None:
        self.layout = layout
        self.markers = markers = Markers(layout)
        operations = [deleted(target, layout, markers) for target in statement.columns]
        self.attributes = Attributes(statement.using, markers)
        self._targets = targets = Targets(statement.where, layout, markers)
        self.may_be_large = targets.has_in or not targets.is_whole_key
        found = conditional(statement.condition, layout, markers)
        self.conditions = Conditions(True if statement.if_exists else None, found)
        self.check_sense()
        self._does = [operation for operation in operations if not operation.is_static]
        self._does_static = [operation for operation in operations if operation.is_static]
        self._is_of_rows = not operations
        if operations:
            asks_row = bool(self._does) or self.conditions.ask_row
            check_targets(targets, "DELETE", has_rows=asks_row, conditional=bool(self.conditions))
        elif self.conditions and (targets.has_in or not targets.is_whole_key):
            raise InvalidRequest("DELETE with IF takes the whole primary key, each column with =")
        self._is_short = (
            is_short(layout, self.attributes)
            and self._is_of_rows
            and targets.is_whole_key
            and not targets.has_in
            and not any(place.column.kind == "static" for place in (found.places if found else ()))
            and len(layout.key) > 0
            and not (layout.has_static and len(layout.key) == len(layout.partition))
        )
        self._erases = (
            is_short(layout, self.attributes)
            and not operations
            and not self.conditions
            and not any(index.keeper for index in layout.kept_up)
        )
        self._eraser = Eraser(layout)
        self._writer = RowWriter(layout, ())
        self._reader = RowReader(layout, found.places if found else ())
        self._bury = dead_insertion(layout)

    def effect(self, values: Values) -> Effect:
        """Check the values, and give what the write does with them."""
        targets, layout = self._targets, self.layout
        partitions = targets.partitions(values)
        is_whole = targets.is_whole_key and len(layout.key) > len(layout.partition)
        is_row = self._is_of_rows and (is_whole or (len(layout.key) == len(layout.partition) and bool(self.conditions)))
        keys: list[SqlValues] = []
        if self._does or is_row or self.conditions.ask_row:
            prefixes = targets.prefixes(values)
            check_combinations(partitions, prefixes)
            keys = [(*partition, *prefix) for partition in partitions for prefix in prefixes]
        ranges = []
        if self._is_of_rows and not is_row:
            named = targets.ranges(values)
            check_combinations(partitions, named)
            ranges = [(partition, deleted) for partition in partitions for deleted in named]
        return Effect(
            layout,
            keys if self._does or is_row else [],
            [do for operation in self._does if (do := operation.bind(values)) is not None],
            deletes=is_row,
            statics=tuple(partitions) if self._does_static else (),
            does_static=tuple(do for operation in self._does_static if (do := operation.bind(values)) is not None),
            ranges=tuple(ranges),
            asked=keys[0] if keys and self.conditions.name_row else None,
            time_us=self.attributes.time_us(values),
        )

    def short(self, values: Values) -> Short | None:
        """Give the short way, None where the cells have to be read."""
        if not self._is_short:
            return self._erasure(values) if self._erases else None
        key = self._targets.key(values)
        return key, lambda connection, time_us: self._delete(connection, key, values, time_us)

    def _erasure(self, values: Values) -> Short | None:
        """Give the short way to delete ranges."""
        effect = self.effect(values)
        if effect.rows:
            return None

        def run(connection: apsw.Connection, time_us: int) -> Rows:
            for partition, gone in effect.ranges:
                self._eraser.erase(connection, partition, gone, time_us)
            return DONE

        return None, run

    def _delete(self, connection: apsw.Connection, key: SqlValues, values: Values, time_us: int) -> Rows:
        found = self._reader.find(connection, key)
        checks = self.conditions.conditional
        if checks is not None:
            asked = (None,) * len(checks.places) if found is None else found[FOUND_AT:]
            if not checks.holds(values, asked):
                if found is None:
                    return REFUSED
                return Rows(checks.columns, [checks.found(asked)], applied=False)
        elif self.conditions.exists and found is None:
            return REFUSED
        if found is not None:
            self._writer.delete(connection, found[0])
        connection.execute(self._bury, (*key, time_us, None, time_us // US_IN_S))
        return APPLIED if self.conditions else DONE
