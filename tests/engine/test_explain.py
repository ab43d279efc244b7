"""EXPLAIN: the way of a statement in words, which is not taken."""

from typing import Any

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest, StaleSchema, SyntaxFault

TABLE = """
    CREATE TABLE ks.t (k int, c int, d int, s int STATIC, v int, n int, l list<int>, PRIMARY KEY (k, c, d))
    WITH CLUSTERING ORDER BY (c DESC, d ASC)
"""


async def make(session: Session) -> None:
    await session.run(TABLE)
    await session.run("CREATE INDEX by_v ON ks.t (v) USING 'sai'")
    for c in range(5):
        await session.run("INSERT INTO ks.t (k, c, d, s, v, n) VALUES (1, ?, 1, 9, ?, 0)", c, c % 2)


WAYS: list[tuple[str, tuple[Any, ...], list[tuple[str, str]]]] = [
    (
        "SELECT * FROM ks.t WHERE k = ? AND c = 1 AND d = 1",
        (1,),
        [("read", "one row of ks.t by its whole primary key")],
    ),
    (
        "SELECT v FROM ks.t WHERE k IN (1, 2) AND c > 1 ORDER BY c ASC",
        (),
        [
            ("read", "2 partitions of ks.t by the partition key"),
            ("check", "c > 1: in SQL"),
            ("order", "by c over all partitions, sorted"),
            ("where", "on the event loop"),
        ],
    ),
    (
        "SELECT k FROM ks.t WHERE v = ? AND l CONTAINS 3 LIMIT 2 ALLOW FILTERING",
        (1,),
        [
            ("read", "an index: v = ?, about 2 rows"),
            ("check", "l CONTAINS 3: row by row"),
            ("order", "by token, then c descending, d, sorted"),
            ("limit", "2 in all"),
            ("where", "on the event loop"),
        ],
    ),
    (
        "SELECT DISTINCT k, s FROM ks.t",
        (),
        [
            ("read", "the whole of ks.t in its order, about 5 rows"),
            ("join", "the static row of each partition"),
            ("order", "by token, then c descending, d, as the table stands"),
            ("limit", "one row for each partition"),
            ("where", "on the event loop"),
        ],
    ),
    (
        "SELECT k, max(v) FROM ks.t WHERE n > 1 GROUP BY k PER PARTITION LIMIT 3 ALLOW FILTERING",
        (),
        [
            ("read", "the whole of ks.t in its order, about 5 rows"),
            ("check", "n > 1: in SQL"),
            ("order", "by token, then c descending, d, as the table stands"),
            ("group", "row by row, in the order of the primary key"),
            ("limit", "3 of each partition"),
            ("where", "on the event loop"),
        ],
    ),
    (
        "UPDATE ks.t SET v = 2 WHERE k = 1 AND c = 1 AND d = 1 IF v = 1",
        (),
        [
            ("write", "rows of ks.t"),
            ("condition", "the row is read first, and the write happens only if the condition holds"),
            ("merge", "nothing: every write is newer than all before it"),
            ("index", "by_v is kept up"),
        ],
    ),
    (
        "BEGIN BATCH INSERT INTO ks.t (k, c, d) VALUES (1, 9, 9) USING TTL 5; APPLY BATCH",
        (),
        [
            ("batch", "writes that happen together or not at all: 1"),
            ("write", "rows of ks.t"),
            ("merge", "the table has write times or TTLs of its own: cells and tombstones are read and merged"),
            ("index", "by_v is kept up"),
        ],
    ),
]


@pytest.mark.parametrize(("cql", "values", "steps"), WAYS, ids=[cql[:40] for cql, _, _ in WAYS])
def test_explain_tells_the_way(
    on_engine: OnEngine, cql: str, values: tuple[Any, ...], steps: list[tuple[str, str]]
) -> None:
    async def body(session: Session) -> None:
        await make(session)
        before = await session.rows("SELECT * FROM ks.t")
        explained = await session.run(f"EXPLAIN {cql}", *values)
        assert [column.name for column in explained.columns] == ["step", "detail"]
        assert explained.rows == steps
        assert await session.rows("SELECT * FROM ks.t") == before

    on_engine(body)


def test_explain_refuses_what_the_statement_would_be_refused_for(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        await session.refused(InvalidRequest, "EXPLAIN SELECT * FROM ks.t WHERE n = 1")
        await session.refused(InvalidRequest, "EXPLAIN SELECT * FROM ks.t WHERE k = ?")
        await session.refused(StaleSchema, "EXPLAIN SELECT * FROM ks.nothing")
        await session.refused(SyntaxFault, "EXPLAIN DROP TABLE ks.t")

    on_engine(body)
