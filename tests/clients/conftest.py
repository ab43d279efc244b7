"""Servers and databases for the client suites: on disk, as a user has them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from astrapy import DataAPIClient, Database
from astrapy.authentication import UsernamePasswordTokenProvider
from astrapy.constants import Environment
from tests.clients.library import BOOKS, KEYSPACE

from cassette import testing

Run = Callable[[Callable[[], Awaitable[None]]], None]


def connect(server: testing.Server, environment: str = Environment.HCD, password: str = "cassandra") -> Database:
    """Connect as the client's documentation shows for a server of one's own."""
    client = DataAPIClient(environment=environment)
    return client.get_database(
        server.url, token=UsernamePasswordTokenProvider("cassandra", password), keyspace=KEYSPACE
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[testing.Server]:
    """A server on disk with an empty keyspace."""
    with testing.server(tmp_path_factory.mktemp("data")) as server:
        connect(server).get_database_admin().create_keyspace(KEYSPACE)
        yield server


@pytest.fixture(scope="module", params=["as stored", "after a restart"])
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[testing.Server]:
    """A server whose collection `books` holds BOOKS; tests only read there."""
    with testing.server(tmp_path_factory.mktemp("shelf")) as server:
        database = connect(server)
        database.get_database_admin().create_keyspace(KEYSPACE)
        database.create_collection("books").insert_many(BOOKS)
        if request.param == "after a restart":
            server.restart()
        yield server


@pytest.fixture
def run(connections: list[httpx.Client | httpx.AsyncClient]) -> Run:
    """Run an async test in a loop of its own."""

    async def run_and_close(test: Callable[[], Awaitable[None]]) -> None:
        try:
            await test()
        finally:
            for client in connections:
                if isinstance(client, httpx.AsyncClient):
                    await client.aclose()

    return lambda test: asyncio.run(run_and_close(test))


@pytest.fixture(scope="module", autouse=True)
def connections() -> Iterator[list[httpx.Client | httpx.AsyncClient]]:
    """Note and close the connections that astrapy leaves to the garbage collector, which warns about them."""
    opened: list[httpx.Client | httpx.AsyncClient] = []

    def noting(make: Callable[..., None]) -> Callable[..., None]:
        def make_and_note(client: httpx.Client | httpx.AsyncClient, *arguments: Any, **more: Any) -> None:
            make(client, *arguments, **more)
            opened.append(client)

        return make_and_note

    with pytest.MonkeyPatch.context() as patch:
        for kind in (httpx.Client, httpx.AsyncClient):
            patch.setattr(kind, "__init__", noting(kind.__init__))
        yield opened
    for client in opened:
        if isinstance(client, httpx.Client):
            client.close()
