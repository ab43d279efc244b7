"""What a SELECT may ask for, and how its pages go on: DISTINCT, PER PARTITION LIMIT, GROUP BY, static columns."""

from collections.abc import Sequence
from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.rows import Row
from cassette.engines.embedded.statements import select_reading
from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (k int, c int, s int STATIC, v int, x text, PRIMARY KEY (k, c))"
PARTITIONS = [5, 1, 8, 0, 2, 4, 7, 6, 9, 3]
"""0 … 9 in the order of their tokens."""


async def make(session: Session) -> None:
    """Partitions 0 … 4 have ten rows each, 5 … 7 a static column only, 8 both, 9 neither."""
    await session.run(TABLE)
    for k in (0, 1, 2, 3, 4, 8):
        for c in range(10):
            await session.run("INSERT INTO ks.t (k, c, v, x) VALUES (?, ?, ?, ?)", k, c, c % 3, "x" * c)
    for k in (5, 6, 7, 8):
        await session.run("INSERT INTO ks.t (k, s) VALUES (?, ?)", k, 10 * k)


def rows_of(k: int) -> list[Row]:
    """The rows of a partition: k, c, s."""
    static = 10 * k if k in (5, 6, 7, 8) else None
    if k in (5, 6, 7):
        return [(k, None, static)]
    return [] if k == 9 else [(k, c, static) for c in range(10)]


SELECTS: dict[str, tuple[str, Sequence[Row]]] = {
    "everything": ("SELECT k, c, s FROM ks.t", [row for k in PARTITIONS for row in rows_of(k)]),
    "per partition": (
        "SELECT k, c, s FROM ks.t PER PARTITION LIMIT 4",
        [row for k in PARTITIONS for row in rows_of(k)[:4]],
    ),
    "per partition and limit": (
        "SELECT k, c, s FROM ks.t PER PARTITION LIMIT 4 LIMIT 11",
        [row for k in PARTITIONS for row in rows_of(k)[:4]][:11],
    ),
    "distinct": ("SELECT DISTINCT k, s FROM ks.t", [(k, rows_of(k)[0][2]) for k in PARTITIONS if k != 9]),
    "distinct limit": ("SELECT DISTINCT k FROM ks.t LIMIT 5", [(k,) for k in PARTITIONS[:5]]),
    "group": ("SELECT k, count(*) FROM ks.t GROUP BY k", [(k, len(rows_of(k))) for k in PARTITIONS if k != 9]),
    "group of each": (
        "SELECT k, c, max(v) FROM ks.t GROUP BY k, c PER PARTITION LIMIT 2 LIMIT 7",
        [(k, c, c % 3 if isinstance(c, int) else None) for k in PARTITIONS for (_, c, _) in rows_of(k)[:2]][:7],
    ),
    "filter": (
        "SELECT k, c FROM ks.t WHERE v = 2 PER PARTITION LIMIT 2 ALLOW FILTERING",
        [(k, c) for k in PARTITIONS if k in (0, 1, 2, 3, 4, 8) for c in (2, 5)],
    ),
    "static filter": (
        "SELECT k, c FROM ks.t WHERE s >= 60 ALLOW FILTERING",
        [(k, c) for k in PARTITIONS if k in (6, 7, 8) for (_, c, _) in rows_of(k)],
    ),
    "some partitions": (
        "SELECT k, c FROM ks.t WHERE k IN (8, 5, 1) PER PARTITION LIMIT 3",
        [(k, c) for k in (1, 5, 8) for (_, c, _) in rows_of(k)[:3]],
    ),
    "turned round": (
        "SELECT c FROM ks.t WHERE k = 8 ORDER BY c DESC PER PARTITION LIMIT 5",
        [(9 - c,) for c in range(5)],
    ),
}


@pytest.mark.parametrize("skipped", [0, 32])
@pytest.mark.parametrize("name", SELECTS)
def test_select_and_all_its_pages(
    on_engine: OnEngine, monkeypatch: pytest.MonkeyPatch, name: str, skipped: int
) -> None:
    cql, expected = SELECTS[name]

    async def body(session: Session) -> None:
        monkeypatch.setattr(select_reading, "MOST_SKIPPED", skipped)
        await make(session)
        assert await session.rows(cql) == list(expected)
        for size in (1, 2, 7, 100):
            pages = await session.pages(cql, rows=size)
            assert [row for page in pages for row in page] == list(expected)
            assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)
            assert pages[-1]

    on_engine(body)


