"""Vectors: ORDER BY … ANN OF, on a few vectors and on many, as rows change, with conditions, after a restart."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.engine.session import OnEngine, Session

from cassette.engines.embedded.search.vectors import cache, search
from cassette.errors import InvalidRequest

TABLE = """CREATE TABLE ks.t (k int, c int, v vector<float, 8>, a int, x text, s int static, PRIMARY KEY (k, c))"""
INSERT = "INSERT INTO ks.t (k, c, v, a) VALUES (?, ?, ?, ?)"
NEAREST = "SELECT k, c FROM ks.t ORDER BY v ANN OF ? LIMIT ?"

Key = tuple[int, int]
Vectors = dict[Key, Any]


@pytest.fixture
def graph_of_few() -> Iterator[None]:
    """Let a graph be made of a few vectors, and searched where few rows pass."""
    kept = (cache.FEW_FLOATS, cache.MANY_ROWS, cache.MOVED_ROWS, search.EXACT_ROWS)
    cache.FEW_FLOATS, cache.MANY_ROWS, cache.MOVED_ROWS, search.EXACT_ROWS = 50 * 8, 20, 20, 20
    yield
    cache.FEW_FLOATS, cache.MANY_ROWS, cache.MOVED_ROWS, search.EXACT_ROWS = kept


async def make_vectors(session: Session, count: int, similarity: str = "cosine") -> Vectors:
    """Make the table and fill it with vectors from a generator with a seed."""
    await session.run(TABLE)
    options = f"WITH OPTIONS = {{'similarity_function': '{similarity}'}}"
    await session.run(f"CREATE CUSTOM INDEX vectors ON ks.t (v) USING 'StorageAttachedIndex' {options}")
    await session.run("CREATE CUSTOM INDEX numbers ON ks.t (a) USING 'StorageAttachedIndex'")
    numbers = np.random.default_rng(8)
    made = {(at // 10, at % 10): numbers.normal(size=8).astype(np.float32) for at in range(count)}
    for (k, c), vector in made.items():
        await session.run(INSERT, k, c, vector.tolist(), (10 * k + c) % 10)
    return made


def ranked(vectors: Vectors, wanted: Any, similarity: str = "cosine") -> list[Key]:
    """Rank all keys, one by one."""

    def distance(key: Key) -> float:
        vector = vectors[key]
        if similarity == "euclidean":
            return float(((vector - wanted) ** 2).sum())
        closeness = float(vector @ wanted)
        return -closeness / float(np.linalg.norm(vector)) if similarity == "cosine" else -closeness

    return sorted(vectors, key=distance)


def probes(count: int = 5) -> list[Any]:
    numbers = np.random.default_rng(9)
    return [numbers.normal(size=8).astype(np.float32) for _ in range(count)]


async def check(session: Session, vectors: Vectors, similarity: str = "cosine") -> None:
    """Compare answers with what the vectors themselves say."""
    for probe in probes():
        found = await session.rows(NEAREST, probe.tolist(), 10)
        assert found == ranked(vectors, probe, similarity)[:10]


@pytest.mark.parametrize("similarity", ["cosine", "DOT_PRODUCT", "euclidean"])
def test_nearest_come_first(on_engine: OnEngine, similarity: str) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 60, similarity)
        await check(session, vectors, similarity.lower())
        assert len(await session.rows(NEAREST, [1.0] * 8, 1_000)) == 60

    on_engine(body)


@pytest.mark.parametrize("similarity", ["cosine", "euclidean"])
def test_answers_follow_every_change(on_engine: OnEngine, graph_of_few: None, similarity: str) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 200, similarity)
        numbers = np.random.default_rng(10)
        for step in range(6):
            await check(session, vectors, similarity)
            for key in list(vectors)[step::7]:
                if step % 3 == 0:
                    vectors[key] = numbers.normal(size=8).astype(np.float32)
                    await session.run("UPDATE ks.t SET v = ? WHERE k = ? AND c = ?", vectors[key].tolist(), *key)
                elif step % 3 == 1:
                    del vectors[key]
                    await session.run("DELETE FROM ks.t WHERE k = ? AND c = ?", *key)
                else:
                    del vectors[key]
                    await session.run("UPDATE ks.t SET v = null WHERE k = ? AND c = ?", *key)
            if step == 3:
                await session.restart()
        await check(session, vectors, similarity)
        await session.run("TRUNCATE ks.t")
        assert await session.rows(NEAREST, [1.0] * 8, 10) == []
        await session.run(INSERT, 5, 5, [0.5] * 8, 1)
        assert await session.rows(NEAREST, [1.0] * 8, 10) == [(5, 5)]

    on_engine(body)


def test_conditions_never_cost_rows(on_engine: OnEngine, graph_of_few: None) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 300)
        for probe in probes():
            order = ranked(vectors, probe)
            for where, values, passes in (
                ("a = ?", (3,), lambda k, c: c == 3),
                ("a >= ?", (5,), lambda k, c: c >= 5),
                ("a > ? AND a < ?", (2, 4), lambda k, c: c == 3),
                ("k = ?", (7,), lambda k, c: k == 7),
                ("k = ? AND c > ?", (7, 4), lambda k, c: k == 7 and c > 4),
                ("k = ? AND a = ?", (7, 4), lambda k, c: (k, c) == (7, 4)),
                ("a = ?", (77,), lambda k, c: False),
            ):
                found = await session.rows(
                    f"SELECT k, c FROM ks.t WHERE {where} ORDER BY v ANN OF ? LIMIT 8", *values, probe.tolist()
                )
                assert found == [key for key in order if passes(*key)][:8], where

    on_engine(body)


def test_index_on_rows_that_are_there(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v vector<float, 2>)")
        for k, vector in enumerate(([1, 0], [0, 1], [1, 1])):
            await session.run("INSERT INTO ks.t (k, v) VALUES (?, ?)", k, vector)
        await session.run("INSERT INTO ks.t (k) VALUES (9)")
        await session.refused(InvalidRequest, "SELECT k FROM ks.t ORDER BY v ANN OF [1, 0.1] LIMIT 2")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (v) USING 'StorageAttachedIndex'")
        assert await session.column("SELECT k FROM ks.t ORDER BY v ANN OF [1, 0.1] LIMIT 9") == [0, 2, 1]
        await session.run("DROP INDEX ks.i")
        await session.run(
            "CREATE CUSTOM INDEX i ON ks.t (v) USING 'sai' WITH OPTIONS = {'similarity_function': 'euclidean'}"
        )
        assert await session.column("SELECT k FROM ks.t ORDER BY v ANN OF [0, 0.9] LIMIT 9") == [1, 2, 0]

    on_engine(body)


def test_second_engine_sees_what_the_first_has_written(on_disk: OnEngine, graph_of_few: None) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 150)
        other = await session.other()
        numbers = np.random.default_rng(11)
        for writer, reader in ((session, other), (other, session)):
            await check(reader, vectors)
            for key in list(vectors)[::3]:
                vectors[key] = numbers.normal(size=8).astype(np.float32)
                await writer.run("UPDATE ks.t SET v = ? WHERE k = ? AND c = ?", vectors[key].tolist(), *key)
            await writer.run("DELETE FROM ks.t WHERE k = 3")
            vectors = {key: vector for key, vector in vectors.items() if key[0] != 3}
            await check(reader, vectors)

    on_disk(body)


@pytest.mark.parametrize("damage", [b"", b"\0\0\0", b"\xff" * 5_000, None])
def test_saved_graph_that_is_damaged_is_made_again(on_disk: OnEngine, graph_of_few: None, damage: bytes | None) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 150)
        await check(session, vectors)
        assert session.directory is not None
        await session.engine.close()
        (saved,) = session.directory.glob("*.vectors")
        if damage is None:
            saved.write_bytes(saved.read_bytes()[:-1_000])
        else:
            saved.write_bytes(damage)
        await session.restart()
        await check(session, vectors)

    on_disk(body)


def test_dropped_index_leaves_no_file(on_disk: OnEngine, graph_of_few: None) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 150)
        await check(session, vectors)
        await session.restart()
        assert session.directory is not None
        assert len(list(session.directory.glob("*.vectors"))) == 1
        await session.run("DROP INDEX ks.vectors")
        assert list(session.directory.glob("*.vectors")) == []
        await session.refused(InvalidRequest, NEAREST, [1.0] * 8, 3)

    on_disk(body)


@pytest.mark.parametrize(
    ("cql", "values"),
    [
        ("SELECT k FROM ks.t ORDER BY v ANN OF ?", ([1.0] * 8,)),
        (NEAREST, ([1.0] * 8, 1_001)),
        (NEAREST, ([1.0] * 8, 0)),
        (NEAREST, ([1.0] * 7, 5)),
        (NEAREST, (None, 5)),
        (NEAREST, ([0.0] * 8, 5)),
        ("SELECT k FROM ks.t ORDER BY x ANN OF 'a' LIMIT 3", ()),
        ("SELECT k FROM ks.t ORDER BY a ANN OF 1 LIMIT 3", ()),
        ("SELECT k FROM ks.t ORDER BY nobody ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t ORDER BY v ANN OF ?, c LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t ORDER BY v ANN OF ? PER PARTITION LIMIT 1 LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t GROUP BY k ORDER BY v ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT count(*) FROM ks.t ORDER BY v ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE x = 'x' ORDER BY v ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE x = 'x' ORDER BY v ANN OF ? LIMIT 3 ALLOW FILTERING", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE c = 1 ORDER BY v ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE k IN (1, 2) ORDER BY v ANN OF ? LIMIT 3", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE v = ?", ([1.0] * 8,)),
        ("SELECT k FROM ks.t WHERE v = ? ALLOW FILTERING", ([1.0] * 8,)),
        (INSERT, (1, 1, [0.0] * 8, 1)),
        (INSERT, (1, 1, [-0.0] * 8, 1)),
    ],
)
def test_what_cannot_be_ranked_is_refused(on_engine: OnEngine, cql: str, values: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make_vectors(session, 3)
        await session.refused(InvalidRequest, cql, *values)
        assert await session.column("SELECT count(*) FROM ks.t") == [3]

    on_engine(body)


def test_selections_beside_the_ranking(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 30)
        await session.run("INSERT INTO ks.t (k, s) VALUES (1, 7)")
        probe = probes(1)[0]
        order = ranked(vectors, probe)
        found = await session.rows("SELECT k, c, s, a FROM ks.t ORDER BY v ANN OF ? LIMIT 5", probe.tolist())
        assert found == [(k, c, 7 if k == 1 else None, (10 * k + c) % 10) for k, c in order[:5]]
        first = await session.run("SELECT k, c FROM ks.t ORDER BY v ANN OF ? LIMIT 5", probe.tolist(), rows=2)
        assert list(first.rows) == order[:5]
        assert first.paging_state is None

    on_engine(body)


def test_saved_graph_of_another_history_is_made_again(on_disk: OnEngine, graph_of_few: None) -> None:
    """A database that was put back from a copy, and written since, has other vectors under the same changes."""

    async def body(session: Session) -> None:
        vectors = await make_vectors(session, 120)
        assert session.directory is not None
        database = session.directory / "cassette.db"
        await session.engine.close()
        copy = database.read_bytes()
        await session.restart()
        numbers = np.random.default_rng(12)
        more = {(at, 0): numbers.normal(size=8).astype(np.float32) for at in range(100, 180)}
        for key, vector in more.items():
            await session.run(INSERT, *key, vector.tolist(), 0)
        await check(session, {**vectors, **more})
        await session.built()
        await session.engine.close()
        database.write_bytes(copy)
        await session.restart()
        more = {key: numbers.normal(size=8).astype(np.float32) for key in more}
        for key, vector in more.items():
            await session.run(INSERT, *key, vector.tolist(), 0)
        await check(session, {**vectors, **more})

    on_disk(body)
