"""Plans: which statements a command needs, in which order.

A plan is data. `engines/run.py` carries it out on any engine and gives back an outcome:

    Read     -> Rows                 Define -> Rows
    Write    -> Rows                 Each   -> list[Rows | Failure | EngineError], in the order of the plans
    Modify   -> Modified             Nothing -> its own rows
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from cassette.cql.rows import NO_ROWS, Row, Rows
from cassette.cql.statements.statement import Bound
from cassette.errors import EngineError, Failure


@dataclass(frozen=True, slots=True)
class Read:
    """Ask once.

    `page_rows` rows at most come back, from `paging_state` on. With `all_pages` the runner asks page
    after page and gives all rows in one; more than `most_rows` of them raise what `too_many` makes.
    """

    bound: Bound
    page_rows: int
    paging_state: bytes | None = None
    all_pages: bool = False
    most_rows: int | None = None
    too_many: Callable[[], Failure] | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Statements that happen together or not at all; a single one may be a lightweight transaction."""

    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a Modify wants to do to one row: a lightweight transaction, and what to tell when it is applied.

    Without `bound` there is nothing to write (the row stays as it is): `result` is told all the same.
    """

    bound: Bound | None
    result: object


@dataclass(frozen=True, slots=True)
class Modify:
    """Read rows, change each, compare and set; on a lost race read that row again and try again.

    pick     chooses among the rows read (a sort, a limit); the default takes all
    change   row -> Change; may raise a Failure, which ends that row only
    again    row -> the statement that reads this row once more, with the command's own conditions,
             so that a row which no longer matches is left alone
    insert   when nothing was picked: the row to make (an upsert), None for none; lost to another writer,
             the whole Modify starts again
    """

    read: Read
    change: Callable[[Row], Change]
    again: Callable[[Row], Bound]
    pick: Callable[[Sequence[Row]], Sequence[Row]] | None = None
    insert: Callable[[], Change] | None = None
    attempts: int = 3


class Fate(Enum):
    """What became of one row of a Modify."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    INSERTED = "inserted"
    LOST = "lost"
    """Another writer was faster on every attempt."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of a Modify: its fate, and `Change.result`, or the failure when it failed.

    `row` is the row as it was read last (None for an insert).
    """

    fate: Fate
    row: Row | None
    result: object = None
    failure: Failure | EngineError | None = None


@dataclass(frozen=True, slots=True)
class Modified:
    """The outcomes of a Modify; a row that was gone, or no longer matched, has none."""

    outcomes: list[Outcome]
    paging_state: bytes | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """Many plans, each with Rows for its outcome.

    In order, a failure, or a transaction that was not applied, stops the rest (which have no outcome);
    else all run at once.
    """

    plans: tuple["Plan", ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Define:
    """Schema statements, one after the other; when one fails after others were carried out, `undo` is run."""

    bounds: tuple[Bound, ...]
    undo: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Answered from memory."""

    rows: Rows = field(default=NO_ROWS)


Plan = Read | Write | Modify | Each | Define | Nothing
Result = Rows | Modified | list[Rows | Failure | EngineError]