def test_pages_go_on_after_a_restart_and_belong_to_their_query(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        cql, expected = SELECTS["per partition"]
        found: list[Row] = []
        state: bytes | None = None
        while not found or state is not None:
            page = await session.run(cql, rows=3, state=state)
            found += page.rows
            state = page.paging_state
            await session.restart()
            if state is not None:
                with pytest.raises(InvalidRequest):
                    await session.run("SELECT k, c, s FROM ks.t PER PARTITION LIMIT 5", rows=3, state=state)
        assert found == list(expected)

    on_disk(body)


def test_partition_of_many_rows_is_jumped_over(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run(TABLE)
        for k in (1, 2):
            await session.batch(*(("INSERT INTO ks.t (k, c) VALUES (?, ?)", (k, c)) for c in range(500)))
        asked: list[str] = []

        def trace(cursor: object, sql: str, values: object) -> bool:
            asked.append(sql)
            return True

        session.engine._connection.exec_trace = trace
        assert await session.column("SELECT DISTINCT k FROM ks.t") == [1, 2]
        session.engine._connection.exec_trace = None
        assert len([sql for sql in asked if "t.token >= ?" in sql]) == 2

    on_engine(body)


REFUSED: list[tuple[str, tuple[Any, ...]]] = [
    ("SELECT k FROM ks.t WHERE k = 1 AND c > 1 AND c > 2", ()),
    ("SELECT k FROM ks.t WHERE k = 1 AND c = 1 AND c = 1", ()),
    ("SELECT k FROM ks.t WHERE c = 1", ()),
    ("SELECT k FROM ks.t WHERE s = 1", ()),
    ("SELECT k FROM ks.t WHERE k > 1", ()),
    ("SELECT k FROM ks.t WHERE (k, c) = (1, 1)", ()),
    ("SELECT k FROM ks.t WHERE k = 1 AND (c, c) = (1, 1)", ()),
    ("SELECT k FROM ks.t WHERE k = 1 AND (c) > ?", ((1, 2),)),
    ("SELECT k FROM ks.t WHERE token(c) > 1", ()),
    ("SELECT k FROM ks.t WHERE token(k) != 1", ()),
    ("SELECT k FROM ks.t WHERE k IN ?", (5,)),
    ("SELECT k FROM ks.t WHERE k IN ?", (None,)),
    ("SELECT k FROM ks.t WHERE k IN ?", ([1, None],)),
    ("SELECT k FROM ks.t WHERE x IS NOT NULL ALLOW FILTERING", ()),
    ("SELECT s FROM ks.t WHERE k = 1 AND c = 1", ()),
    ("SELECT DISTINCT c FROM ks.t", ()),
    ("SELECT DISTINCT s FROM ks.t", ()),
    ("SELECT DISTINCT k FROM ks.t WHERE c = 1 ALLOW FILTERING", ()),
    ("SELECT DISTINCT k FROM ks.t PER PARTITION LIMIT 1", ()),
    ("SELECT count(*) FROM ks.t PER PARTITION LIMIT 1", ()),
    ("SELECT k FROM ks.t LIMIT ?", (0,)),
    ("SELECT k FROM ks.t LIMIT ?", (None,)),
    ("SELECT k FROM ks.t PER PARTITION LIMIT ?", (-1,)),
    ("SELECT k FROM ks.t ORDER BY c", ()),
    ("SELECT k FROM ks.t WHERE k = 1 ORDER BY v", ()),
    ("SELECT k FROM ks.t WHERE k = 1 ORDER BY nobody", ()),
    ("SELECT k FROM ks.t WHERE token(k) = 1 ORDER BY c", ()),
]


@pytest.mark.parametrize(("cql", "values"), REFUSED)
def test_select_is_refused(on_engine: OnEngine, cql: str, values: tuple[Any, ...]) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.refused(InvalidRequest, cql, *values)

    on_engine(body)


def test_order_over_many_partitions_gives_no_pages(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        cql = "SELECT k, c FROM ks.t WHERE k IN (8, 1) ORDER BY c DESC"
        assert (await session.rows(cql))[:4] == [(1, 9), (8, 9), (1, 8), (8, 8)]
        limited = await session.run(f"{cql} LIMIT 3", rows=5)
        assert limited.rows == [(1, 9), (8, 9), (1, 8)]
        assert limited.paging_state is None
        with pytest.raises(InvalidRequest):
            await session.run(cql, rows=5)

    on_engine(body)
