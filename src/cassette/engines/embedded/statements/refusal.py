"""What a conditional write finds: whether its conditions hold, and what it answers where they do not.

    UPDATE ks.t SET v = 2 WHERE p = 1 AND c = 2 IF v = 3      [applied] | v          the columns it asks for
    INSERT … IF NOT EXISTS, UPDATE … IF EXISTS                [applied] | p | c | …  every column
    a batch                                                   [applied] | p | c | v  one row for each that was asked for

Of static columns, and of those of a row, it reads all where something of that kind is written, else those that its
conditions ask for: so a row that has nothing else is not found. Where only static columns are asked for, the first
row of the partition is shown too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cassette.cql.rows import ColumnOfRows, Row, Rows
from cassette.engines.embedded.cells.book import Book
from cassette.engines.embedded.cells.cells import Cells
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.conditional import Conditional
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.statements.row import shown_places
from cassette.engines.embedded.values import SqliteValue


@dataclass(frozen=True, slots=True)
class Conditions:
    """What has to hold before a write is carried out: `exists` True or False for IF [NOT] EXISTS."""

    exists: bool | None = None
    conditional: Conditional | None = None

    def __bool__(self) -> bool:
        return self.exists is not None or self.conditional is not None

    @property
    def places(self) -> tuple[Place, ...]:
        """The columns that are asked for by name."""
        return () if self.conditional is None else self.conditional.places

    @property
    def ask_row(self) -> bool:
        """Whether columns are asked for that are not static."""
        return any(place.column.kind != "static" for place in self.places)

    @property
    def name_row(self) -> bool:
        """Whether they are about the row that is written, if one is; else about what is static in its partition."""
        return self.exists is not None or self.ask_row

    def hold(self, book: Book, effect: Effect, values: Values) -> bool:
        """Whether they hold for the row of a write, or for the static row where it asks for that only."""
        table, layout = book.of(effect.layout), effect.layout
        row = None if effect.asked is None else table.row(effect.asked)
        partition = effect.partition
        if self.exists is not None:
            found = table.static(partition) if row is None else row
            return found.is_visible is self.exists
        assert self.conditional is not None
        static = table.static(partition) if layout.has_static else None
        kept = [_kept(place, static if place.column.kind == "static" else row) for place in self.conditional.places]
        return self.conditional.holds(values, kept)


def _kept(place: Place, cells: Cells | None) -> SqliteValue:
    """A column outside the primary key as it is kept."""
    if cells is None:
        return None
    column = next(column for column in cells.columns if column.name == place.column.name)
    return place.kept.to_row(cells.value(column))


class Answer:
    """What conditional writes to one partition answer when they are refused."""

    def __init__(self, book: Book, effects: Sequence[Effect], conditions: Sequence[Conditions]) -> None:
        self._layout: Layout = effects[0].layout
        self._table = book.of(self._layout)
        self._effects = effects
        self._conditions = conditions
        self._partition = effects[0].partition
        asked = {place.sql for one in conditions for place in one.places}
        writes_rows = any(effect.rows or effect.ranges for effect in effects)
        writes_static = any(effect.statics for effect in effects)
        self._regular = [place for place in self._layout.regular if writes_rows or place.sql in asked]
        self._static = [place for place in self._layout.static if writes_static or place.sql in asked]

    def rows(self, *, is_batch: bool) -> Rows:
        """Give what was found; a batch names the rows by their keys."""
        keys = self._keys()
        places = self._shown(is_batch=is_batch)
        static = self._table.static(self._partition) if self._layout.has_static else None
        found: list[Row] = [
            tuple(self._value(place, stored, self._table.row(key), static) for place in places)
            for key in keys
            for stored in [self._table.stored_key(key)]
        ]
        if not found and any(_kept(place, static) is not None for place in self._static):
            found.append(tuple(self._value(place, self._partition, None, static) for place in places))
        if not found:
            return Rows(applied=False)
        columns = tuple(ColumnOfRows(place.column.name, place.column.type) for place in places)
        return Rows(columns, found, applied=False)

    def _keys(self) -> list[SqlValues]:
        """The keys of the rows that were asked for and are there; else that of the first row of the partition."""
        pairs = list(zip(self._effects, self._conditions, strict=True))
        asked = {effect.asked for effect, conditions in pairs if conditions and effect.asked is not None}
        if not asked:
            first = self._table.first_key(self._partition, marked=not self._regular)
            return [] if first is None else [first]
        keys = [key for key in asked if self._is_found(self._table.row(key))]
        for at, place in reversed(list(enumerate(self._layout.key))):
            keys.sort(key=lambda key: key[1 + at], reverse=place.column.descending)  # type: ignore[arg-type, return-value]
        return keys

    def _is_found(self, cells: Cells) -> bool:
        marker = cells.marker
        return (marker is not None and marker.value is not None) or any(
            _kept(place, cells) is not None for place in self._regular
        )

    def _shown(self, *, is_batch: bool) -> list[Place]:
        if any(one.exists is not None for one in self._conditions):
            return list(shown_places(self._layout))
        places = [place for one in self._conditions for place in one.places]
        return list(dict.fromkeys([*(self._layout.key if is_batch else ()), *places]))

    def _value(self, place: Place, key: SqlValues, row: Cells | None, static: Cells | None) -> object:
        if place in self._layout.key:
            at = 1 + self._layout.key.index(place)
            return place.kept.read(key[at]) if at < len(key) else None
        is_static = place.column.kind == "static"
        if place not in (self._static if is_static else self._regular):
            return None
        return place.kept.read(_kept(place, static if is_static else row))
