"""The same app as ASGI 3, to be mounted in another server or called by a test without a socket.

    uvicorn --factory cassette.server.asgi:application

Source: the ASGI specification, version 3.0, "HTTP & WebSocket" and "Lifespan Protocol".
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from cassette.api.http import Request, Response
from cassette.server.metrics import Metrics
from cassette.server.river import Door, open_door
from cassette.server.routes import Routes
from cassette.server.service import make_routes
from cassette.server.settings import Settings
from cassette.server.sources import read_settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def application(settings: Settings | None = None, door: Door | None = None) -> "AsgiApp":
    """Make the app; without settings they are read from the environment and `cassette.toml`."""
    return AsgiApp(settings or read_settings({}, os.environ), door)


class AsgiApp:
    """Carries requests between an ASGI server and the routes.

    The data is opened at the lifespan's start, or at the first request where the server has no lifespan.
    """

    def __init__(self, settings: Settings, door: Door | None = None) -> None:
        self.settings = settings
        self._door = door
        self._routes: Routes | None = None
        self._opening = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection of the ASGI server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def open(self) -> Routes:
        """Open the data, once."""
        async with self._opening:
            if self._routes is None:
                metrics = Metrics()
                self._door = self._door or await open_door(self.settings, metrics)
                self._routes = make_routes(self.settings, self._door, metrics)
            return self._routes

    async def close(self) -> None:
        """Let go of the data."""
        if self._routes is not None and self._door is not None:
            self._routes = None
            await self._door.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.open()
                except Exception as fault:  # noqa: BLE001  the protocol wants every reason as a message
                    await send({"type": "lifespan.startup.failed", "message": str(fault)})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        routes = self._routes or await self.open()
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        host, port = scope.get("client") or ("", 0)
        admitted = routes.admit(scope["method"], path, headers, f"{host}:{port}")
        if not isinstance(admitted, Request | Response):
            admitted = await admitted
        response = admitted if isinstance(admitted, Response) else await self._complete(routes, admitted, receive)
        if response is not None:
            await _respond(response, send)

    async def _complete(self, routes: Routes, request: Request, receive: Receive) -> Response | None:
        """Read the body and let the door answer; None when the client has left."""
        chunks, size = [], 0
        try:
            async with asyncio.timeout(self.settings.http_body_timeout_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    chunk = message.get("body", b"")
                    size += len(chunk)
                    if size > routes.body_bytes:
                        return routes.too_large(request.id)
                    chunks.append(chunk)
                    if not message.get("more_body"):
                        break
        except TimeoutError:
            return routes.too_slow(request.id)
        request.body = b"".join(chunks)
        return await routes.answer(request)


async def _respond(response: Response, send: Send) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    headers.append((b"content-length", str(len(response.body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
