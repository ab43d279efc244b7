"""What is offered where."""

import asyncio

import pytest

import cassette
from cassette.cql.schema import Schema
from cassette.shell.commands import COMMANDS
from cassette.shell.suggesting import suggestions

DEFINED = (
    "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    "CREATE TYPE shop.place (street text)",
    'CREATE TABLE shop.books (isbn text PRIMARY KEY, title text, "Price" int)',
    "CREATE TABLE shop.buyers (id int PRIMARY KEY)",
    """CREATE MATERIALIZED VIEW shop.by_title AS SELECT isbn, title FROM shop.books
    WHERE isbn IS NOT NULL AND title IS NOT NULL PRIMARY KEY (title, isbn)""",
)


@pytest.fixture(scope="module")
def schema() -> Schema:
    async def defined() -> Schema:
        async with cassette.open() as db:
            for statement in DEFINED:
                await db.execute(statement)
            return db.schema

    return asyncio.run(defined())


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("", ["ALTER", "SELECT", "COPY", "EXPAND"]),
        ("sel", ["select"]),
        ("SEL", ["SELECT"]),
        ("USE a; CREATE ", ["TABLE", "KEYSPACE", "INDEX", "TYPE"]),
        ("CREATE MATERIALIZED ", ["VIEW"]),
        ("SELECT * FROM ", ["books", "buyers", "by_title", "shop", "system"]),
        ("SELECT * FROM bu", ["buyers"]),
        ("SELECT * FROM shop.b", ["books", "buyers", "by_title"]),
        ("SELECT * FROM books WHERE ti", ["title"]),
        ("SELECT * FROM books WHERE ", ["isbn", '"Price"', "token", "AND"]),
        ("SELECT * FROM books WHERE pr", ['"Price"']),
        ("SELECT * FROM shop.by_title WH", ["WHERE"]),
        ("SELECT * FROM books WHERE isbn = 'FROM buyers ' AND ti", ["title"]),
        ("INSERT INTO books (is", ["isbn"]),
        ("UPDATE books SET ti", ["title"]),
        ("USE ", ["shop", "system"]),
        ("DROP KEYSPACE sh", ["shop"]),
        ("CREATE TABLE a (b te", ["text"]),
        ("CREATE TABLE a (b pl", ["place"]),
        ("CREATE TABLE a (b map<te", ["text"]),
        ("SELECT CAST(a AS big", ["bigint"]),
        ("SELECT to_ti", ["to_timestamp"]),
        ("DESCRIBE ", ["TABLES", "KEYSPACE", "books"]),
        ("EXPAND ", ["ON", "OFF"]),
        ("COPY bo", ["books"]),
        ("SELECT 'abc", []),
        ("SELECT '", []),
        ("SELECT a /* fr", []),
        ("SELECT * FROM nowhere.", []),
    ],
)
def test_suggestions(schema: Schema, text: str, offered: list[str]) -> None:
    found = [one.text for one in suggestions(text, schema, "shop", COMMANDS)]
    assert [word for word in offered if word not in found] == []
    if not offered:
        assert found == []


def test_suggestions_replace_the_word_that_is_begun(schema: Schema) -> None:
    (found,) = suggestions("SELECT * FROM shop.boo", schema, None, COMMANDS)
    assert (found.text, found.replaced, found.kind) == ("books", 3, "table")
