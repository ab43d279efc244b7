"""Where a request goes, whichever server brings it: the part that RSGI and ASGI share.

    POST /v1, /v1/{keyspace}, /v1/{keyspace}/{collection}      the Data API; also under /api/json
    GET  /stargate/health, /stargate/health/live, .../ready    who watches over us
    GET  /metrics                                              Prometheus

A shell asks `admit` with what stands before the body. It gets an answer at once, or the request that it
completes with the body and hands to `answer`.
"""

import itertools
import os
from collections.abc import Awaitable, Callable, Mapping

from cassette.api.http import Headers, Request, Response
from cassette.errors import Failure
from cassette.server.auth import Gate, find_token
from cassette.server.cors import Cors
from cassette.server.logs import LOG, REQUEST_ID
from cassette.server.metrics import Metrics

HEALTHY = b'{"status":"UP","checks":[]}'
UNHEALTHY = b'{"status":"DOWN","checks":[]}'
HEALTH = "/stargate/health"
PLAIN_PATHS = {HEALTH, HEALTH + "/live", HEALTH + "/ready", "/metrics"}
HOSTED_PREFIX = "/api/json"
"""Clients of the hosted service put this before `/v1`."""
JSON_TYPE = "application/json"
ID_CHARS = 128
KNOWN_PATHS = 10_000
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Handle = Callable[[Request], Awaitable[Response]]
Refuse = Callable[[Failure], Response]


class Routes:
    """The addresses of one server, and everything that is decided before a command is read."""

    def __init__(
        self, handle: Handle, refuse: Refuse, gate: Gate, metrics: Metrics, body_bytes: int, cors: Cors | None = None
    ) -> None:
        self.handle = handle
        self.refuse = refuse
        self.gate = gate
        self.metrics = metrics
        self.body_bytes = body_bytes
        self.cors = cors
        self.in_flight = 0
        self.stopping = False
        self._prefix = os.urandom(6).hex()
        self._numbers = itertools.count(1)
        self._command_paths: set[str] = set()
        metrics.gauges["http_server_requests_active"] = ("Requests being answered.", lambda: float(self.in_flight))

    def admit(
        self, method: str, path: str, headers: Headers | Mapping[str, str], client: str
    ) -> Request | Response | Awaitable[Request | Response]:
        """Decide what can be decided before the body: an answer, a request to complete, or a login to wait for."""
        request_id = headers.get("x-request-id")
        if not request_id or len(request_id) > ID_CHARS:
            request_id = f"{self._prefix}{next(self._numbers):08x}"
        REQUEST_ID.set(request_id)
        if path.startswith(HOSTED_PREFIX):
            path = path[len(HOSTED_PREFIX) :]
        if path not in self._command_paths and not self._is_command_path(path):
            return self._finish(self._plain(method, path), request_id, headers)
        if method != "POST":
            if method == "OPTIONS" and self.cors is not None:
                return self._finish(self.cors.preflight(headers), request_id, headers)
            return self._finish(Response(405, [("allow", "POST")], b""), request_id, headers)
        try:
            token = find_token(headers)
            kind = headers.get("content-type")
            # no Content-Type at all is taken for JSON, as the original does
            if kind is not None and kind != JSON_TYPE and kind.partition(";")[0].strip().lower() != JSON_TYPE:
                raise Failure("UNSUPPORTED_CONTENT_TYPE", content_type=kind)
        except Failure as failure:
            return self._finish(self.refuse(failure), request_id, headers)
        if (length := headers.get("content-length")) is not None and int(length) > self.body_bytes:
            return self.too_large(request_id)
        identity = self.gate.known(token)
        if identity is None:
            return self._log_in(Request(method, path, headers, b"", id=request_id), token, client)
        return Request(method, path, headers, b"", identity, request_id)

    def _is_command_path(self, path: str) -> bool:
        """Tell whether a path is one of the Data API's, and remember that it is."""
        if not is_command_path(path):
            return False
        if len(self._command_paths) >= KNOWN_PATHS:
            self._command_paths.clear()
        self._command_paths.add(path)
        return True

    async def _log_in(self, request: Request, token: str, client: str) -> Request | Response:
        address = client.rpartition(":")[0]
        try:
            request.identity = await self.gate.log_in(token, address)
        except Failure as failure:
            LOG.warning("login refused", extra={"fields": {"address": address, "error": failure.name}})
            response = self.refuse(failure)
            if wait_s := failure.details.get("retry_after_s"):
                response = Response(response.status, [*response.headers, ("retry-after", str(wait_s))], response.body)
            return self._finish(response, request.id, request.headers)
        if request.identity.user is not None:
            LOG.info("login", extra={"fields": {"address": address, "user": request.identity.user}})
        return request

    async def answer(self, request: Request) -> Response:
        """Let the door answer a complete request. Never raises."""
        self.in_flight += 1
        try:
            response = await self.handle(request)
        except Exception:  # noqa: BLE001  the door promises not to raise: should it ever, the client gets an answer
            LOG.exception("a request broke its door")
            response = Response(500, [], b"")
        finally:
            self.in_flight -= 1
        return self._finish(response, request.id, request.headers)

    def too_large(self, request_id: str) -> Response:
        """Refuse a body over the limit; the rest of it is not read, so the connection ends here."""
        return self._finish(Response(413, [("connection", "close")], b""), request_id, None)

    def too_slow(self, request_id: str) -> Response:
        """Refuse a body that took too long."""
        return self._finish(Response(408, [("connection", "close")], b""), request_id, None)

    def _plain(self, method: str, path: str) -> Response:
        if path not in PLAIN_PATHS:
            return Response(404, [], b"")
        if method not in {"GET", "HEAD"}:
            return Response(405, [("allow", "GET, HEAD")], b"")
        if path == "/metrics":
            return Response(200, [("content-type", METRICS_TYPE)], self.metrics.text().encode())
        # alive until the end; no longer ready as soon as a stop has begun, so that balancers look elsewhere
        if self.stopping and not path.endswith("/live"):
            return Response(503, [("content-type", JSON_TYPE)], UNHEALTHY)
        return Response(200, [("content-type", JSON_TYPE)], HEALTHY)

    def _finish(self, response: Response, request_id: str, headers: Headers | Mapping[str, str] | None) -> Response:
        """Count the answer, and add the headers that all answers have."""
        self.metrics.answered(response.status)
        extra = [("x-request-id", request_id)]
        if self.cors is not None and headers is not None:
            extra += self.cors.allow(headers)
        # a new list: the door's own may be a shared constant
        response.headers = response.headers + extra
        return response


def is_command_path(path: str) -> bool:
    """Tell whether a path is `/v1` with up to two names after it."""
    if not path.startswith("/v1"):
        return False
    names = path.split("/")
    return names[1] == "v1" and len(names) <= 4 and "" not in names[2:]
