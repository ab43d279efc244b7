"""A database with a table for each type, which every refused statement has to leave as it is."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from tests.bad_input.wrong_values import IN_PYTHON

import cassette

KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
TABLES = {type_: f"t{number}" for number, type_ in enumerate(IN_PYTHON)}


class Refusing:
    """A database that a test expects refusals of."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self.db: cassette.Database = self.run(self._open())

    def run(self, work: Any) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(work, 30))

    def execute(self, cql: str, *values: Any) -> list[Any]:
        return list(self.run(self.db.execute(cql, values)))

    def close(self) -> None:
        self.run(self.db.close())
        self._loop.close()

    @staticmethod
    async def _open() -> cassette.Database:
        db: cassette.Database = await cassette.open()
        await db.execute(KEYSPACE)
        await db.execute("USE ks")
        await db.execute("CREATE TYPE person (name text, age int)")
        for type_, table in TABLES.items():
            await db.execute(f"CREATE TABLE {table} (k int PRIMARY KEY, v {type_})")
        await db.execute(
            "CREATE TABLE rows (k text, c text, d text, v text, n int, s int static, PRIMARY KEY (k, c, d))"
        )
        await db.execute("CREATE TABLE pairs (a text, b text, v int, PRIMARY KEY ((a, b)))")
        await db.execute("CREATE TABLE counts (k int PRIMARY KEY, n counter)")
        await db.execute("CREATE TABLE many (k int PRIMARY KEY, l list<int>, s set<int>, m map<text, int>, p person)")
        return db


@pytest.fixture(scope="module")
def refusing() -> Iterator[Refusing]:
    database = Refusing()
    yield database
    database.close()
