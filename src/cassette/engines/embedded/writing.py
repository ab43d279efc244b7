"""Writing: INSERT, UPDATE, DELETE and batches of them, each a piece of work in the writer's queue."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, ParamSpec

import apsw

from cassette.cql.rows import Rows
from cassette.cql.statements.batch import Batch
from cassette.cql.statements.statement import Bound, Statement
from cassette.cql.statements.truncate import Truncate
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.clock import Clock
from cassette.engines.embedded.definer import Definer
from cassette.engines.embedded.large import MANY_ROWS, Remake, is_large, run_apart
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plans import Plans
from cassette.engines.embedded.statements.batch import BatchPlan, bounds_of
from cassette.engines.embedded.statements.write import WritePlan
from cassette.engines.embedded.writer import Work, Writer
from cassette.errors import InvalidRequest, StaleSchema

Given = ParamSpec("Given")


class Large:
    """A write that is better not carried out on the event loop, of these tables."""

    def __init__(self, remake: Remake, layouts: list[Layout]) -> None:
        self.remake = remake
        self.layouts = layouts


class Writing:
    """Carries writes out, on the connection of the event loop."""

    def __init__(
        self,
        connection: apsw.Connection,
        writer: Writer,
        catalog: Catalog,
        plans: Plans,
        clock: Clock,
        definer: Definer | None,
    ) -> None:
        """Large writes are left to the definer, where there is one."""
        self._connection = connection
        self._writer = writer
        self._catalog = catalog
        self._plans = plans
        self._clock = clock
        self._definer = definer

    def execute(self, statement: Statement, values: tuple[Any, ...]) -> Awaitable[Rows]:
        """Accept one write; its answer comes when it is durable. Raises EngineErrors."""
        if isinstance(statement, Batch):
            return self._accept(self._batch, statement, values)
        return self._accept(self.work, statement, values)

    def batch(self, bounds: Sequence[Bound]) -> Awaitable[Rows]:
        """Accept writes that happen together or not at all. Raises EngineErrors."""
        return self._accept(self._together, BatchPlan(None), bounds, None)

    def _accept(
        self, make: Callable[Given, Work | Large], *given: Given.args, **named: Given.kwargs
    ) -> Awaitable[Rows]:
        """Prepare work and queue it; what does not fit the schema may fit the one that another process has made."""
        try:
            work = make(*given, **named)
        except (InvalidRequest, StaleSchema):
            if not self._catalog.refresh():
                raise
            work = make(*given, **named)
        if isinstance(work, Large):
            assert self._definer is not None
            return run_apart(work.remake, work.layouts, self._definer)
        return self._writer.submit(work)

    def work(self, statement: Statement, values: tuple[Any, ...]) -> Work | Large:
        """Prepare a write. When its turn comes, the table may have changed, but must still be there."""
        layout, plan = self._found(statement)
        if self._definer is not None and plan.may_be_large and is_large(plan, values, self._connection):
            return Large(partial(self._again, Writing.work, (statement, values)), [layout])
        prepared = plan.prepare(values)
        makes_timed = plan.makes_timed
        catalog, connection, clock, table_id = self._catalog, self._connection, self._clock, layout.table.id
        schema = catalog.schema

        def work() -> Rows:
            if not makes_timed and (catalog.schema is schema or catalog.layouts.get(table_id) is layout):
                return prepared(connection, clock)
            # an index came or went, or another changed its state: the same write, for the table as it is now
            return self._found_timed(statement, table_id).prepare(values)(connection, clock)

        return work

    def _batch(self, statement: Batch, values: tuple[Any, ...]) -> Work | Large:
        plan = BatchPlan(statement)
        plans = [self._found(inner)[1] for inner in statement.statements]
        time_us, bounds = bounds_of(statement, plan, plans, values)
        return self._together(plan, bounds, time_us)

    def _together(self, batch: BatchPlan, bounds: Sequence[Bound], time_us: int | None) -> Work | Large:
        """Prepare writes that happen together."""
        for bound in bounds:
            if bound.statement.purpose != "write" or isinstance(bound.statement, Batch | Truncate):
                raise InvalidRequest("a batch takes INSERT, UPDATE and DELETE only")
        found = [self._found(bound.statement) for bound in bounds]
        layouts = {layout.table.id: layout for layout, _ in found}
        if self._definer is not None and self._is_large(found, bounds):
            return Large(partial(self._again, Writing._together, (batch, bounds, time_us)), [*layouts.values()])
        for (_, plan), bound in zip(found, bounds, strict=True):
            plan.markers.check(bound.values)
        prepared = batch.prepare([plan for _, plan in found], bounds, time_us)
        makes_timed = any(plan.makes_timed or (time_us is not None and not plan.layout.timed) for _, plan in found)
        catalog = self._catalog

        def work() -> Rows:
            if not makes_timed and all(catalog.layouts.get(table) is layout for table, layout in layouts.items()):
                return prepared(self._connection, self._clock)
            for bound, (layout, _) in zip(bounds, found, strict=True):
                self._found_timed(bound.statement, layout.table.id, timed=time_us is not None)
            # the plans once more: a later statement may have made the table of an earlier one timed
            plans = [self._found(bound.statement)[1] for bound in bounds]
            return batch.prepare(plans, bounds, time_us)(self._connection, self._clock)

        return work

    def _is_large(self, found: Sequence[tuple[Layout, WritePlan]], bounds: Sequence[Bound]) -> bool:
        if len(bounds) >= MANY_ROWS:
            return True
        return any(
            is_large(plan, bound.values, self._connection)
            for (_, plan), bound in zip(found, bounds, strict=True)
            if plan.may_be_large
        )

    def _again(
        self, make: Callable[..., Work | Large], given: tuple[Any, ...], catalog: Catalog, connection: apsw.Connection
    ) -> Work:
        """Prepare a large write once more, for the connection that carries it out."""
        work = make(Writing(connection, self._writer, catalog, Plans(catalog), self._clock, None), *given)
        assert not isinstance(work, Large)
        return work

    def _found(self, statement: Statement) -> tuple[Layout, WritePlan]:
        found: Any = self._plans.find(statement)
        return found  # type: ignore[no-any-return]

    def _found_timed(self, statement: Statement, table_id: Any, *, timed: bool = False) -> WritePlan:
        """Work a statement out for its table as it is now, which is told first if its cells get times of their own."""
        if table_id not in self._catalog.layouts:
            raise StaleSchema("the table was dropped while the statement was on its way")
        layout, plan = self._found(statement)
        if plan.makes_timed or (timed and not layout.timed):
            self._catalog.set_timed(layout.table.id)
            _, plan = self._found(statement)
        return plan
