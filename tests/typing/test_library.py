"""What a type checker sees of the library; mypy reads this file, and pytest runs it."""

import asyncio
from typing import Any, assert_type

import cassette


async def use() -> None:
    async with cassette.open() as db:
        assert_type(db, cassette.Database)
        rows = await db.execute("SELECT release_version FROM system.local")
        assert_type(rows, cassette.Result)
        assert_type(rows.applied, bool | None)
        assert_type(rows.paging_state, bytes | None)
        assert_type(rows.rows, list[cassette.Row])
        assert_type(rows.one(), cassette.Row | None)
        assert_type(rows[0], cassette.Row)
        assert_type(rows[:1], list[cassette.Row])
        assert_type(rows[0].release_version, Any)
        async for row in db.stream("SELECT release_version FROM system.local"):
            assert_type(row, cassette.Row)
        assert_type(db.prepare("SELECT release_version FROM system.local"), cassette.Prepared)
        assert_type(await db.explain("SELECT release_version FROM system.local"), str)
        assert_type(await db.execute_many("TRUNCATE ks.nothing", []), int)


def test_library_is_typed() -> None:
    asyncio.run(use())
