"""A disk that takes no more: RLIMIT_FSIZE, put on a serving process, makes its writes fail past a size of its files."""

import asyncio
import resource
from pathlib import Path
from typing import Any

import pytest
from tests.crash.check import check_files
from tests.crash.client import Client

from cassette import testing

ROOM_BYTES = 200_000
CLIENTS = 8
pytestmark = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs prlimit, which Linux has")


async def make_collection(url: str, options: dict[str, Any]) -> None:
    async with Client(url) as root, Client(url, "disk") as keyspace:
        assert await root.command({"createKeyspace": {"name": "disk"}}) == {"status": {"ok": 1}}
        created = await keyspace.command({"createCollection": {"name": "things", "options": options}})
        assert created == {"status": {"ok": 1}}


async def insert_until_refused(url: str, name: str, text: str, most: int) -> tuple[list[str], list[dict[str, Any]]]:
    """Insert from several clients at once; each stops at its first refusal. Gives what was stored, and the refusals."""
    stored: list[str] = []
    refused: list[dict[str, Any]] = []

    async def one(owner: int) -> None:
        async with Client(url, "disk", "things") as client:
            for number in range(most):
                key = f"{name}-{owner}-{number}"
                document = {"_id": key, "text": text, "number": number}
                answer = await client.command({"insertOne": {"document": document}})
                if "errors" in answer:
                    refused.append({"_id": key, **answer["errors"][0]})
                    return
                stored.append(key)

    await asyncio.gather(*(one(owner) for owner in range(CLIENTS)))
    return stored, refused


async def ids_there(url: str, names: list[str]) -> list[str]:
    async with Client(url, "disk", "things") as client:
        answers = [await client.command({"findOne": {"filter": {"_id": name}}}) for name in names]
    return [answer["data"]["document"]["_id"] for answer in answers if answer["data"]["document"] is not None]


def limit_files(process: testing.Process, most_bytes: int = resource.RLIM_INFINITY) -> None:
    _, hard = resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))


def test_disk_full_refuses_writes_clearly_and_goes_on_reading(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with testing.process(data, "--log-level", "error") as process:
        asyncio.run(make_collection(process.url, {}))
        first, _ = asyncio.run(insert_until_refused(process.url, "first", "before", 5))
        assert len(first) == 5 * CLIENTS

        limit_files(process, (data / "cassette.db-wal").stat().st_size + ROOM_BYTES)
        second, refused = asyncio.run(insert_until_refused(process.url, "second", "squeezed in", 1000))
        assert len(refused) == CLIENTS
        for error in refused:
            assert error["errorCode"] == "FAILED_WRITE_REQUEST"
            assert "disk" in error["message"]
        # it goes on answering: reads rightly, writes with the same refusal
        assert asyncio.run(ids_there(process.url, first + second)) == first + second
        assert asyncio.run(ids_there(process.url, [error["_id"] for error in refused])) == []
        assert len(asyncio.run(insert_until_refused(process.url, "third", "too late", 1))[1]) == CLIENTS
        # with room again, it goes on writing
        limit_files(process)
        third, refused = asyncio.run(insert_until_refused(process.url, "third", "room again", 5))
        assert (len(third), refused) == (5 * CLIENTS, [])
        limit_files(process, ROOM_BYTES)
        assert process.stop() == 0
        assert check_files(data) == []

        process.restart()
        assert asyncio.run(ids_there(process.url, first + second + third)) == first + second + third
        fourth, refused = asyncio.run(insert_until_refused(process.url, "fourth", "after", 5))
        assert (len(fourth), refused) == (5 * CLIENTS, [])


def test_checkpoint_that_fails_loses_nothing(tmp_path: Path) -> None:
    # the log may grow to the size of the database file, and copying it there then fails
    data = tmp_path / "data"
    with testing.process(data, "--log-level", "error") as process:
        asyncio.run(make_collection(process.url, {"indexing": {"deny": ["*"]}}))
        first, refused = asyncio.run(insert_until_refused(process.url, "first", "x" * 300_000, 8))
        assert refused == []
        assert process.stop() == 0
        process.restart()
        size = (data / "cassette.db").stat().st_size
        assert size > 10_000_000

        limit_files(process, size)
        second, refused = asyncio.run(insert_until_refused(process.url, "second", "y" * 300_000, 100))
        assert len(refused) == CLIENTS
        assert len(second) * 300_000 > size / 2
        assert asyncio.run(ids_there(process.url, first + second)) == first + second
        assert process.stop() == 0
        assert check_files(data) == []

        process.restart()
        assert asyncio.run(ids_there(process.url, first + second)) == first + second
        fourth, refused = asyncio.run(insert_until_refused(process.url, "fourth", "after", 5))
        assert (len(fourth), refused) == (5 * CLIENTS, [])
