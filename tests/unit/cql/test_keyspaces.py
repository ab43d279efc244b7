import pytest

from cassette.cql.keyspaces import in_keyspace
from cassette.cql.parser import parse


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("SELECT a FROM t", "SELECT a FROM ks.t"),
        ("SELECT a FROM other.t", "SELECT a FROM other.t"),
        ("SELECT max(a) FROM t WHERE k = now()", "SELECT max(a) FROM ks.t WHERE k = now()"),
        (
            "INSERT INTO t (a) VALUES ((address) {street: 'x'})",
            "INSERT INTO ks.t (a) VALUES ((ks.address) {street: 'x'})",
        ),
        ("INSERT INTO t JSON ?", "INSERT INTO ks.t JSON ?"),
        ("UPDATE t SET a = 1 WHERE k = 1", "UPDATE ks.t SET a = 1 WHERE k = 1"),
        ("DELETE FROM t WHERE k = 1", "DELETE FROM ks.t WHERE k = 1"),
        ("TRUNCATE t", "TRUNCATE ks.t"),
        ("EXPLAIN SELECT a FROM t", "EXPLAIN SELECT a FROM ks.t"),
        (
            "BEGIN BATCH DELETE FROM t WHERE k = 1; DELETE FROM u.t WHERE k = 2; APPLY BATCH",
            "BEGIN BATCH DELETE FROM ks.t WHERE k = 1; DELETE FROM u.t WHERE k = 2; APPLY BATCH",
        ),
        ("CREATE TABLE t (a list<address> PRIMARY KEY)", "CREATE TABLE ks.t (a list<ks.address>, PRIMARY KEY ((a)))"),
        ("CREATE TYPE address (zip zipcode)", "CREATE TYPE ks.address (zip ks.zipcode)"),
        ("DROP INDEX i", "DROP INDEX ks.i"),
        ("USE other", "USE other"),
        (
            "CREATE KEYSPACE other WITH replication = {'class': 'x'}",
            "CREATE KEYSPACE other WITH replication = {'class': 'x'}",
        ),
    ],
)
def test_names_without_a_keyspace_get_one(text: str, filled: str) -> None:
    assert in_keyspace(parse(text), "ks") == parse(text, "ks") == parse(filled)
    assert in_keyspace(parse(text), "ks").text() == filled


def test_a_statement_that_lacks_nothing_stays_the_same() -> None:
    statement = parse("SELECT a FROM ks.t WHERE a IN (1, 2)")
    assert in_keyspace(statement, "ks") is statement
