"""Access: which way to the rows is the cheapest, given the values.

    partitions   the WHERE names them                     token = ? AND key = ?
    source       one condition's index entries, the rest checked row by row, sorted by token
    walk         the whole table in its order, every condition checked row by row

Index entries are counted before they are used, each count cut off at a ceiling, so that looking costs
little even where there are millions. Few: that condition is the source. Many: the walk may find a page
sooner than all the entries could be sorted; an estimate decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Values
from cassette.engines.embedded.plan.predicate import Predicate, Source, Span, Sql
from cassette.engines.embedded.plan.spans import span_source

FEW = 16
"""A source with so few rows is taken without looking at the others."""
GLANCE = 200
LOOK = 20_000
"""Ceilings of the first and the second count."""
HEAVY_ROWS = 2_000
"""Reads that visit more rows than this leave the event loop."""


@dataclass(frozen=True, slots=True)
class Way:
    """The chosen way: a source (None: walk), what is left to check, and about how many rows it visits."""

    source: Sql | None
    checks: list[Sql]
    visits: int
    static: bool = False
    """Whether the source gives static rows."""
    answered: frozenset[int] = frozenset()
    """The conditions that the source answers, by their position."""

    @property
    def heavy(self) -> bool:
        """Whether it should not run on the event loop."""
        return self.visits > HEAVY_ROWS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source and the conditions that it answers without a check."""

    source: Source
    answers: frozenset[int]


def choose(
    connection: apsw.Connection, layout: Layout, predicates: Sequence[Predicate], values: Values, wanted: int | None
) -> Way:
    """Find the cheapest way to `wanted` rows (None: all) that pass every predicate."""
    candidates = _candidates(predicates, values)
    best, count = _fewest(connection, candidates, GLANCE)
    if best is not None and count < GLANCE:
        return _from_source(best, predicates, values, count)
    total = _rows_at_most(connection, layout)
    if not predicates and wanted is not None:
        return _walk(predicates, values, wanted, total)
    if best is None or total < GLANCE:
        return _walk(predicates, values, total, total)
    counts = [_count(connection, candidate.source.sql, LOOK) for candidate in candidates]
    count, best = min(zip(counts, candidates, strict=True), key=lambda pair: pair[0])
    visits = _walk_visits(counts, total, wanted)
    if visits < count:
        return _walk(predicates, values, visits, total)
    return _from_source(best, predicates, values, count)


def _candidates(predicates: Sequence[Predicate], values: Values) -> list[Candidate]:
    """Every source there is; the two ends of a range over one key are one."""
    found: list[Candidate] = []
    spans: dict[tuple[str, object], list[tuple[int, Span]]] = {}
    for at, predicate in enumerate(predicates):
        if predicate.span is not None:
            span = predicate.span(values)
            spans.setdefault((span.index, span.key), []).append((at, span))
        elif predicate.source is not None:
            found.append(_candidate(predicate.source(values), [at]))
    ranges = (_candidate(span_source([span for _, span in group]), [at for at, _ in group]) for group in spans.values())
    return [*found, *ranges]


def _candidate(source: Source, answers: list[int]) -> Candidate:
    return Candidate(source, frozenset(answers if source.exact else ()))


def _fewest(connection: apsw.Connection, candidates: Sequence[Candidate], ceiling: int) -> tuple[Candidate | None, int]:
    """The source with the fewest rows, each counted up to the ceiling."""
    best, fewest = None, ceiling + 1
    for candidate in candidates:
        count = _count(connection, candidate.source.sql, min(ceiling, fewest))
        if count < fewest:
            best, fewest = candidate, count
        if count <= FEW:
            break
    return best, fewest


def _count(connection: apsw.Connection, sql: Sql, ceiling: int) -> int:
    text = f"SELECT count(*) FROM (SELECT 1 FROM ({sql.text}) LIMIT ?)"
    counted: int = connection.execute(text, (*sql.values, ceiling)).get
    return counted


def _rows_at_most(connection: apsw.Connection, layout: Layout) -> int:
    """The table's greatest row number: how many rows it has, or had."""
    return connection.execute(f"SELECT max(row) FROM {layout.sql}").get or 0


def _walk_visits(counts: Sequence[int], total: int, wanted: int | None) -> int:
    """How many rows a walk visits until it has found the rows wanted, conditions taken as independent."""
    share = 1.0
    for count in counts:
        share *= min(1.0, count / total)
    if wanted is None or share * total <= wanted:
        return total
    return int(wanted / share)


def _from_source(best: Candidate, predicates: Sequence[Predicate], values: Values, count: int) -> Way:
    checks = [predicate.check(values) for at, predicate in enumerate(predicates) if at not in best.answers]
    return Way(best.source.sql, checks, count, best.source.static, best.answers)


def _walk(predicates: Sequence[Predicate], values: Values, visits: int, total: int) -> Way:
    return Way(None, [predicate.check(values) for predicate in predicates], min(visits, total))
