"""UPDATE: set columns of rows, and make the rows where they are missing."""

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.update import Assignment, Update
from cassette.engines.embedded.cells.partial import WholeDetails
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import check_combinations
from cassette.engines.embedded.plan.conditional import conditional
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.key import check_clustering
from cassette.engines.embedded.plan.operations import assigned
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.targets import Targets
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.row_writer import RowWriter
from cassette.engines.embedded.statements.refusal import Conditions
from cassette.engines.embedded.statements.row import FOUND_AT, RowReader
from cassette.engines.embedded.statements.write import (
    APPLIED,
    DONE,
    REFUSED,
    Short,
    WritePlan,
    is_short,
    kept_values,
    ways_of,
)
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest


class UpdatePlan(WritePlan):
    """An UPDATE, worked out for the table as it is now."""

    def __init__(self, statement: Update, layout: Layout) -> None:
        self.layout = layout
        self.markers = markers = Markers(layout)
        self.attributes = Attributes(statement.using, markers, layout)
        operations = [assigned(change, layout, markers) for change in statement.assignments]
        _refuse_twice(statement)
        self._targets = targets = Targets(statement.where, layout, markers)
        self.may_be_large = targets.has_in
        found = conditional(statement.condition, layout, markers)
        self.conditions = Conditions(True if statement.if_exists else None, found)
        self.check_sense()
        self._does = [operation for operation in operations if not operation.is_static]
        self._does_static = [operation for operation in operations if operation.is_static]
        self._asks_row = bool(self._does) or self.conditions.ask_row
        check_targets(targets, "UPDATE", has_rows=self._asks_row, conditional=bool(self.conditions))
        wholes = [change for change in statement.assignments if isinstance(change, Assignment)]
        self._is_short = (
            is_short(layout, self.attributes, [operation.place for operation in operations])
            and not self._does_static
            and len(wholes) == len(operations)
            and not targets.has_in
            and not any(place.column.kind == "static" for place in (found.places if found else ()))
            and not layout.table.is_counter
        )
        columns = [operation.place for operation in self._does]
        arguments = [operation.argument for operation in self._does if operation.argument is not None]
        self._ways = ways_of(columns, arguments) if self._is_short else []
        self._details = WholeDetails(layout, columns)
        self._writer = RowWriter(layout, columns)
        self._asked = FOUND_AT + (len(found.places) if found else 0)
        self._reader = RowReader(layout, [*(found.places if found else ()), *columns]) if self._is_short else None

    def effect(self, values: Values) -> Effect:
        """Check the values, and give what the write does with them."""
        partitions = self._targets.partitions(values)
        keys: list[SqlValues] = []
        if self._asks_row:
            prefixes = self._targets.prefixes(values)
            check_combinations(partitions, prefixes)
            for prefix in prefixes if self._does else ():
                check_clustering(prefix)
            keys = [(*partition, *prefix) for partition in partitions for prefix in prefixes]
        return Effect(
            self.layout,
            keys if self._does else [],
            [do for operation in self._does if (do := operation.bind(values)) is not None],
            statics=tuple(partitions) if self._does_static else (),
            does_static=tuple(do for operation in self._does_static if (do := operation.bind(values)) is not None),
            asked=keys[0] if keys and self.conditions.name_row else None,
            time_us=self.attributes.time_us(values),
            ttl_s=self.attributes.ttl_s(values),
        )

    def short(self, values: Values) -> Short | None:
        """Give the short way, None where the cells have to be read."""
        if not self._is_short:
            return None
        kept = kept_values(self._ways, values)
        if kept is None or not any(value is not None for value in kept):
            # a row that has nothing else ceases to be there
            return None
        key = self._targets.key(values)
        check_clustering(key[len(self.layout.partition) + 1 :])
        return key, lambda connection, time_us: self._write(connection, key, kept, values, time_us)

    def _write(
        self, connection: apsw.Connection, key: SqlValues, kept: list[SqliteValue], values: Values, time_us: int
    ) -> Rows:
        assert self._reader is not None
        found = self._reader.find(connection, key)
        checks = self.conditions.conditional
        if checks is not None:
            asked = (None,) * len(checks.places) if found is None else found[FOUND_AT : self._asked]
            if not checks.holds(values, asked):
                if found is None:
                    return REFUSED
                return Rows(checks.columns, [checks.found(asked)], applied=False)
        elif self.conditions.exists and found is None:
            return REFUSED
        if found is None:
            stamps = (None, *self._details.of_new(kept, time_us), None)
            self._writer.insert(connection, key, kept, stamps)
        else:
            stamps = (found[1], *self._details.after(found[2], found[3], kept, time_us), None)
            self._writer.update(connection, found[0], key, found[self._asked :], kept, stamps)
        return APPLIED if self.conditions else DONE


def _refuse_twice(statement: Update) -> None:
    """Refuse a column that is set as a whole and in another way too. Raises InvalidRequest."""
    seen: set[str] = set()
    for change in statement.assignments:
        if isinstance(change, Assignment) and change.column in seen:
            raise InvalidRequest(f"{change.column} is set more than once")
        seen.add(change.column)
    wholes = {change.column for change in statement.assignments if isinstance(change, Assignment)}
    if any(change.column in wholes for change in statement.assignments if not isinstance(change, Assignment)):
        raise InvalidRequest("a column is set as a whole and changed in another way too")


def check_targets(targets: Targets, word: str, *, has_rows: bool, conditional: bool) -> None:
    """Refuse a WHERE that does not name whole keys, or what is static with more than the partition key."""
    if has_rows:
        if targets.has_ends:
            raise InvalidRequest(f"{word} of columns takes the whole primary key with = or IN, not a range")
        if not targets.is_whole_key:
            raise InvalidRequest(f"the primary key is not complete: {targets.missing} missing")
    elif targets.has_clustering:
        raise InvalidRequest(f"this {word} is about static columns only: its WHERE takes the partition key only")
    if conditional and targets.has_in:
        raise InvalidRequest("IN cannot choose the rows of a write with IF")
