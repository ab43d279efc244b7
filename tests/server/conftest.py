"""A stand-in door on a real socket: these tests are about the edge, not about commands."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from cassette import testing
from cassette.api.http import JSON, Request, Response
from cassette.errors import Failure
from cassette.server.river import Door


class StandIn:
    """Answers with the length of the body; `/v1/slow` waits until it is let go."""

    def __init__(self) -> None:
        self.entered = 0
        self.closed = 0
        self.wait_s = 0.3

    async def handle(self, request: Request) -> Response:
        self.entered += 1
        if request.path == "/v1/slow":
            await asyncio.sleep(self.wait_s)
        return Response(200, JSON, b'{"length":%d}' % len(request.body))

    def refuse(self, failure: Failure) -> Response:
        status = {"UNSUPPORTED_CONTENT_TYPE": 415, "LOGIN_ATTEMPTS_EXCEEDED": 429}.get(failure.name, 401)
        return Response(status, JSON, b'{"errors":[{"errorCode":"%s"}]}' % failure.name.encode())

    async def close(self) -> None:
        self.closed += 1

    def door(self) -> Door:
        return Door(self.handle, self.refuse, self.close)


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn()


@pytest.fixture
def serve(stand_in: StandIn) -> Iterator[Callable[..., testing.Server]]:
    """Open a server on the stand-in door; settings as keywords."""
    with ExitStack() as stack:

        def start(**settings: Any) -> testing.Server:
            return stack.enter_context(testing.server(door=stand_in.door(), **settings))

        yield start
