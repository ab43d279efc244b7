"""The HTTP listener: granian, embedded in this process, on a socket of our own.

The socket is ours so that a taken port is noticed, port 0 tells its number before anybody asks, a test can stop
and start on the same port, and worker processes can share one queue of connections.
"""

import os
import resource
import socket
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

BACKLOG = 1024
HEAD_TIMEOUT_MS = 30_000
SPARE_FILES = 128


class StartFault(Exception):
    """The server cannot start; the message says why and what to do, in one line."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket. Raises StartFault."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as fault:
        raise StartFault(f"Cannot listen on {host}: {fault.strerror or fault}.") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except OSError as fault:
        listener.close()
        if fault.errno in {98, 48}:  # EADDRINUSE on Linux, on macOS
            raise StartFault(f"Port {port} on {host} is in use; choose another with --port, or 0 for any.") from None
        raise StartFault(f"Cannot listen on {host}, port {port}: {fault.strerror}.") from None
    return listener


def most_connections() -> int:
    """Give how many connections the limit on open files allows, beside the files of the data."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 2**20 if soft == resource.RLIM_INFINITY else max(64, soft - SPARE_FILES)


class Edge(Server):
    """Serves an RSGI app on a listening socket until it is stopped."""

    _shd: Any

    def __init__(self, app: Any, listener: socket.socket, connections: int) -> None:
        address, port = listener.getsockname()[:2]
        super().__init__(
            app,
            address=address,
            port=port,
            interface=Interfaces.RSGI,
            log_enabled=False,
            websockets=False,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_TIMEOUT_MS),
            backlog=BACKLOG,
            # granian counts connections here, idle ones too: a small number would let idle clients shut others out
            backpressure=min(connections, most_connections()),
        )
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # granian closes the number that it is given: it gets one of its own
        holder: Any = SocketHolder  # its stub does not know its arguments
        self._shd = holder(os.dup(self._listener.fileno()), False, BACKLOG)

    def stop(self) -> None:
        """Let granian stop accepting and finish what it has; `serve` returns when that is done."""
        super().stop()  # type: ignore[no-untyped-call]  # granian's is untyped
