"""The hot path: granian's RSGI, where a request costs a few microseconds before its door.

Source: the RSGI specification of granian, version 1.
"""

import asyncio
from typing import Any

from granian._granian import RSGIProtocolClosed as ProtocolClosed

from cassette.api.http import Request, Response
from cassette.server.routes import Routes

CLOSE = ("connection", "close")
TOO_LARGE = 413
TICKS = 4
"""Slow bodies are looked for so many times within the time-out."""


class RsgiApp:
    """Carries requests between granian and the routes."""

    def __init__(self, routes: Routes, body_timeout_s: float) -> None:
        self.routes = routes
        self.body_timeout_s = body_timeout_s
        self.tick_s = min(1.0, body_timeout_s / TICKS)
        self.ticks_allowed = body_timeout_s / self.tick_s
        # a table that is looked through now and then: a timer for each request would cost more than all the rest
        self._reading: dict[asyncio.Task[Any] | None, int] = {}
        """Who waits for a body, and since which tick: oldest first."""
        self._tick = 0
        self._ticking = False

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        routes, headers = self.routes, scope.headers
        admitted = routes.admit(scope.method, scope.path, headers, scope.client)
        # the common case first: a request whose sender is known
        if type(admitted) is not Request:
            if type(admitted) is not Response:
                admitted = await admitted  # type: ignore[misc]  # neither of the two: an awaitable
            if type(admitted) is Response:
                await self._refuse(admitted, headers, protocol)
                return
        assert type(admitted) is Request
        task, reading = asyncio.current_task(), self._reading
        reading[task] = self._tick
        if not self._ticking:
            self._start_ticking()
        try:
            if headers.get("content-length") is not None:
                admitted.body = await protocol()
            elif not await self._read_chunks(admitted, protocol):
                send(protocol, routes.too_large(admitted.id))
                return
        except ProtocolClosed:
            return  # the client left before its request was complete: nothing of it has happened
        except asyncio.CancelledError:
            if task in reading:
                raise
            send(protocol, routes.too_slow(admitted.id))
            return
        finally:
            reading.pop(task, None)
        send(protocol, await routes.answer(admitted))

    async def _refuse(self, response: Response, headers: Any, protocol: Any) -> None:
        """Send an answer that needs no body; one that is on its way is read first, and forgotten.

        Unread, it would close the connection under a client that means to send its next request on it.
        """
        coming = headers.get("content-length") or headers.get("transfer-encoding")
        if coming not in (None, "0") and response.status != TOO_LARGE:
            try:
                async with asyncio.timeout(self.body_timeout_s):
                    if not await self._forget_chunks(protocol):
                        response.headers = [*response.headers, CLOSE]
            except ProtocolClosed:
                return
            except TimeoutError:
                response.headers = [*response.headers, CLOSE]
        send(protocol, response)

    async def _forget_chunks(self, protocol: Any) -> bool:
        """Read a body that nobody needs; False when it is over the limit."""
        size = 0
        async for chunk in protocol:
            size += len(chunk)
            if size > self.routes.body_bytes:
                return False
        return True

    async def _read_chunks(self, request: Request, protocol: Any) -> bool:
        """Read a body whose length nobody announced; False when it is over the limit."""
        chunks, size, most = [], 0, self.routes.body_bytes
        async for chunk in protocol:
            size += len(chunk)
            if size > most:
                return False
            chunks.append(chunk)
        request.body = b"".join(chunks)
        return True

    def _start_ticking(self) -> None:
        self._ticking = True
        asyncio.get_running_loop().call_later(self.tick_s, self._sweep)

    def _sweep(self) -> None:
        """Stop waiting for bodies that take too long."""
        self._tick += 1
        self._ticking = False
        for task, since in list(self._reading.items()):
            if self._tick - since <= self.ticks_allowed:
                break
            # whoever is cancelled and not in the table knows why
            del self._reading[task]
            if task is not None:
                task.cancel()
        if self._reading:
            self._start_ticking()


def send(protocol: Any, response: Response) -> None:
    """Give granian the answer; a client that has left misses it."""
    protocol.response_bytes(response.status, response.headers, response.body)
