"""CREATE INDEX: what may be indexed, by which class, with which options."""

import pytest
from tests.engine.session import OnEngine, Session

from cassette.errors import ConfigurationFault, EngineError, InvalidRequest

TABLE = """
CREATE TABLE ks.t (
    k int, k2 text, c int, s int static, b blob, du duration, x text, n int,
    v vector<float, 2>, v1 vector<float, 1>, vt vector<text, 2>,
    l list<int>, st set<text>, m map<text, int>, lb list<blob>, ldu list<duration>, fdu frozen<list<duration>>,
    fl frozen<list<int>>, fm frozen<map<int, text>>, tp tuple<int, text>,
    PRIMARY KEY ((k, k2), c))
"""


async def make_table(session: Session) -> None:
    await session.run(TABLE)
    await session.run("CREATE TABLE ks.one (k int PRIMARY KEY, v int)")


@pytest.mark.parametrize(
    ("target", "options"),
    [
        ("k", ""),
        ("k2", ""),
        ("c", ""),
        ("s", ""),
        ("x", "WITH OPTIONS = {'case_sensitive': 'false', 'normalize': 'true', 'ascii': 'true'}"),
        ("x", "WITH OPTIONS = {'index_analyzer': 'standard'}"),
        ("v", "WITH OPTIONS = {'similarity_function': 'dot_product', 'source_model': 'ada002'}"),
        ("v1", "WITH OPTIONS = {'similarity_function': 'EUCLIDEAN'}"),
        ("l", ""),
        ("values(st)", "WITH OPTIONS = {'case_sensitive': 'false'}"),
        ("m", ""),
        ("keys(m)", ""),
        ("entries(m)", ""),
        ("full(fl)", ""),
        ("full(fm)", ""),
        ("tp", ""),
    ],
)
def test_what_may_be_indexed(on_engine: OnEngine, target: str, options: str) -> None:
    async def body(session: Session) -> None:
        await make_table(session)
        await session.run(
            "INSERT INTO ks.t (k, k2, c, s, x, v, v1, l, st, m, fl, fm, tp) VALUES "
            "(1, 'a', 2, 3, 'X', [1, 2], [1], [4, 5], {'p', 'q'}, {'r': 6}, [], {7: 's'}, (8, null))"
        )
        await session.run(f"CREATE CUSTOM INDEX i ON ks.t ({target}) USING 'StorageAttachedIndex' {options}")
        await session.run(
            "INSERT INTO ks.t (k, k2, c, s, x, v, v1, l, st, m, fl, fm, tp) VALUES "
            "(1, 'a', 3, 4, 'Y', [1, 3], [3], [4], {'p'}, {'r': 7}, [1], {}, (null, 'z'))"
        )
        await session.run("DELETE FROM ks.t WHERE k = 1 AND k2 = 'a' AND c = 2")

    on_engine(body)


