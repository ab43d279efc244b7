"""Carry a plan out on any engine. The plans and their outcomes: `cql/plan.py`."""

from collections.abc import Awaitable, Sequence

from cassette.cql.plan import (
    Change,
    Define,
    Each,
    Fate,
    Modified,
    Modify,
    Nothing,
    Outcome,
    Plan,
    Read,
    Result,
    Write,
)
from cassette.cql.rows import Row, Rows
from cassette.cql.statements.statement import Bound
from cassette.engines.contract import Engine, Page
from cassette.errors import EngineError, Failure, StaleSchema


async def run(plan: Plan, engine: Engine) -> Result:
    """Carry a plan out. Raises EngineErrors, and the Failures that the plan's own functions raise."""
    match plan:
        case Read():
            return await _read(plan, engine)
        case Write():
            return await _write(plan, engine)
        case Modify():
            return await _modify(plan, engine)
        case Each():
            return await _each(plan, engine)
        case Define():
            return await _define(plan, engine)
        case Nothing():
            return plan.rows


async def _read(plan: Read, engine: Engine) -> Rows:
    bound = plan.bound
    first = await engine.execute(bound.statement, bound.values, Page(plan.page_rows, plan.paging_state))
    if not plan.all_pages or first.paging_state is None:
        _check_size(plan, len(first.rows))
        return first
    rows = list(first.rows)
    state: bytes | None = first.paging_state
    while state is not None:
        _check_size(plan, len(rows))
        page = await engine.execute(bound.statement, bound.values, Page(plan.page_rows, state))
        rows += page.rows
        state = page.paging_state
    _check_size(plan, len(rows))
    return Rows(first.columns, rows)


def _check_size(plan: Read, rows: int) -> None:
    if plan.most_rows is not None and rows > plan.most_rows and plan.too_many is not None:
        raise plan.too_many()


async def _write(plan: Write, engine: Engine) -> Rows:
    if len(plan.bounds) == 1:
        return await engine.execute(plan.bounds[0].statement, plan.bounds[0].values)
    return await engine.batch(plan.bounds)


async def _define(plan: Define, engine: Engine) -> Rows:
    rows = Rows()
    for done, bound in enumerate(plan.bounds):
        try:
            rows = await engine.execute(bound.statement, bound.values)
        except EngineError:
            # when the very first was refused, what `undo` would take away may be somebody else's
            for undo in plan.undo if done else ():
                await engine.execute(undo.statement, undo.values)
            raise
    return rows


# ------------------------------------------------------------------ many plans


async def _each(plan: Each, engine: Engine) -> list[Rows | Failure | EngineError]:
    outcomes = await (_in_order(plan, engine) if plan.ordered else _at_once(plan, engine))
    stale = next((outcome for outcome in outcomes if isinstance(outcome, StaleSchema)), None)
    # nothing was written: the whole may be planned again for the schema as it is now
    if stale is not None and not any(isinstance(outcome, Rows) and outcome.applied for outcome in outcomes):
        raise stale
    return outcomes


async def _in_order(plan: Each, engine: Engine) -> list[Rows | Failure | EngineError]:
    outcomes: list[Rows | Failure | EngineError] = []
    for one in plan.plans:
        outcomes.append(await _outcome(one, engine))
        last = outcomes[-1]
        if not isinstance(last, Rows) or last.applied is False:
            break
    return outcomes


async def _at_once(plan: Each, engine: Engine) -> list[Rows | Failure | EngineError]:
    """Hand every single write over before waiting for the first: the engine may carry them out together."""
    started: list[Awaitable[Rows]] = []
    for one in plan.plans:
        if isinstance(one, Write) and len(one.bounds) == 1:
            bound = one.bounds[0]
            try:
                started.append(engine.execute(bound.statement, bound.values))
            except EngineError as failure:
                started.append(_refused(failure))
        else:
            started.append(_rows(one, engine))
    outcomes: list[Rows | Failure | EngineError] = []
    for waiting in started:
        try:
            outcomes.append(await waiting)
        except (EngineError, Failure) as failure:
            outcomes.append(failure)
    return outcomes


