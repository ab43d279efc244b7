"""Statements that cannot be carried out, each with the kind of its refusal."""

from typing import Any

import pytest
from tests.bad_input.conftest import Refusing

from cassette import (
    AlreadyExists,
    ConfigurationFault,
    EngineError,
    InvalidRequest,
    NotSupported,
    StaleSchema,
    SyntaxFault,
    Unauthorized,
)

# no such table: a server says InvalidRequest, and a Data API client is told to look at the schema again
MISSING = (InvalidRequest, StaleSchema)

REFUSED: list[tuple[str, type[EngineError] | tuple[type[EngineError], ...]]] = [
    # what is no CQL
    ("", SyntaxFault),
    (";", SyntaxFault),
    ("SELEC * FROM many", SyntaxFault),
    ("SELECT * FORM many", SyntaxFault),
    ("SELECT * FROM many WHERE", SyntaxFault),
    ("SELECT * FROM many WHERE k =", SyntaxFault),
    ("SELECT * FROM many WHERE k = 'open", SyntaxFault),
    ("SELECT * FROM many /* open", SyntaxFault),
    ("SELECT * FROM many; SELECT * FROM many", SyntaxFault),
    ("SELECT * FROM many\0", SyntaxFault),
    ('SELECT k AS "\ud800" FROM many', SyntaxFault),
    ("INSERT INTO many (k) VALUES 1", SyntaxFault),
    ("INSERT INTO many (k VALUES (1)", SyntaxFault),
    ("UPDATE many SET WHERE k = 1", SyntaxFault),
    ("DELETE * FROM many WHERE k = 1", SyntaxFault),
    ("BEGIN BATCH INSERT INTO many (k) VALUES (1)", SyntaxFault),
    ("BEGIN BATCH SELECT * FROM many; APPLY BATCH", SyntaxFault),
    ('CREATE TABLE x (k int PRIMARY KEY, "" int)', SyntaxFault),
    ("CREATE TABLE x (k frozen<int> PRIMARY KEY)", SyntaxFault),
    ("SELECT (((((((((1", SyntaxFault),
    ("(" * 100_000, SyntaxFault),
    # names that are not there
    ("SELECT * FROM nowhere", MISSING),
    ("SELECT * FROM nowhere.many", MISSING),
    ("INSERT INTO nowhere (k) VALUES (1)", MISSING),
    ("UPDATE nowhere SET v = 1 WHERE k = 1", MISSING),
    ("DELETE FROM nowhere WHERE k = 1", MISSING),
    ("TRUNCATE nowhere", MISSING),
    ("USE nowhere", InvalidRequest),
    ("DROP TABLE nowhere", InvalidRequest),
    ("DROP KEYSPACE nowhere", (InvalidRequest, ConfigurationFault)),
    ("DROP INDEX nowhere", InvalidRequest),
    ("DROP TYPE nowhere", InvalidRequest),
    ("DROP MATERIALIZED VIEW nowhere", InvalidRequest),
    ("ALTER TABLE nowhere ADD x int", InvalidRequest),
    ("ALTER TABLE many DROP nothing", InvalidRequest),
    ("ALTER TABLE many RENAME nothing TO x", InvalidRequest),
    ("CREATE TABLE nowhere.x (k int PRIMARY KEY)", InvalidRequest),
    ("CREATE TABLE x (k nowhere PRIMARY KEY)", InvalidRequest),
    ("CREATE TABLE x (k int, PRIMARY KEY (nothing))", InvalidRequest),
    ("CREATE INDEX ON many (nothing)", InvalidRequest),
    ("CREATE CUSTOM INDEX ON many (k) USING 'nothing'", (InvalidRequest, ConfigurationFault)),
    ("SELECT nothing FROM many", InvalidRequest),
    ("SELECT nothing(k) FROM many", InvalidRequest),
    ("SELECT p.nothing FROM many", InvalidRequest),
    ("SELECT * FROM many WHERE nothing = 1", InvalidRequest),
    ("SELECT * FROM many ORDER BY nothing", InvalidRequest),
    ("SELECT k FROM many GROUP BY nothing", InvalidRequest),
    ("INSERT INTO many (k, nothing) VALUES (1, 1)", InvalidRequest),
    ("INSERT INTO many (k) VALUES (nothing())", InvalidRequest),
    ("UPDATE many SET nothing = 1 WHERE k = 1", InvalidRequest),
    ("UPDATE many SET p.nothing = 1 WHERE k = 1", InvalidRequest),
    ("DELETE nothing FROM many WHERE k = 1", InvalidRequest),
    ('INSERT INTO many JSON \'{"k": 1, "nothing": 1}\'', InvalidRequest),
    ("UPDATE many SET p = null WHERE k = 1 IF nothing = 1", InvalidRequest),
    # what is there already
    ("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}", AlreadyExists),
    ("CREATE TABLE many (k int PRIMARY KEY)", AlreadyExists),
    ("CREATE TYPE person (name text)", (AlreadyExists, InvalidRequest)),
    ("ALTER TABLE many ADD l int", InvalidRequest),
    ("ALTER TYPE person ADD name text", InvalidRequest),
    # definitions that cannot be
    ("CREATE KEYSPACE x WITH replication = {'class': 'Nothing'}", ConfigurationFault),
    ("CREATE KEYSPACE x WITH nothing = 1", SyntaxFault),
    ("CREATE TABLE x (k int PRIMARY KEY, k int)", InvalidRequest),
    ("CREATE TABLE x (k int)", InvalidRequest),
    ("CREATE TABLE x (k list<int> PRIMARY KEY)", InvalidRequest),
    ("CREATE TABLE x (k duration PRIMARY KEY)", InvalidRequest),
    ("CREATE TABLE x (k counter PRIMARY KEY)", InvalidRequest),
    ("CREATE TABLE x (k int PRIMARY KEY, n counter, v int)", InvalidRequest),
    ("CREATE TABLE x (k int PRIMARY KEY, l list<list<int>>)", InvalidRequest),
    ("CREATE TABLE x (k int PRIMARY KEY, v vector<float, 0>)", InvalidRequest),
    ("CREATE TABLE x (k int PRIMARY KEY, s int static)", InvalidRequest),
    ("CREATE TABLE x (k int PRIMARY KEY) WITH gc_grace_seconds = -1", (ConfigurationFault, InvalidRequest)),
    ("CREATE TABLE x (k int PRIMARY KEY) WITH nothing = 1", SyntaxFault),
    ("CREATE TABLE x (k int, c int, PRIMARY KEY (k, c)) WITH CLUSTERING ORDER BY (k ASC)", InvalidRequest),
    ("ALTER TABLE many DROP k", InvalidRequest),
    ("ALTER TABLE counts ADD v int", (InvalidRequest, ConfigurationFault)),
    ("DROP TYPE person", InvalidRequest),
    ("CREATE MATERIALIZED VIEW x AS SELECT * FROM counts WHERE k IS NOT NULL PRIMARY KEY (k)", InvalidRequest),
    ("CREATE MATERIALIZED VIEW x AS SELECT * FROM pairs WHERE a IS NOT NULL PRIMARY KEY (a)", InvalidRequest),
    # writes that cannot be
    ("INSERT INTO rows (k, c) VALUES ('a', 'b')", InvalidRequest),
    ("INSERT INTO rows (k, c, d) VALUES ('a', 'b', null)", InvalidRequest),
    ("INSERT INTO rows (k, c, d) VALUES ('', 'b', 'c')", InvalidRequest),
    ("INSERT INTO rows (k, c, d, v) VALUES ('a', 'b', 'c')", InvalidRequest),
    ("INSERT INTO rows (k, k, c, d) VALUES ('a', 'a', 'b', 'c')", InvalidRequest),
    ("INSERT INTO counts (k, n) VALUES (1, 1)", InvalidRequest),
    ("UPDATE counts SET n = 1 WHERE k = 1", InvalidRequest),
    ("UPDATE counts USING TTL 5 SET n = n + 1 WHERE k = 1", InvalidRequest),
    ("UPDATE counts SET n = n + 1 WHERE k = 1 IF n = 1", InvalidRequest),
    ("UPDATE rows SET v = 'a' WHERE k = 'a'", InvalidRequest),
    ("UPDATE rows SET k = 'a' WHERE k = 'a' AND c = 'b' AND d = 'c'", InvalidRequest),
    ("UPDATE rows SET v = 'a', v = 'b' WHERE k = 'a' AND c = 'b' AND d = 'c'", SyntaxFault),
    ("UPDATE rows SET v = 'a' WHERE k = 'a' AND c = 'b' AND d > 'c'", InvalidRequest),
    ("UPDATE rows SET n = n + 1 WHERE k = 'a' AND c = 'b' AND d = 'c'", InvalidRequest),
    ("DELETE FROM rows", SyntaxFault),
    ("DELETE FROM rows WHERE c = 'a'", InvalidRequest),
    ("DELETE FROM rows WHERE v = 'a'", InvalidRequest),
    ("DELETE k FROM rows WHERE k = 'a'", InvalidRequest),
    ("UPDATE many SET l[-1] = 1 WHERE k = 1", InvalidRequest),
    ("UPDATE many SET l[5] = 1 WHERE k = 1", InvalidRequest),
    ("UPDATE many SET s = 1 + s WHERE k = 1", InvalidRequest),
    ("UPDATE many SET m['a'] = 'b' WHERE k = 1", InvalidRequest),
    ("UPDATE many SET m[null] = 1 WHERE k = 1", InvalidRequest),
    ("UPDATE many SET l = l + {1} WHERE k = 1", InvalidRequest),
    ("INSERT INTO many (k) VALUES (1) USING TTL -1", InvalidRequest),
    ("INSERT INTO many (k) VALUES (1) USING TTL 630720001", InvalidRequest),
    ("INSERT INTO many (k) VALUES (1) USING TTL 'a'", (InvalidRequest, SyntaxFault)),
    ("INSERT INTO many (k) VALUES (1) USING TIMESTAMP 99999999999999999999", (InvalidRequest, SyntaxFault)),
    ("INSERT INTO many (k) VALUES (1) IF NOT EXISTS USING TIMESTAMP 5", InvalidRequest),
    ("BEGIN COUNTER BATCH INSERT INTO many (k) VALUES (1); APPLY BATCH", InvalidRequest),
    ("BEGIN BATCH UPDATE counts SET n = n + 1 WHERE k = 1; APPLY BATCH", InvalidRequest),
    (
        (
            "BEGIN BATCH INSERT INTO many (k) VALUES (1) IF NOT EXISTS; INSERT INTO many (k) VALUES (2) IF NOT EXISTS; "
            "APPLY BATCH"
        ),
        InvalidRequest,
    ),
    ("INSERT INTO many JSON '[1]'", InvalidRequest),
    ("INSERT INTO many JSON '{\"k\": 1'", InvalidRequest),
    ("INSERT INTO many JSON '{}'", InvalidRequest),
    # reads that cannot be
    ("SELECT * FROM rows WHERE v = 'a'", InvalidRequest),
    ("SELECT * FROM rows WHERE c = 'a'", InvalidRequest),
    ("SELECT * FROM rows WHERE k > 'a'", InvalidRequest),
    ("SELECT * FROM rows WHERE k = 'a' AND d = 'a'", InvalidRequest),
    ("SELECT * FROM rows WHERE k = 'a' AND k = 'b'", InvalidRequest),
    ("SELECT * FROM rows WHERE k = null", InvalidRequest),
    ("SELECT * FROM rows ORDER BY c", InvalidRequest),
    ("SELECT * FROM rows WHERE k = 'a' ORDER BY d", InvalidRequest),
    ("SELECT * FROM rows WHERE k = 'a' ORDER BY v", InvalidRequest),
    ("SELECT * FROM rows WHERE token(k) > 'a'", InvalidRequest),
    ("SELECT * FROM pairs WHERE token(b, a) > 1", InvalidRequest),
    ("SELECT * FROM rows LIMIT 0", InvalidRequest),
    ("SELECT * FROM rows LIMIT -1", (InvalidRequest, SyntaxFault)),
    ("SELECT * FROM rows PER PARTITION LIMIT 0", InvalidRequest),
    ("SELECT DISTINCT v FROM rows", InvalidRequest),
    ("SELECT k, count(*) FROM rows GROUP BY v", InvalidRequest),
    ("SELECT writetime(k) FROM rows", InvalidRequest),
    ("SELECT ttl(c) FROM rows", InvalidRequest),
    ("SELECT sum(v) FROM rows", InvalidRequest),
    ("SELECT v + 1 FROM rows", InvalidRequest),
    ("SELECT cast(v AS uuid) FROM rows", InvalidRequest),
    ("SELECT * FROM many WHERE l CONTAINS 'a' ALLOW FILTERING", InvalidRequest),
    ("SELECT * FROM many WHERE l CONTAINS KEY 1 ALLOW FILTERING", InvalidRequest),
    ("SELECT * FROM rows WHERE k = 'a' ORDER BY v ANN OF [1] LIMIT 1", InvalidRequest),
    # what nobody may, or Cassette does not do
    ("INSERT INTO system.local (key) VALUES ('a')", (Unauthorized, InvalidRequest)),
    ("DROP TABLE system.local", (Unauthorized, InvalidRequest)),
    ("DROP KEYSPACE system_schema", (Unauthorized, InvalidRequest)),
    (
        "CREATE KEYSPACE system WITH replication = {'class': 'LocalStrategy'}",
        (Unauthorized, AlreadyExists, InvalidRequest),
    ),
    ("CREATE ROLE ada", NotSupported),
    ("GRANT SELECT ON ks.many TO ada", NotSupported),
    ("LIST USERS", NotSupported),
    (
        "CREATE FUNCTION f (a int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;'",
        (NotSupported, InvalidRequest),
    ),
]


