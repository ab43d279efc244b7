"""One HTTP exchange, as the server hands it to a door and takes it back."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from cassette.commands.call import ANYONE, Identity


class Headers(Protocol):
    """Request headers by lower-case name."""

    def get(self, key: str, default: str | None = None, /) -> str | None:
        """Give the value of a header, the first one when it was sent twice."""
        ...


class Request(msgspec.Struct, gc=False):
    """A request whose sender is known and whose body is complete.

    `path` has no query string and no prefix: it starts with `/v1`; percent signs are decoded.
    `id` names the request in answers and log lines.
    """

    method: str
    path: str
    headers: Headers | Mapping[str, str]
    body: bytes
    identity: Identity = ANYONE
    id: str = ""


class Response(msgspec.Struct, gc=False):
    """What goes back; names of headers are lower-case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


JSON = [("content-type", "application/json")]
"""The headers of nearly every answer: shared, never changed."""
