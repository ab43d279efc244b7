"""BATCH: writes that happen together or not at all, with one write time."""

from collections.abc import Sequence
from typing import Any

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.batch import Batch, Kind
from cassette.cql.statements.statement import Bound
from cassette.engines.embedded.cells.book import Book
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.plan.arguments import Markers
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.statements.refusal import Answer
from cassette.engines.embedded.statements.write import APPLIED, DONE, Prepared, Short, WritePlan
from cassette.errors import InvalidRequest


class BatchPlan:
    """What a batch says beside its statements; None for statements that merely come together."""

    def __init__(self, statement: Batch | None) -> None:
        self.kind: Kind | None = None if statement is None else statement.kind
        self.markers = Markers()
        self.attributes = Attributes(None if statement is None else statement.using, self.markers)
        if self.attributes.has_ttl:
            raise InvalidRequest("a batch takes no TTL: give it to its statements")

    def check(self, plans: Sequence[WritePlan]) -> None:
        """Refuse statements that cannot be in one batch. Raises InvalidRequest."""
        counters = [plan.is_counter for plan in plans]
        if any(counters) and not all(counters):
            raise InvalidRequest("counters and other columns cannot be written in one batch")
        if self.kind == "counter" and not all(counters):
            raise InvalidRequest("a counter batch takes counters only")
        if self.kind == "logged" and any(counters):
            raise InvalidRequest("counters take BEGIN COUNTER BATCH")
        has_conditions = any(plan.conditions for plan in plans)
        if self.attributes.has_timestamp:
            if any(counters):
                raise InvalidRequest("counters take no write time")
            if has_conditions:
                raise InvalidRequest("a batch with IF takes no write time")
            if any(plan.attributes.has_timestamp for plan in plans):
                raise InvalidRequest("the write time is given to the batch or to its statements, not to both")
        if has_conditions:
            if any(plan.attributes.has_timestamp for plan in plans):
                raise InvalidRequest("a batch with IF takes no write time")
            if len({plan.layout.table.id for plan in plans}) > 1:
                raise InvalidRequest("a batch with IF is about one table only")

    def prepare(self, plans: Sequence[WritePlan], bounds: Sequence[Bound], time_us: int | None) -> Prepared:
        """Check the values and bring them into their kept form; the result writes them."""
        self.check(plans)
        has_conditions = any(plan.conditions for plan in plans)
        pairs = list(zip(plans, bounds, strict=True))
        if not has_conditions and time_us is None:
            shorts = [plan.short(bound.values) for plan, bound in pairs]
            together = _together(plans, shorts)
            if together is not None:
                return together
        effects = [plan.effect(bound.values) for plan, bound in pairs]
        if has_conditions:
            _refuse_many_partitions(effects)
            _refuse_mixed(plans, effects)

        def merged(connection: apsw.Connection, clock: Clock) -> Rows:
            book = Book(connection, clock.now_s())
            if has_conditions:
                refused = [
                    plan
                    for (plan, bound), effect in zip(pairs, effects, strict=True)
                    if plan.conditions and not plan.conditions.hold(book, effect, bound.values)
                ]
                if refused:
                    answer = Answer(book, effects, [plan.conditions for plan in plans]).rows(is_batch=True)
                    book.write()
                    return answer
            now_us = clock.next_us() if time_us is None else time_us
            for effect in effects:
                effect.apply(book, now_us, conditional=has_conditions)
            book.write()
            return APPLIED if has_conditions else DONE

        return merged


def bounds_of(
    statement: Batch, batch: BatchPlan, plans: Sequence[WritePlan], values: tuple[Any, ...]
) -> tuple[int | None, list[Bound]]:
    """Give a batch's write time, and each statement with its share of the values. Raises InvalidRequest."""
    wanted = batch.markers.count + sum(plan.markers.count for plan in plans)
    if len(values) != wanted:
        raise InvalidRequest(f"the statement has {wanted} bind markers; {len(values)} values came with it")
    at = batch.markers.count
    bounds = []
    for inner, plan in zip(statement.statements, plans, strict=True):
        bounds.append(Bound(inner, values[at : at + plan.markers.count]))
        at += plan.markers.count
    return batch.attributes.time_us(values), bounds


def _together(plans: Sequence[WritePlan], shorts: Sequence[Short | None]) -> Prepared | None:
    """The short way of all, where each has one and they are about different rows."""
    ways = [short for short in shorts if short is not None]
    keys = {(plan.layout.number, key) for plan, (key, _) in zip(plans, ways, strict=False) if key is not None}
    if len(keys) < len(shorts):
        return None

    def run(connection: apsw.Connection, clock: Clock) -> Rows:
        time_us = clock.next_us()
        for _, way in ways:
            way(connection, time_us)
        return DONE

    return run


def _refuse_many_partitions(effects: Sequence[Effect]) -> None:
    if len({partition for effect in effects for partition in effect.partitions}) > 1:
        raise InvalidRequest("a batch with IF is about one partition only")


def _refuse_mixed(plans: Sequence[WritePlan], effects: Sequence[Effect]) -> None:
    """Refuse conditions of several kinds on one row. Raises InvalidRequest."""
    kinds: dict[SqlValues | None, bool | None] = {}
    for plan, effect in zip(plans, effects, strict=True):
        if plan.conditions and kinds.setdefault(effect.asked, plan.conditions.exists) is not plan.conditions.exists:
            raise InvalidRequest("IF EXISTS, IF NOT EXISTS and other conditions cannot be mixed for one row")
