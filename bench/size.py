"""How much is measured: the whole run, and the quick one that only shows where things stand."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counts and times of one run."""

    documents: int = 20_000
    seconds: float = 5
    """Of one burst of a workload."""
    floor_seconds: float = 3
    rounds: int = 3
    latency_seconds: float = 30
    warmup_seconds: float = 3
    starts: int = 7
    ingested: int = 100_000
    kills: int = 20
    points: int = 20_000
    """Rows that are read by their keys."""
    singles: int = 400
    """Rows that one task inserts, one after the other."""
    bulk: int = 60_000
    paged: int = 1_000_000
    vectors: int = 100_000
    queries: int = 300


FULL = Size()
QUICK = Size(
    documents=4_000,
    seconds=1,
    floor_seconds=1,
    rounds=1,
    latency_seconds=3,
    warmup_seconds=0.5,
    starts=3,
    ingested=5_000,
    kills=3,
    points=4_000,
    singles=120,
    bulk=6_000,
    paged=50_000,
    vectors=10_000,
    queries=100,
)