@pytest.mark.parametrize(("cql", "kind"), REFUSED, ids=lambda part: ascii(part)[:60] if isinstance(part, str) else "")
def test_statement_is_refused_and_nothing_is_written(
    refusing: Refusing, cql: str, kind: type[EngineError] | tuple[type[EngineError], ...]
) -> None:
    schema = refusing.db.schema
    with pytest.raises(kind):
        refusing.execute(cql)
    assert refusing.db.schema.keyspaces == schema.keyspaces
    for table in ("rows", "pairs", "counts", "many"):
        assert refusing.execute(f"SELECT * FROM {table}") == []


@pytest.mark.parametrize("values", [[], [1], ["a", "b", "c"], "ab", b"ab", 5, {"a": 1}, {0: 1}, object()])
def test_wrong_number_or_kind_of_values_is_refused(refusing: Refusing, values: Any) -> None:
    with pytest.raises(InvalidRequest):
        refusing.run(refusing.db.execute("INSERT INTO pairs (a, b) VALUES (?, ?)", values))
    assert refusing.execute("SELECT * FROM pairs") == []


@pytest.mark.parametrize("rows", [0, -1, 1 << 31, 1 << 70, "ten", 2.5])
def test_wrong_page_size_is_refused(refusing: Refusing, rows: Any) -> None:
    with pytest.raises(InvalidRequest):
        refusing.run(refusing.db.execute("SELECT * FROM pairs", page_rows=rows))


def test_it_is_a_long_table() -> None:
    assert len(REFUSED) >= 130
