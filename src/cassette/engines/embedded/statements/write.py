"""What INSERT, UPDATE and DELETE have in common.

A write is carried out in one of two ways. The short one is for a whole row, or whole columns of it, in a table
where nobody has used a write time or a TTL: the write is later than all before it and wins, so that no cells have
to be read. The other one reads the cells of every row that is touched and merges (`cells/book.py`). Both leave
the same rows behind.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import apsw

from cassette.cql.rows import Rows
from cassette.cql.schema import View
from cassette.cql.terms import UNSET
from cassette.cql.types.user import UserType
from cassette.engines.embedded.cells.book import Book
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.statements.refusal import Answer, Conditions
from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

APPLIED = Rows(applied=True)
REFUSED = Rows(applied=False)
DONE = Rows()

Prepared = Callable[[apsw.Connection, Clock], Rows]
Short = tuple[SqlValues | None, Callable[[apsw.Connection, int], Rows]]
"""The short way of a write: (token, key…) of its row if it is about one, and what carries it out at a write time."""
KeptWay = tuple[Argument, Callable[[Any], Any], Callable[[Any], SqliteValue] | None]


class WritePlan(ABC):
    """A write, worked out for the table as it is now."""

    layout: Layout
    markers: Markers
    attributes: Attributes
    conditions: Conditions
    may_be_large = False
    """Whether one write may be about many rows."""

    @cached_property
    def makes_timed(self) -> bool:
        """Whether the table has to be told first that its cells have times of their own from now on."""
        return not self.layout.timed and not self.attributes.is_plain

    @cached_property
    def is_counter(self) -> bool:
        """Whether it writes counters."""
        return self.layout.table.is_counter

    @abstractmethod
    def effect(self, values: Values) -> Effect:
        """Check the values, and give what the write does with them."""

    @abstractmethod
    def short(self, values: Values) -> Short | None:
        """Give the short way, None where the cells have to be read."""

    def prepare(self, values: Values) -> Prepared:
        """Check the values and bring them into their kept form; the result writes them."""
        self.markers.check(values)
        short = self.short(values)
        if short is not None:
            _, run = short
            return lambda connection, clock: run(connection, clock.next_us())
        effect = self.effect(values)

        def merged(connection: apsw.Connection, clock: Clock) -> Rows:
            book = Book(connection, clock.now_s())
            if self.conditions and not self.conditions.hold(book, effect, values):
                answer = Answer(book, [effect], [self.conditions]).rows(is_batch=False)
                # what has ended was found out on the way
                book.write()
                return answer
            effect.apply(book, clock.next_us())
            book.write()
            return APPLIED if self.conditions else DONE

        return merged

    def check_sense(self) -> None:
        """Refuse what cannot be written so, or on a condition. Raises InvalidRequest."""
        if isinstance(self.layout.table, View):
            raise InvalidRequest(f"{self.layout.table.name.text()} is a materialized view: write to its table")
        if self.is_counter:
            if self.conditions:
                raise InvalidRequest("counters cannot be changed on a condition")
            if self.attributes.has_timestamp or self.attributes.has_ttl:
                raise InvalidRequest("counters take neither a write time nor a TTL")
        if self.conditions and self.attributes.has_timestamp:
            raise InvalidRequest("USING TIMESTAMP cannot go together with IF")


def is_short(layout: Layout, attributes: Attributes, columns: Sequence[Place] = ()) -> bool:
    """Whether writes that set these columns as a whole need not read the cells of the table."""
    # a user type that has nothing but nulls is null, which its kept form does not show
    return attributes.is_plain and layout.is_plain and not any(isinstance(p.column.type, UserType) for p in columns)


def ways_of(places: Sequence[Place], arguments: Sequence[Argument]) -> list[KeptWay]:
    """Say how values get into their kept form."""
    return [(argument, place.kept.check, place.kept.in_row) for place, argument in zip(places, arguments, strict=True)]


def kept_values(ways: Sequence[KeptWay], values: Values) -> list[SqliteValue] | None:
    """Bring a statement's values into their kept form; None where a column is to be left as it is."""
    kept: list[SqliteValue] = []
    for argument, check, in_row in ways:
        value = argument(values)
        if value is UNSET:
            return None
        if value is not None:
            value = check(value)
            if in_row is not None:
                value = in_row(value)
        kept.append(value)
    return kept
