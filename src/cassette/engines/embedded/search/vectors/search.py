"""The search: the rows nearest to a vector, of those that pass the other conditions; never fewer than there are.

    few candidates    each is compared, straight from its row
    many              the cache names the nearest vectors, the conditions are asked of their rows, and where too
                      few pass, it names more of them

Distances are always worked out from the rows themselves at the end, so an answer is right whatever the
cache still remembers.
"""

import json
from collections.abc import Iterable, Sequence
from heapq import heappush, heappushpop
from itertools import islice
from typing import Any

import apsw
import numpy as np

from cassette.engines.embedded.search.candidates import Candidates
from cassette.engines.embedded.search.vectors import near
from cassette.engines.embedded.search.vectors.cache import Cache, Source
from cassette.engines.embedded.search.vectors.fresh import Changes

EXACT_ROWS = 3_000
"""So many candidates are read and compared sooner than the graph finds the nearest that pass."""
SPARE = 2
"""How many vectors are asked for at first, for each row wanted: some rows are gone, or pass a condition not."""
WIDER = 4
WIDEST_SHARE = 8
"""Where more than this part of all vectors would be named, the candidates are all compared instead."""
READ_ROWS = 2_048

Vectors = Iterable[tuple[int, int, bytes]]
"""Rows by their tokens, which order what is equally near, and their numbers."""


def nearest(
    connection: apsw.Connection, cache: Cache, source: Source, wanted: Sequence[float], count: int, found: Candidates
) -> list[int]:
    """Give the numbers of the `count` nearest rows, the nearest first. Raises InvalidRequest."""
    query = near.query(wanted, source.similarity)
    if found.visits <= EXACT_ROWS and (found.source is not None or found.checks):
        return _of_all(connection, source, query, count, found)
    latest = cache.catch_up(connection)
    return _by_cache(connection, cache, source, wanted, query, count, found, latest)


def _of_all(
    connection: apsw.Connection, source: Source, query: near.Floats, count: int, found: Candidates
) -> list[int]:
    """Compare every candidate."""
    sql = found.every(_columns(source), f"t.{source.column} IS NOT NULL")
    return _ranked(connection.execute(sql.text, sql.values), source, query, count)


def _columns(source: Source) -> str:
    return f"t.token, t.row, t.{source.column}"


def _ranked(vectors: Vectors, source: Source, query: near.Floats, count: int) -> list[int]:
    """Rank rows by the vectors that they have; what is equally near is in the order of tokens."""
    best: list[tuple[float, int, int]] = []
    rows = iter(vectors)
    while chunk := list(islice(rows, READ_ROWS)):
        read = near.prepared(near.read([vector for _, _, vector in chunk], source.dimension), source.similarity)
        for distance, (token, row, _) in zip(
            near.distances(read, query, source.similarity).tolist(), chunk, strict=True
        ):
            # a heap has its least in front: what is furthest goes first
            entry = (-distance, -token, -row)
            if len(best) < count:
                heappush(best, entry)
            else:
                heappushpop(best, entry)
    return [-row for _, _, row in sorted(best, reverse=True)]


def _by_cache(
    connection: apsw.Connection,
    cache: Cache,
    source: Source,
    wanted: Sequence[float],
    query: near.Floats,
    count: int,
    found: Candidates,
    latest: int,
) -> list[int]:
    """Ask the cache, and ask it again for more while too few of its rows pass."""
    asked = count * SPARE
    while True:
        total = len(cache)
        changes = cache.nearest(wanted, asked)
        named = (json.dumps(changes.tolist()),)
        sql = found.among(_columns(source), _named(source), named, f"t.{source.column} IS NOT NULL")
        rows: list[Any] = connection.execute(sql.text, sql.values).fetchall()
        if len(rows) < len(changes):
            _forget_gone(connection, cache, source, changes, latest)
        if len(rows) >= count or (asked >= total and len(changes) >= len(cache)):
            return _ranked(rows, source, query, count)
        if asked * WIDER > max(EXACT_ROWS, total // WIDEST_SHARE):
            return _of_all(connection, source, query, count, found)
        asked *= WIDER


def _named(source: Source) -> str:
    """The FROM that goes from changes to their rows, as long as they are the rows' last ones."""
    log = f"CROSS JOIN {source.log} l ON l.change = j.value"
    return f"json_each(?) j {log} CROSS JOIN {source.table} t ON t.row = l.row"


def _forget_gone(connection: apsw.Connection, cache: Cache, source: Source, changes: Changes, latest: int) -> None:
    """Let the cache forget the changes that this connection, which has seen `latest`, no longer finds."""
    text = f"SELECT l.change FROM {_named(source)} WHERE t.{source.column} IS NOT NULL"
    alive: list[Any] = connection.execute(text, (json.dumps(changes.tolist()),)).fetchall()
    gone = np.setdiff1d(changes[changes <= latest], np.array([change for (change,) in alive], np.int64))
    if len(gone):
        cache.forget(gone)
