"""The graph: an approximate index, an HNSW graph of the voyager library, over vectors by their changes."""

from collections.abc import Callable, Iterable
from time import sleep
from typing import BinaryIO

import numpy as np
import voyager

from cassette.engines.embedded.search.vectors.fresh import Changes
from cassette.engines.embedded.search.vectors.near import Floats
from cassette.engines.embedded.search.vectors.turns import Turns

LINKS = 24
BUILD_EFFORT = 200
EFFORT = 144
"""How many candidates a query keeps in view at least: recall of 0.95 on hard data, measured in docs/decisions/0009."""
TURN_ROWS = 16
"""So many vectors come in at once, some 20 ms of work, while queries wait."""
PAUSE_S = 0.001
SPACES = {
    "COSINE": voyager.Space.InnerProduct,
    "DOT_PRODUCT": voyager.Space.InnerProduct,
    "EUCLIDEAN": voyager.Space.Euclidean,
}
"""Vectors for cosine come with the length 1, where the inner product says the same and costs less."""


class Graph:
    """An HNSW graph."""

    def __init__(self, index: voyager.Index, forgotten: Iterable[int] = ()) -> None:
        self._index = index
        self._turns = Turns()
        self.forgotten = set(forgotten)

    @classmethod
    def empty(cls, dimension: int, similarity: str) -> "Graph":
        """Make one without vectors."""
        return cls(voyager.Index(SPACES[similarity], dimension, M=LINKS, ef_construction=BUILD_EFFORT))

    @classmethod
    def load(cls, file: BinaryIO, dimension: int, similarity: str, forgotten: Iterable[int]) -> "Graph":
        """Read one from where a file stands. Raises whatever voyager finds wrong with it."""
        return cls(voyager.Index.load(file, SPACES[similarity], dimension), forgotten)

    def save(self, file: BinaryIO, head: Callable[[list[int]], bytes]) -> None:
        """Write it to where a file stands, behind what `head` makes of the changes that are forgotten."""
        with self._turns.reading():
            file.write(head(sorted(self.forgotten)))
            self._index.save(file)

    def __len__(self) -> int:
        """Count all vectors, those that are forgotten too."""
        return int(self._index.num_elements)

    def sample(self, count: int) -> dict[int, Floats]:
        """Give some of the vectors by their changes, from all over the graph."""
        changes = [change for change in sorted(self._index.ids) if change not in self.forgotten]
        chosen = changes[:: max(1, len(changes) // count)]
        return {change: self._index.get_vector(change) for change in chosen}

    def add(self, changes: Changes, vectors: Floats, threads: int) -> None:
        """Put vectors in; they come prepared. Queries get their turn in between."""
        # the library mends a vertex that it has already, and a change never gets another vector
        fresh = np.array([change not in self._index for change in changes.tolist()], bool)
        changes, vectors = changes[fresh], vectors[fresh]
        for at in range(0, len(changes), TURN_ROWS):
            part = slice(at, at + TURN_ROWS)
            with self._turns.writing():
                self._index.add_items(vectors[part], changes[part].tolist(), num_threads=threads)
            sleep(PAUSE_S)

    def forget(self, changes: Changes) -> None:
        """Keep vectors from being found; those that are not there are no matter."""
        with self._turns.writing():
            for change in changes.tolist():
                if change in self._index and change not in self.forgotten:
                    self._index.mark_deleted(change)
                    self.forgotten.add(change)

    def nearest(self, wanted: Floats, count: int) -> tuple[Changes, Floats]:
        """Give the changes of the nearest vectors and their distances; fewer where no more are found."""
        count = min(count, len(self) - len(self.forgotten))
        effort = max(EFFORT, count + count // 2)
        while count > 0:
            try:
                with self._turns.reading():
                    changes, distances = self._index.query(wanted, count, query_ef=effort)
            except voyager.RecallError:
                # forgotten ones are in the way, or the graph has islands: look for fewer, with more effort
                count, effort = count * 3 // 4, effort * 2
                continue
            return changes.astype(np.int64), distances
        return np.empty(0, np.int64), np.empty(0, np.float32)
