"""Vectors: ORDER BY … ANN OF on 100,000 vectors of 384 numbers, against the library beneath it by itself.

The vectors are hard ones: they fill forty dimensions evenly and have noise in all the others, where clusters
would flatter any graph. Both sides ask one question after the other, on one thread.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import voyager

from bench.figures import Figure, Findings, at_least
from bench.progress import say
from cassette.cql.parser import parse
from cassette.cql.statements.statement import Statement
from cassette.engines.embedded import EmbeddedEngine
from cassette.engines.embedded.search.vectors import graph

Floats = npt.NDArray[np.float32]

DIMENSION = 384
TRUE_DIMENSION = 40
NOISE = 0.3
NEAREST = 10
SHARES = 100
"""The filter keeps one row in so many."""
AT_ONCE = 500

SCHEMA = (
    "CREATE KEYSPACE bench WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    f"CREATE TABLE bench.items (k int PRIMARY KEY, share int, v vector<float, {DIMENSION}>)",
    "CREATE CUSTOM INDEX ON bench.items (v) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX ON bench.items (share) USING 'StorageAttachedIndex'",
)
INSERT = parse("INSERT INTO bench.items (k, share, v) VALUES (?, ?, ?)")
ANN = parse(f"SELECT k FROM bench.items ORDER BY v ANN OF ? LIMIT {NEAREST}")
FILTERED = parse(f"SELECT k FROM bench.items WHERE share = 7 ORDER BY v ANN OF ? LIMIT {NEAREST}")


def measure(vectors: int, queries: int, findings: Findings) -> None:
    """Measure recall, and queries a second, with and without a filter."""
    data, asked = _vectors(vectors, seed=7), _vectors(queries, seed=8)
    with tempfile.TemporaryDirectory() as directory:
        ours = asyncio.run(_engine(Path(directory) / "data", data, asked))
    bare_s, bare = _bare(data, asked)
    every = np.arange(vectors)
    kept = every[every % SHARES == 7]
    rate = queries / ours["ann"][0]
    findings.figures += [
        Figure(f"ANN on {vectors:,} × {DIMENSION}", rate, "queries/s"),
        Figure("... the bare library", queries / bare_s, "queries/s"),
        Figure("... as a share of it", 100 * rate * bare_s / queries, "%", at_least(50)),
        Figure("... recall@10", _recall(data, asked, every, ours["ann"][1]), "", at_least(0.95)),
        Figure("... recall@10 of the bare library", _recall(data, asked, every, bare), ""),
        Figure("... with a filter that keeps 1 %", queries / ours["filtered"][0], "queries/s"),
        Figure("... ... recall@10", _recall(data, asked, kept, ours["filtered"][1]), "", at_least(0.99)),
    ]


def _vectors(count: int, seed: int) -> Floats:
    basis = np.random.default_rng(1).normal(size=(TRUE_DIMENSION, DIMENSION))
    numbers = np.random.default_rng(seed)
    made = numbers.normal(size=(count, TRUE_DIMENSION)) @ basis + NOISE * numbers.normal(size=(count, DIMENSION))
    found: Floats = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return found


async def _engine(directory: Path, data: Floats, asked: Floats) -> dict[str, tuple[float, list[list[int]]]]:
    engine = await EmbeddedEngine.open(directory)
    for cql in SCHEMA:
        await engine.execute(parse(cql))
    for at in range(0, len(data), AT_ONCE):
        say(f"vectors: {at:,} of {len(data):,} written")
        many = range(at, min(at + AT_ONCE, len(data)))
        await asyncio.gather(*[engine.execute(INSERT, (k, k % SHARES, data[k].tolist())) for k in many])
    say("vectors: the graph is built")
    await engine.execute(ANN, (asked[0].tolist(),))
    await engine.built()
    found = {"ann": await _asked(engine, ANN, asked), "filtered": await _asked(engine, FILTERED, asked)}
    await engine.close()
    return found


async def _asked(engine: EmbeddedEngine, statement: Statement, asked: Floats) -> tuple[float, list[list[int]]]:
    probes = [probe.tolist() for probe in asked]
    await engine.execute(statement, (probes[0],))
    begun = time.perf_counter()
    found = [await engine.execute(statement, (probe,)) for probe in probes]
    return time.perf_counter() - begun, [[int(str(row[0])) for row in rows.rows] for rows in found]


def _bare(data: Floats, asked: Floats) -> tuple[float, list[list[int]]]:
    """Ask the library by itself, with the engine's own settings."""
    say("vectors: the bare library")
    index = voyager.Index(graph.SPACES["COSINE"], DIMENSION, M=graph.LINKS, ef_construction=graph.BUILD_EFFORT)
    index.add_items(data)

    def query(probe: Floats) -> list[int]:
        found: list[int] = index.query(probe, NEAREST, query_ef=graph.EFFORT)[0].tolist()
        return found

    query(asked[0])
    begun = time.perf_counter()
    found = [query(probe) for probe in asked]
    return time.perf_counter() - begun, found


def _recall(data: Floats, asked: Floats, among: npt.NDArray[np.int64], found: list[list[int]]) -> float:
    """Give the share of the true nearest, of some of the vectors, that were found."""
    closeness = asked @ data[among].T
    hits = 0
    for line, answer in zip(closeness, found, strict=True):
        hits += len(set(among[np.argsort(-line)[:NEAREST]].tolist()) & set(answer))
    return hits / (NEAREST * len(asked))
