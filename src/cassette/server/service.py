"""The life of one serving process: open, serve, finish what was accepted, close."""

import asyncio
import contextlib
import socket

from cassette.server.auth import Gate
from cassette.server.board import Board
from cassette.server.cors import Cors
from cassette.server.edge import Edge
from cassette.server.logs import LOG
from cassette.server.metrics import Metrics
from cassette.server.river import Door, open_door
from cassette.server.routes import Routes
from cassette.server.rsgi import RsgiApp
from cassette.server.settings import Settings

NOTE_S = 1.0


def make_routes(settings: Settings, door: Door, metrics: Metrics) -> Routes:
    """Stand the routes in front of a door, as the settings say."""
    gate = Gate(settings.users if settings.auth == "users" else None)
    cors = Cors(settings.cors_origins) if settings.cors_origins else None
    return Routes(door.handle, door.refuse, gate, metrics, settings.http_body_bytes, cors)


class Service:
    """A door that is open on a socket; made by `start`."""

    def __init__(self, settings: Settings, listener: socket.socket, door: Door, routes: Routes) -> None:
        self.settings = settings
        self.listener = listener
        self.door = door
        self.routes = routes
        self.edge = Edge(RsgiApp(routes, settings.http_body_timeout_s), listener, settings.http_connections)
        self._noting: asyncio.TimerHandle | None = None
        self._note()
        self.serving = asyncio.get_running_loop().create_task(self.edge.serve())

    @classmethod
    async def start(
        cls, settings: Settings, listener: socket.socket, door: Door | None = None, board: Board | None = None
    ) -> "Service":
        """Open everything; requests are answered from here on. Raises StartFault.

        `door` takes the place of the Data API on its engine; `board` is where the other workers write.
        """
        metrics = Metrics(board)
        door = door or await open_door(settings, metrics)
        return cls(settings, listener, door, make_routes(settings, door, metrics))

    async def stop(self) -> None:
        """Accept nothing new, finish what was accepted (for `stop_timeout_s` at most), let go of the data."""
        self.routes.stopping = True
        self.listener.close()
        self.edge.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(self.serving), self.settings.stop_timeout_s)
        if not self.serving.done():
            LOG.warning("stopped with requests unfinished", extra={"fields": {"requests": self.routes.in_flight}})
            self.serving.cancel()
        if self._noting is not None:
            self._noting.cancel()
        await self.door.close()

    def _note(self) -> None:
        """Write on the board what was counted, now and then."""
        metrics = self.routes.metrics
        if metrics.board is not None:
            metrics.board.write(metrics.counts())
            self._noting = asyncio.get_running_loop().call_later(NOTE_S, self._note)
