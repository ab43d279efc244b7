"""The vectors of one index, in memory: kept in step with the log of changes, and saved beside the database.

A query compares all fresh vectors one by one and asks the graph for the others, so it misses none. While
there are few, all are fresh; once they are many, a thread moves them into the graph, the oldest first.
What the graph holds is saved now and then, with the change that it has come to; after a start it goes on
from there. Where the file is missing, damaged or not of this index, everything is fresh again.
"""

import json
import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import apsw
import numpy as np

from cassette.engines.embedded.search.vectors import near
from cassette.engines.embedded.search.vectors.fresh import Changes, Fresh
from cassette.engines.embedded.search.vectors.saved import load, save

if TYPE_CHECKING:
    from cassette.engines.embedded.search.vectors.graph import Graph

logger = logging.getLogger(__name__)

FEW_FLOATS = 4_000_000
"""So many numbers are compared about as fast as a graph is asked: 10,000 vectors of 384, 2,600 of 1,536."""
MANY_ROWS = 2_048
"""So many are moved where there is a graph already: comparing them would take as long as asking it."""
MOVED_ROWS = 512
READ_ROWS = 4_096
SAMPLED = 64
SAVED_EVERY = 20_000
"""How many vectors come into the graph between two savings."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an index lives: names of SQLite's tables and column, and what its vectors are like."""

    log: str
    table: str
    column: str
    dimension: int
    similarity: str
    mark: str
    """What tells this index from any other that had its number."""


