"""CORS: which web pages may call this server from a browser.

Source: WHATWG Fetch, "HTTP extensions".
"""

from collections.abc import Mapping

from cassette.api.http import Headers, Response

ALLOWED_HEADERS = (
    "Content-Type, Token, X-Cassandra-Token, X-Request-Id, X-Embedding-Api-Key, X-Embedding-Access-Id, "
    "X-Embedding-Secret-Id, Reranking-Api-Key"
)
DAY_S = "86400"


class Cors:
    """The origins that are allowed, `*` among them for all."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self.origins = frozenset(origin.rstrip("/") for origin in origins)

    def allow(self, headers: Headers | Mapping[str, str]) -> list[tuple[str, str]]:
        """Give the headers for an answer: none for a page that is not allowed, or no page at all."""
        origin = headers.get("origin")
        if not origin or not ("*" in self.origins or origin in self.origins):
            return []
        # the token is a header and not a cookie, so credentials are never allowed
        return [("access-control-allow-origin", origin), ("vary", "origin")]

    def preflight(self, headers: Headers | Mapping[str, str]) -> Response:
        """Answer the question that a browser asks before the request."""
        if not self.allow(headers):
            return Response(403, [], b"")
        return Response(
            204,
            [
                ("access-control-allow-methods", "POST"),
                ("access-control-allow-headers", headers.get("access-control-request-headers") or ALLOWED_HEADERS),
                ("access-control-max-age", DAY_S),
            ],
            b"",
        )
