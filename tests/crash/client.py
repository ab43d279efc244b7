"""A small HTTP client: one kept-alive connection, one request at a time, nothing between a test and the socket."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from cassette.testing import TOKEN

Json = dict[str, Any]
TIMEOUT_S = 30.0


class Client:
    """One connection to a server; made anew after the server was gone."""

    def __init__(self, url: str, keyspace: str = "", collection: str = "") -> None:
        """Talk to `url`; commands go to the given collection, or keyspace, or to the root."""
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self.host, self.port = parts.hostname, parts.port
        self.path = "/".join(("/v1", *filter(None, (keyspace, collection))))
        self._head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}\r\nToken: {TOKEN}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection; the next command opens another."""
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None

    async def command(self, command: Json) -> Json:
        """Send one command and read its answer. Raises OSError, EOFError or TimeoutError when none comes."""
        return await self.send(json.dumps(command, separators=(",", ":")).encode())

    async def send(self, body: bytes) -> Json:
        """Send a command that is written already."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                reader, writer = self._streams = self._streams or await asyncio.open_connection(self.host, self.port)
                writer.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
                answer = await read_body(reader)
        except BaseException:
            self.close()
            raise
        found: Json = json.loads(answer)
        return found


async def read_body(reader: asyncio.StreamReader) -> bytes:
    """Read one answer, whatever its status; give its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, found, length = head.partition(b"\r\ncontent-length:")
    return await reader.readexactly(int(length.split(b"\r\n", 1)[0])) if found else b"{}"
