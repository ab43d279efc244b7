"""DESCRIBE on the engine: what it prints makes the same schema again; it comes in pages too."""

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.split import split
from cassette.errors import InvalidRequest

SCHEMA = """
CREATE TYPE ks.zip (code text, "Country" text);
CREATE TYPE ks.address (street text, zip frozen<zip>, tags set<text>);
CREATE TABLE ks.people (id uuid, "Name" text, home frozen<address>, zips list<frozen<zip>>, v vector<float, 3>,
    pair tuple<int, frozen<list<text>>>, town text static, secret text MASKED WITH mask_inner(1, null),
    PRIMARY KEY (id, "Name"))
    WITH CLUSTERING ORDER BY ("Name" DESC) AND comment = 'it''s' AND gc_grace_seconds = 5
    AND compaction = {'class': 'LeveledCompactionStrategy'} AND speculative_retry = 'MIN(99p,50ms)';
CREATE INDEX by_zip ON ks.people (zips);
CREATE CUSTOM INDEX by_v ON ks.people (v) USING 'StorageAttachedIndex'
    WITH OPTIONS = {'similarity_function': 'euclidean'};
CREATE TABLE ks.hits (page text PRIMARY KEY, n counter);
CREATE TABLE ks.plain (id uuid, "Name" text, pair frozen<tuple<int, int>>, PRIMARY KEY (id, "Name"));
CREATE MATERIALIZED VIEW ks.by_name AS SELECT id, "Name", pair FROM ks.plain
    WHERE "Name" IS NOT NULL AND id IS NOT NULL PRIMARY KEY ("Name", id) WITH CLUSTERING ORDER BY (id DESC);
"""
DESCRIBE = "DESCRIBE KEYSPACE ks"
KINDS = ["keyspace", "type", "type", "table", "table", "index", "index", "table", "materialized_view"]


async def run(session: Session, text: str) -> None:
    for statement in split(text):
        await session.run(statement)


async def shown(session: Session, text: str) -> str:
    """The only statement of an answer."""
    ((*_, made),) = await session.rows(text)
    assert isinstance(made, str)
    return made


def test_what_is_described_makes_the_same_schema_again(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await run(session, SCHEMA)
        described = await session.rows(DESCRIBE)
        assert [row[1] for row in described] == KINDS
        await session.run("DROP KEYSPACE ks")
        await run(session, "\n".join(str(row[3]) for row in described))
        assert await session.rows(DESCRIBE) == described

    on_engine(body)


def test_altered_tables_are_described_as_they_are(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (k int, c int, v int, PRIMARY KEY (k, c))")
        await session.run("ALTER TABLE ks.t ADD (s text STATIC, l list<int>)")
        await session.run("ALTER TABLE ks.t DROP v")
        await session.run("ALTER TABLE ks.t RENAME c TO d")
        await session.run("ALTER TABLE ks.t WITH comment = 'x' AND compaction = {'class': 'LeveledCompactionStrategy'}")
        made = await shown(session, "DESCRIBE TABLE ks.t")
        assert "    k int,\n    d int,\n    s text static,\n    l list<int>,\n    PRIMARY KEY (k, d)\n" in made
        assert "AND comment = 'x'\n" in made
        # as in Cassandra, the bits of a filter are settled when the table is made
        assert "AND bloom_filter_fp_chance = 0.01\n" in made
        made = await shown(session, "DESCRIBE TABLE ks.t WITH INTERNALS")
        assert "\nALTER TABLE ks.t DROP v USING TIMESTAMP " in made

    on_engine(body)


def test_pages(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await run(session, SCHEMA)
        whole = await session.rows(DESCRIBE)
        pages = await session.pages(DESCRIBE, rows=4)
        assert [len(page) for page in pages] == [4, 4, 1]
        assert [row for page in pages for row in page] == whole
        state = (await session.run(DESCRIBE, rows=3)).paging_state
        with pytest.raises(InvalidRequest, match="another query"):
            await session.run("DESCRIBE KEYSPACE system", rows=3, state=state)
        await session.run("DROP TABLE ks.hits")
        with pytest.raises(InvalidRequest, match="the schema has changed"):
            await session.run(DESCRIBE, rows=3, state=state)

    on_engine(body)


def test_values_and_unknown_names_are_refused(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        assert "nowhere" in await session.refused(InvalidRequest, "DESCRIBE KEYSPACE nowhere")
        assert "no values" in await session.refused(InvalidRequest, "DESCRIBE KEYSPACES", 1)

    on_engine(body)
