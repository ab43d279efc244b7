"""Fresh vectors: compared one by one, in one matrix that grows at its end."""

import numpy as np
import numpy.typing as npt

from cassette.engines.embedded.search.vectors import near
from cassette.engines.embedded.search.vectors.near import Floats

Changes = npt.NDArray[np.int64]
FIRST_ROOM = 64


class Fresh:
    """Vectors by their changes, in the order of the changes."""

    def __init__(self, dimension: int, similarity: str) -> None:
        self._similarity = similarity
        self._changes: Changes = np.empty(FIRST_ROOM, np.int64)
        self._vectors: Floats = np.empty((FIRST_ROOM, dimension), np.float32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def changes(self) -> Changes:
        """The changes that are in it."""
        return self._changes[: self._count]

    def add(self, changes: Changes, vectors: Floats) -> None:
        """Put newer ones at the end; they come prepared."""
        end = self._count + len(changes)
        if end > len(self._changes):
            room = max(end, 2 * len(self._changes))
            # what a query in another thread has in its hands stays as it was
            self._changes = np.concatenate([self.changes, np.empty(room - self._count, np.int64)])
            space = np.empty((room - self._count, self._vectors.shape[1]), np.float32)
            self._vectors = np.concatenate([self._vectors[: self._count], space])
        self._changes[self._count : end] = changes
        self._vectors[self._count : end] = vectors
        self._count = end

    def first(self, count: int) -> tuple[Changes, Floats]:
        """Give copies of the oldest ones."""
        count = min(count, self._count)
        return self._changes[:count].copy(), self._vectors[:count].copy()

    def forget(self, changes: Changes) -> None:
        """Let some go."""
        left = ~np.isin(self.changes, changes)
        self._vectors = self._vectors[: self._count][left]
        self._changes = self.changes[left]
        self._count = len(self._changes)

    def nearest(self, wanted: Floats, count: int) -> tuple[Changes, Floats]:
        """Give the changes of the nearest vectors and their distances, in no order."""
        changes = self.changes
        found = near.distances(self._vectors[: len(changes)], wanted, self._similarity)
        if count >= len(changes):
            return changes, found
        chosen = np.argpartition(found, count - 1)[:count]
        return changes[chosen], found[chosen]
