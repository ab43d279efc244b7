"""The engine contract, in full."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cassette.cql.rows import Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.statement import Bound, Statement


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows to give back at most, and where to go on (None: from the start)."""

    rows: int
    state: bytes | None = None


@dataclass(frozen=True, slots=True)
class Features:
    """What an engine's CQL can do beyond Apache Cassandra's."""

    disjunction: bool
    """OR and parentheses in WHERE."""
    negation: bool
    """`!=`, NOT IN, NOT CONTAINS and NOT CONTAINS KEY."""
    entry_ranges: bool
    """Ranges on the entries of a map: `scores['p'] > 3`."""
    analyzed_texts: bool = False
    """Indexes with an analyzer: `column : 'text'`, and ORDER BY column BM25 OF 'text'."""


class Engine(Protocol):
    """Carries statements out.

    `execute` and `batch` accept their work when they are called (awaiting only waits for the answer),
    so calls made one after the other may run together. They raise EngineErrors only.
    """

    @property
    def schema(self) -> Schema:
        """The newest snapshot that this engine has seen."""
        ...

    @property
    def features(self) -> Features:
        """What may be asked beyond the common core."""
        ...

    def execute(self, statement: Statement, values: tuple[Any, ...] = (), page: Page | None = None) -> Awaitable[Rows]:
        """Carry out one statement; without a page, all its rows come back."""
        ...

    def batch(self, bounds: Sequence[Bound]) -> Awaitable[Rows]:
        """Carry out writes together or not at all."""
        ...

    async def refresh(self) -> Schema:
        """Look whether the schema has changed elsewhere; give the newest snapshot."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of every file and connection."""
        ...
