"""Text indexes: column : 'text', and ORDER BY column BM25 OF 'text'."""

import sqlite3
from contextlib import closing

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import InvalidRequest

TABLE = "CREATE TABLE ks.t (k int PRIMARY KEY, x text, a int)"
TEXTS = {
    1: "The quick brown fox",
    2: "A quick quick fox, and lazy dog sleeps",
    3: "Lazy dogs sleep all day",
    4: "nothing here",
    5: "",
    6: None,
    7: "Über den Wolken: ÜBER alles",
}


async def make_texts(session: Session, analyzer: str = "standard") -> None:
    await session.run(TABLE)
    index = "CREATE CUSTOM INDEX i ON ks.t (x) USING 'StorageAttachedIndex' WITH OPTIONS = {'index_analyzer': '%s'}"
    await session.run(index % analyzer)
    await session.run("CREATE CUSTOM INDEX j ON ks.t (a) USING 'StorageAttachedIndex'")
    for k, text in TEXTS.items():
        await session.run("INSERT INTO ks.t (k, x, a) VALUES (?, ?, ?)", k, text, k % 2)


async def matching(session: Session, text: str) -> list[int]:
    return sorted(await session.column("SELECT k FROM ks.t WHERE x : ?", text))


@pytest.mark.parametrize(
    ("analyzer", "text", "found"),
    [
        ("standard", "quick", [1, 2]),
        ("standard", "QUICK fox", [1, 2]),
        ("standard", "lazy quick", [2]),
        ("standard", "sleep", [3]),
        ("standard", "über", [7]),
        ("standard", "AND", [2]),
        ("standard", "...", []),
        ("english", "sleeping dog", [2, 3]),
        ("english", "the", []),
        ("whitespace", "fox,", [2]),
        ("whitespace", "Lazy", [3]),
        ("keyword", "nothing here", [4]),
        ("keyword", "nothing", []),
        ('{"tokenizer": {"name": "edgengram", "args": {"minGramSize": "2", "maxGramSize": "3"}}}', "no", [4]),
    ],
)
def test_rows_that_have_every_term_are_found(on_engine: OnEngine, analyzer: str, text: str, found: list[int]) -> None:
    async def body(session: Session) -> None:
        await make_texts(session, analyzer)
        for _ in range(2):
            assert await matching(session, text) == found
            await session.restart()

    on_engine(body)


def test_index_follows_every_change(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_texts(session)
        await session.run("UPDATE ks.t SET x = 'a slow fox' WHERE k = 1")
        assert (await matching(session, "quick"), await matching(session, "slow")) == ([2], [1])
        await session.run("DELETE FROM ks.t WHERE k = 2")
        assert await matching(session, "quick") == []
        await session.run("UPDATE ks.t SET x = null WHERE k = 1")
        assert await matching(session, "fox") == []
        await session.run("INSERT INTO ks.t (k, x) VALUES (2, 'quick again')")
        assert await matching(session, "quick") == [2]
        await session.run("TRUNCATE ks.t")
        assert await matching(session, "quick") == []
        await session.run("INSERT INTO ks.t (k, x) VALUES (2, 'quick again')")
        await session.run("DROP INDEX ks.i")
        await session.refused(InvalidRequest, "SELECT k FROM ks.t WHERE x : 'quick'")
        await session.run("CREATE CUSTOM INDEX i ON ks.t (x) USING 'sai' WITH OPTIONS = {'index_analyzer': 'standard'}")
        assert await matching(session, "quick") == [2]

    on_engine(body)


def test_best_come_first(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_texts(session)
        best = "SELECT k FROM ks.t ORDER BY x BM25 OF ? LIMIT ?"
        assert await session.column(best, "quick", 10) == [2, 1]
        assert await session.column(best, "quick", 1) == [2]
        assert await session.column(best, "quick dog", 10) == [2]
        assert await session.column(best, "the", 10) == [1]
        assert await session.column(best, "", 10) == []
        filtered = "SELECT k FROM ks.t WHERE a = ? ORDER BY x BM25 OF 'quick' LIMIT 5"
        assert await session.column(filtered, 1) == [1]
        both = "SELECT k FROM ks.t WHERE x : 'fox' ORDER BY x BM25 OF 'lazy' LIMIT 5"
        assert await session.column(both) == [2]

    on_engine(body)


def test_match_beside_other_conditions(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_texts(session)
        assert await session.column("SELECT k FROM ks.t WHERE x : 'quick' AND a = 0") == [2]
        assert sorted(await session.column("SELECT k FROM ks.t WHERE x : 'quick' OR x : 'sleep'")) == [1, 2, 3]
        assert await session.column("SELECT k FROM ks.t WHERE k = 1 AND x : 'quick'") == [1]
        assert await session.column("SELECT k FROM ks.t WHERE k = 3 AND x : 'quick'") == []

    on_engine(body)


@pytest.mark.parametrize(
    ("cql", "values"),
    [
        ("SELECT k FROM ks.t ORDER BY x BM25 OF 'a'", ()),
        ("SELECT k FROM ks.t ORDER BY x BM25 OF 'a' LIMIT 1001", ()),
        ("SELECT k FROM ks.t ORDER BY x BM25 OF ? LIMIT 3", (None,)),
        ("SELECT k FROM ks.t ORDER BY x BM25 OF ? LIMIT 3", (5,)),
        ("SELECT k FROM ks.t ORDER BY a BM25 OF 1 LIMIT 3", ()),
        ("SELECT k FROM ks.t WHERE a : 1", ()),
        ("SELECT k FROM ks.t WHERE x : ?", (None,)),
        ("SELECT k FROM ks.t WHERE x : ?", (" ".join(map(str, range(2_000))),)),
    ],
)
def test_what_cannot_be_matched_is_refused(on_engine: OnEngine, cql: str, values: tuple[object, ...]) -> None:
    async def body(session: Session) -> None:
        await make_texts(session)
        await session.refused(InvalidRequest, cql, *values)

    on_engine(body)


def test_file_is_opened_by_any_sqlite(on_disk: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_texts(session, "english")
        assert session.directory is not None
        await session.engine.close()
        with closing(sqlite3.connect(session.directory / "cassette.db")) as plain:
            assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert plain.execute("SELECT count(*) FROM t1").fetchall() == [(len(TEXTS),)]
        await session.restart()
        assert await matching(session, "fox") == [1, 2]

    on_disk(body)
