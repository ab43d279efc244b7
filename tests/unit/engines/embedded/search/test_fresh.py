"""Fresh vectors: the nearest of them, as they come and go."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.engines.embedded.search.vectors import near
from cassette.engines.embedded.search.vectors.fresh import Fresh
from cassette.errors import InvalidRequest

STEPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), min_size=1, max_size=6)


@given(STEPS, st.sampled_from(["COSINE", "DOT_PRODUCT", "EUCLIDEAN"]), st.integers(1, 20))
def test_nearest_are_those_of_a_plain_sort(steps: list[tuple[int, int]], similarity: str, count: int) -> None:
    numbers = np.random.default_rng(4)
    fresh = Fresh(3, similarity)
    known: dict[int, np.ndarray[tuple[int], np.dtype[np.float32]]] = {}
    change = 0
    for coming, going in steps:
        vectors = near.prepared(numbers.normal(size=(coming, 3)).astype(np.float32), similarity)
        changes = np.arange(change, change + coming, dtype=np.int64)
        change += coming
        fresh.add(changes, vectors)
        known.update(zip(changes.tolist(), vectors, strict=True))
        gone = sorted(known)[::3][:going]
        fresh.forget(np.array(gone, np.int64))
        for one in gone:
            del known[one]
        wanted = near.query(numbers.normal(size=3).tolist(), similarity)
        found, distances = fresh.nearest(wanted, count)
        assert len(found) == len(distances) == min(count, len(known)) == len(set(found.tolist()))
        true = {one: near.distances(vector[None], wanted, similarity)[0] for one, vector in known.items()}
        assert sorted(distances.tolist()) == pytest.approx(sorted(true.values())[:count], abs=1e-5)
        assert sorted(fresh.changes.tolist()) == sorted(known)


def test_vector_without_a_direction_is_refused_for_cosine_only() -> None:
    with pytest.raises(InvalidRequest):
        near.query([0.0, 0.0], "COSINE")
    assert near.query([0.0, 0.0], "EUCLIDEAN").tolist() == [0.0, 0.0]
