"""Aggregates and GROUP BY."""

from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (k int, a int, b timestamp, v int, d decimal, st int STATIC, PRIMARY KEY (k, a, b))"


async def filled(session: Session) -> None:
    """k 1: a 0…2 with two rows each, v 0…5; k 2: one row without v; k 3: static only."""
    await session.run(TABLE)
    for at in range(6):
        await session.run("INSERT INTO ks.t (k, a, b, v) VALUES (1, ?, ?, ?)", at // 2, at * 1_800_000, at)
    await session.run("INSERT INTO ks.t (k, a, b) VALUES (2, 9, 0)")
    await session.run("INSERT INTO ks.t (k, st) VALUES (3, 7)")


@pytest.mark.parametrize(
    ("cql", "rows"),
    [
        ("count(*), count(v), min(v), max(v), sum(v), avg(v) FROM ks.t", [(8, 6, 0, 5, 15, 2)]),
        ("max(v + 1), max(v) + 1, abs(min(v) - 3), count(1) FROM ks.t", [(6, 6, 3, 8)]),
        ("max(a), v FROM ks.t WHERE k = 1", [(2, 0)]),
        ("count(*), v, sum(v), avg(d), max(v) FROM ks.t WHERE k = 4", [(0, None, 0, 0, None)]),
        ("count(*) FROM ks.t WHERE k = 4 GROUP BY k", []),
        ("k, count(*), sum(v), min(st) FROM ks.t GROUP BY k", [(1, 6, 15, None), (2, 1, 0, None), (3, 1, 0, 7)]),
        ("k, a, max(v) FROM ks.t WHERE k = 1 GROUP BY k, a", [(1, 0, 1), (1, 1, 3), (1, 2, 5)]),
        ("a, max(v) FROM ks.t WHERE k = 1 GROUP BY a", [(0, 1), (1, 3), (2, 5)]),
        ("a, max(v) FROM ks.t WHERE k = 1 GROUP BY a ORDER BY a DESC", [(2, 5), (1, 3), (0, 1)]),
        ("a, v FROM ks.t WHERE k = 1 GROUP BY a", [(0, 0), (1, 2), (2, 4)]),
        ("count(*) FROM ks.t WHERE k = 1 GROUP BY a LIMIT 2", [(2,), (2,)]),
        ("k, count(*) FROM ks.t WHERE k = 1 GROUP BY k, a PER PARTITION LIMIT 1", [(1, 2)]),
        ("sum(v) FROM ks.t WHERE k = 1 AND a = 1 GROUP BY b", [(2,), (3,)]),
        ("floor(b, 1h), sum(v) FROM ks.t WHERE k = 1 AND a = 0 GROUP BY floor(b, 1h)", [(0, 1)]),
        ("max(v) FROM ks.t WHERE v > 1 AND v < 4 ALLOW FILTERING", [(3,)]),
    ],
)
def test_rows_become_groups(on_engine: OnEngine, cql: str, rows: list[tuple[Any, ...]]) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        assert await session.rows(f"SELECT {cql}") == rows

    on_engine(body)


def test_groups_come_page_by_page(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        cql = "SELECT k, a, sum(v) FROM ks.t GROUP BY k, a"
        whole = await session.rows(cql)
        assert len(whole) == 5
        for rows in (1, 2, 3):
            assert [row for page in await session.pages(cql, rows=rows) for row in page] == whole
        assert await session.pages("SELECT sum(v) FROM ks.t", rows=1) == [[(15,)]]

    on_engine(body)


def test_equal_keys_are_one_group(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.d (k int, c decimal, x int, PRIMARY KEY (k, c, x))")
        for spelled, x in (("1.0", 1), ("1.00", 2), ("2", 3)):
            await session.run(f"INSERT INTO ks.d (k, c, x) VALUES (1, {spelled}, {x})")
        assert await session.column("SELECT count(*) FROM ks.d GROUP BY k, c") == [2, 1]

    on_engine(body)


@pytest.mark.parametrize(
    "groups",
    [
        "v",
        "st",
        "a",
        "a, k",
        "k, b",
        "k, k",
        "k, nope",
        "k, abs(a)",
        "k, floor(b, 1h)",
        "k, floor(v, 1d)",
        "k, a, floor(b, 1h), b",
        "k, a, max(b)",
        "k, a, to_date(b, b)",
    ],
)
def test_group_by_that_is_no_prefix_of_the_key_is_refused(on_engine: OnEngine, groups: str) -> None:
    async def body(session: Session) -> None:
        await filled(session)
        await session.refused(InvalidRequest, f"SELECT k FROM ks.t GROUP BY {groups}")

    on_engine(body)


def test_group_by_part_of_the_partition_key_is_refused(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.p (a int, b int, c int, PRIMARY KEY ((a, b), c))")
        await session.refused(InvalidRequest, "SELECT a FROM ks.p GROUP BY a")
        assert await session.rows("SELECT a FROM ks.p GROUP BY a, b") == []

    on_engine(body)