async def _outcome(plan: Plan, engine: Engine) -> Rows | Failure | EngineError:
    try:
        return await _rows(plan, engine)
    except (EngineError, Failure) as failure:
        return failure


async def _rows(plan: Plan, engine: Engine) -> Rows:
    result = await run(plan, engine)
    assert isinstance(result, Rows)
    return result


async def _refused(failure: EngineError) -> Rows:
    raise failure


# ------------------------------------------------------------------ read, change, compare and set


async def _modify(plan: Modify, engine: Engine) -> Modified:
    lost = Outcome(Fate.LOST, None)
    for _ in range(plan.attempts):
        rows = await _read(plan.read, engine)
        picked = rows.rows if plan.pick is None else plan.pick(rows.rows)
        if picked or plan.insert is None:
            return Modified(await _change_all(plan, picked, engine), rows.paging_state)
        change = plan.insert()
        if await _inserted(change, engine):
            return Modified([Outcome(Fate.INSERTED, None, change.result)])
        lost = Outcome(Fate.LOST, None, change.result)
    return Modified([lost])


async def _inserted(change: Change, engine: Engine) -> bool:
    """Make the row of an upsert; False when somebody else has made it meanwhile."""
    assert change.bound is not None
    rows = await engine.execute(change.bound.statement, change.bound.values)
    return rows.applied is True


async def _change_all(plan: Modify, picked: Sequence[Row], engine: Engine) -> list[Outcome]:
    """Change every row: all first attempts are handed over together, lost races are then seen to one by one."""
    first = [_attempt(plan, row, engine) for row in picked]
    outcomes: list[Outcome] = []
    for row, (change, waiting) in zip(picked, first, strict=True):
        outcome = await _settle(row, change, waiting)
        if outcome is None:
            outcome = await _again(plan, row, engine)
        if outcome is not None:
            outcomes.append(outcome)
    _raise_where_nothing_changed(outcomes)
    return outcomes


def _raise_where_nothing_changed(outcomes: Sequence[Outcome]) -> None:
    """An engine's error is the whole answer as long as no row was changed: then all of it may be tried again."""
    if not any(outcome.fate is Fate.CHANGED for outcome in outcomes):
        for outcome in outcomes:
            if isinstance(outcome.failure, EngineError):
                raise outcome.failure


Waiting = Awaitable[Rows] | None


def _attempt(plan: Modify, row: Row, engine: Engine) -> tuple[Change | Failure | EngineError, Waiting]:
    """Work a change out and hand it over; gives the change (or the failure) and what to wait for."""
    try:
        change = plan.change(row)
        if change.bound is None:
            return change, None
        return change, engine.execute(change.bound.statement, change.bound.values)
    except (EngineError, Failure) as failure:
        return failure, None


async def _settle(row: Row, change: Change | Failure | EngineError, waiting: Waiting) -> Outcome | None:
    """Wait for one attempt; None when the race was lost."""
    if not isinstance(change, Change):
        return Outcome(Fate.FAILED, row, failure=change)
    if waiting is None:
        return Outcome(Fate.UNCHANGED, row, change.result)
    try:
        rows = await waiting
    except EngineError as failure:
        return Outcome(Fate.FAILED, row, failure=failure)
    return Outcome(Fate.CHANGED, row, change.result) if rows.applied else None


async def _again(plan: Modify, row: Row, engine: Engine) -> Outcome | None:
    """After a lost race, read the row once more and try again; None when it is gone or no longer matches."""
    for _ in range(plan.attempts - 1):
        bound: Bound = plan.again(row)
        try:
            found = await engine.execute(bound.statement, bound.values, Page(1))
        except EngineError as failure:
            return Outcome(Fate.FAILED, row, failure=failure)
        if not found.rows:
            return None
        row = found.rows[0]
        outcome = await _settle(row, *_attempt(plan, row, engine))
        if outcome is not None:
            return outcome
    return Outcome(Fate.LOST, row)