class Cache:
    """The vectors of one index."""

    def __init__(self, source: Source, file: Path | None) -> None:
        self._source = source
        self._file = file
        self._lock = threading.Lock()
        self._fresh = Fresh(source.dimension, source.similarity)
        self._graph: Graph | None = None
        self._seen = 0
        self._loaded = False
        self._unsaved = 0
        self._mover: threading.Thread | None = None
        self._closed = False

    def catch_up(self, connection: apsw.Connection) -> int:
        """Replay the changes that this connection sees; gives the last of them."""
        source = self._source
        # the last number that was given, also where its change is gone again
        latest: int = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (source.log,)).get or 0
        with self._lock:
            if not self._loaded:
                self._load(connection, latest)
            text = (
                f"SELECT l.change, t.{source.column} FROM {source.log} l JOIN {source.table} t ON t.row = l.row "
                f"WHERE l.change > ? AND l.change <= ? AND t.{source.column} IS NOT NULL ORDER BY l.change"
            )
            if latest > self._seen:
                found = connection.execute(text, (self._seen, latest))
                while chunk := list(islice(found, READ_ROWS)):
                    vectors = near.read([vector for _, vector in chunk], source.dimension)
                    changes = np.array([change for change, _ in chunk], np.int64)
                    self._fresh.add(changes, near.prepared(vectors, source.similarity))
                self._seen = latest
            if self._has_many() and self._mover is None and not self._closed:
                self._mover = threading.Thread(target=self._move, name="cassette-vectors", daemon=True)
                self._mover.start()
        return latest

    def _has_many(self) -> bool:
        """Whether fresh vectors are to be moved into the graph."""
        if self._graph is not None:
            return len(self._fresh) > MANY_ROWS
        return len(self._fresh) * self._source.dimension > FEW_FLOATS

    def __len__(self) -> int:
        """Count the vectors; some of them may be gone from the table."""
        graph = self._graph
        return len(self._fresh) + (0 if graph is None else len(graph) - len(graph.forgotten))

    def nearest(self, wanted: Sequence[float], count: int) -> Changes:
        """Give the changes of the nearest vectors, the nearest first. Raises InvalidRequest."""
        similarity = self._source.similarity
        query = near.query(wanted, similarity)
        with self._lock:
            changes, distances = self._fresh.nearest(query, count)
            graph = self._graph
        if graph is not None:
            more, further = graph.nearest(query, count)
            changes, distances = np.concatenate([changes, more]), np.concatenate([distances, further])
        order = np.argsort(distances, kind="stable")
        ranked = changes[order]
        # a vector that is on its way into the graph is in both for a moment
        _, first = np.unique(ranked, return_index=True)
        return np.asarray(ranked[np.sort(first)][:count], np.int64)

    def forget(self, changes: Changes) -> None:
        """Let vectors go whose changes are gone from the log."""
        with self._lock:
            self._fresh.forget(changes)
            if self._graph is not None:
                self._graph.forget(changes)
                if len(self._graph.forgotten) > max(1_000, len(self._graph) // 2):
                    # more dead than living: begin again, from the log
                    self._start_again()

    def close(self) -> None:
        """Stop moving, and save what is not saved."""
        self.stop()
        if self._unsaved:
            self._save()

    def stop(self) -> None:
        """Stop moving."""
        self._closed = True
        self.idle()

    def idle(self) -> None:
        """Wait until nothing is being moved."""
        mover = self._mover
        if mover is not None:
            mover.join()

    def _start_again(self) -> None:
        self._graph = None
        self._fresh = Fresh(self._source.dimension, self._source.similarity)
        self._seen = 0
        self._unsaved = 0

    def _load(self, connection: apsw.Connection, latest: int) -> None:
        self._loaded = True
        if self._file is None or not self._file.exists():
            return
        found = load(self._file, self._source.mark, self._source.dimension, self._source.similarity)
        if found is not None and found[1] <= latest and self._is_true(connection, found[0]):
            self._graph, self._seen = found

    def _is_true(self, connection: apsw.Connection, graph: "Graph") -> bool:
        """Compare some vectors with those in the rows: the database may be a copy that went its own way."""
        source = self._source
        sample = graph.sample(SAMPLED)
        rows: list[Any] = connection.execute(
            f"SELECT l.change, t.{source.column} FROM json_each(?) j CROSS JOIN {source.log} l ON l.change = j.value "
            f"CROSS JOIN {source.table} t ON t.row = l.row WHERE t.{source.column} IS NOT NULL",
            (json.dumps(list(sample)),),
        ).fetchall()
        if not rows:
            return True
        vectors = near.prepared(near.read([vector for _, vector in rows], source.dimension), source.similarity)
        return bool(np.allclose(vectors, [sample[change] for change, _ in rows], atol=1e-4))

    def _move(self) -> None:
        """Move fresh vectors into the graph until few are left; the work of a thread of its own."""
        try:
            while not self._closed and self._move_some():
                if self._unsaved >= SAVED_EVERY:
                    self._save()
            if self._unsaved and not self._closed:
                self._save()
        except Exception:
            # the rows have it all: what is in memory begins again with the next query
            logger.exception("a vector index in memory was given up, and is made again")
            with self._lock:
                self._start_again()
        finally:
            self._mover = None

    def _move_some(self) -> bool:
        """Move the oldest; whether there may be more."""
        from cassette.engines.embedded.search.vectors.graph import Graph

        source = self._source
        with self._lock:
            if len(self._fresh) <= MOVED_ROWS:
                return False
            if self._graph is None:
                self._graph = Graph.empty(source.dimension, source.similarity)
            graph = self._graph
            changes, vectors = self._fresh.first(MOVED_ROWS)
        graph.add(changes, vectors, threads=max(1, (os.cpu_count() or 1) // 2))
        with self._lock:
            if self._graph is graph:
                self._fresh.forget(changes)
                self._unsaved += len(changes)
        return True

    def _save(self) -> None:
        """Write the graph beside the database."""
        with self._lock:
            graph, self._unsaved = self._graph, 0
            fresh = self._fresh.changes
            seen = int(fresh[0]) - 1 if len(fresh) else self._seen
        if self._file is None or graph is None:
            return
        save(self._file, self._source.mark, seen, graph)