@pytest.mark.parametrize(
    ("kind", "cql"),
    [
        (InvalidRequest, "ON ks.t (b) USING 'sai'"),
        (InvalidRequest, "ON ks.t (lb) USING 'sai'"),
        (InvalidRequest, "ON ks.t (du) USING 'sai'"),
        (InvalidRequest, "ON ks.t (ldu) USING 'sai'"),
        (InvalidRequest, "ON ks.t (full(fdu)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (vt) USING 'sai'"),
        (InvalidRequest, "ON ks.t (v1) USING 'sai'"),
        (InvalidRequest, "ON ks.t (keys(l)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (entries(st)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (full(m)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (full(tp)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (fl) USING 'sai'"),
        (InvalidRequest, "ON ks.t (values(fl)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (keys(fm)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (values(n)) USING 'sai'"),
        (InvalidRequest, "ON ks.t (nobody) USING 'sai'"),
        (InvalidRequest, "ON ks.one (k) USING 'sai'"),
        (ConfigurationFault, "ON ks.t (n) USING 'NoSuchClass'"),
        (InvalidRequest, "ON ks.t (n) USING 'org.apache.cassandra.index.sasi.SASIIndex'"),
        (ConfigurationFault, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'bogus': 'x'}"),
        (InvalidRequest, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'target': 'n'}"),
        (InvalidRequest, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'class_name': 'n'}"),
        (InvalidRequest, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'case_sensitive': 'false'}"),
        (InvalidRequest, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'similarity_function': 'cosine'}"),
        (InvalidRequest, "ON ks.t (n) USING 'sai' WITH OPTIONS = {'index_analyzer': 'standard'}"),
        (InvalidRequest, "ON ks.t (st) USING 'sai' WITH OPTIONS = {'index_analyzer': 'standard'}"),
        (InvalidRequest, "ON ks.t (x) USING 'sai' WITH OPTIONS = {'index_analyzer': 'klingon'}"),
        (InvalidRequest, "ON ks.t (x) USING 'sai' WITH OPTIONS = {'index_analyzer': 'simple', 'ascii': 'true'}"),
        (InvalidRequest, "ON ks.t (x) USING 'sai' WITH OPTIONS = {'case_sensitive': 'maybe'}"),
        (InvalidRequest, "ON ks.t (v) USING 'sai' WITH OPTIONS = {'similarity_function': 'manhattan'}"),
        (InvalidRequest, "ON ks.t (v) USING 'sai' WITH OPTIONS = {'maximum_node_connections': '0'}"),
        (InvalidRequest, "ON ks.t (x) WITH OPTIONS = {'case_sensitive': 'false'}"),
        (InvalidRequest, "ON ks.t (du)"),
    ],
)
def test_what_may_not_be_indexed(on_engine: OnEngine, kind: type[EngineError], cql: str) -> None:
    async def body(session: Session) -> None:
        await make_table(session)
        await session.refused(kind, f"CREATE INDEX {cql}")
        assert session.table("t").indexes == {}

    on_engine(body)


def test_index_that_is_there_already(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_table(session)
        await session.run("CREATE CUSTOM INDEX i ON ks.t (m) USING 'StorageAttachedIndex'")
        await session.refused(InvalidRequest, "CREATE CUSTOM INDEX i ON ks.t (n) USING 'sai'")
        for target in ("m", "values(m)"):
            await session.refused(InvalidRequest, f"CREATE CUSTOM INDEX j ON ks.t ({target}) USING 'sai'")
            await session.run(f"CREATE CUSTOM INDEX IF NOT EXISTS j ON ks.t ({target}) USING 'sai'")
        await session.run("CREATE CUSTOM INDEX IF NOT EXISTS i ON ks.t (n) USING 'sai'")
        for target in ("keys(m)", "entries(m)", "n"):
            await session.run(f"CREATE CUSTOM INDEX ON ks.t ({target}) USING 'sai'")
        # a plain index may stand beside a storage-attached one
        await session.run("CREATE INDEX ON ks.t (n)")
        assert list(session.table("t").indexes) == ["i", "t_m_idx", "t_m_idx_1", "t_n_idx", "t_n_idx_1"]

    on_engine(body)


def test_texts_are_folded_as_the_options_say(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make_table(session)
        options = "{'case_sensitive': 'false', 'normalize': 'true', 'ascii': 'true'}"
        await session.run(f"CREATE CUSTOM INDEX i ON ks.t (x) USING 'sai' WITH OPTIONS = {options}")
        await session.run(f"CREATE CUSTOM INDEX j ON ks.t (st) USING 'sai' WITH OPTIONS = {options}")
        insert = "INSERT INTO ks.t (k, k2, c, x, st) VALUES (?, 'a', 1, ?, ?)"
        await session.run(insert, 1, "Straße ÉCOLE", {"Alpha", "ALPHA", "é"})
        await session.run(insert, 2, "ecole", {"beta"})
        for text in ("strasse ecole", "STRASSE e\u0301cole", "Straße ÉCOLE"):
            assert await session.column("SELECT k FROM ks.t WHERE x = ?", text) == [1]
        assert await session.column("SELECT k FROM ks.t WHERE st CONTAINS 'aLPHA'") == [1]
        assert await session.column("SELECT k FROM ks.t WHERE st CONTAINS 'E'") == [1]
        # two items are one entry: it stays while one of them is there
        await session.run("UPDATE ks.t SET st = st - {'ALPHA'} WHERE k = 1 AND k2 = 'a' AND c = 1")
        assert await session.column("SELECT k FROM ks.t WHERE st CONTAINS 'alpha'") == [1]

    on_engine(body)
