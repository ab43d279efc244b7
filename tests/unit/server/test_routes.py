import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from cassette.api.http import JSON, Request, Response
from cassette.errors import Failure
from cassette.server.auth import Gate
from cassette.server.cors import Cors
from cassette.server.metrics import Metrics
from cassette.server.routes import Routes

GOOD = {"token": "t", "content-type": "application/json", "content-length": "2"}


async def echo(request: Request) -> Response:
    if request.body == b"break":
        raise RuntimeError("the door breaks its promise")
    return Response(200, JSON, request.path.encode())


def refuse(failure: Failure) -> Response:
    return Response({"UNSUPPORTED_CONTENT_TYPE": 415}.get(failure.name, 401), JSON, failure.name.encode())


def make(cors: Cors | None = None) -> Routes:
    return Routes(echo, refuse, Gate(None), Metrics(), body_bytes=1000, cors=cors)


def ask(routes: Routes, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"{}") -> Response:
    async def run() -> Response:
        admitted: Any = routes.admit(method, path, GOOD if headers is None else headers, "127.0.0.1:5")
        if isinstance(admitted, Awaitable):
            admitted = await admitted
        if isinstance(admitted, Response):
            return admitted
        admitted.body = body
        return await routes.answer(admitted)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/v1", b"/v1"),
        ("/v1/ks", b"/v1/ks"),
        ("/v1/ks/books", b"/v1/ks/books"),
        ("/api/json/v1", b"/v1"),
        ("/api/json/v1/ks/books", b"/v1/ks/books"),
    ],
)
def test_command_paths_reach_the_door(path: str, seen: bytes) -> None:
    response = ask(make(), "POST", path)
    assert (response.status, response.body) == (200, seen)


@pytest.mark.parametrize(
    "path", ["/", "", "/v2", "/v1/", "/v1/ks/", "/v1//books", "/v1/a/b/c", "/v11", "/api/json", "/api/json/v2", "/x/v1"]
)
def test_other_paths_are_404_without_a_body(path: str) -> None:
    response = ask(make(), "POST", path)
    assert (response.status, response.body) == (404, b"")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
def test_other_methods_are_405_without_a_body(method: str) -> None:
    response = ask(make(), method, "/v1/ks")
    assert (response.status, response.body) == (405, b"")
    assert ("allow", "POST") in response.headers


@pytest.mark.parametrize(
    ("headers", "status", "body"),
    [
        ({"content-type": "application/json"}, 401, b"MISSING_AUTHENTICATION_TOKEN"),
        ({"token": "Cassandra:x"}, 401, b"UNAUTHENTICATED_REQUEST"),
        ({"token": "t", "content-type": "text/plain"}, 415, b"UNSUPPORTED_CONTENT_TYPE"),
        ({"token": "t", "content-type": "application/json", "content-length": "1001"}, 413, b""),
    ],
)
def test_requests_that_cannot_be_answered_are_refused(headers: dict[str, str], status: int, body: bytes) -> None:
    response = ask(make(), "POST", "/v1", headers)
    assert (response.status, response.body) == (status, body)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON", None])
def test_content_type_of_json_is_accepted(kind: str | None) -> None:
    headers = {"token": "t"} if kind is None else {"token": "t", "content-type": kind}
    assert ask(make(), "POST", "/v1", headers).status == 200


@pytest.mark.parametrize("path", ["/stargate/health", "/stargate/health/live", "/stargate/health/ready"])
def test_health_is_up_without_a_token(path: str) -> None:
    response = ask(make(), "GET", path, {})
    assert (response.status, response.body) == (200, b'{"status":"UP","checks":[]}')


def test_health_is_down_but_alive_while_stopping() -> None:
    routes = make()
    routes.stopping = True
    assert ask(routes, "GET", "/stargate/health/ready", {}).status == 503
    assert ask(routes, "GET", "/stargate/health/live", {}).status == 200


def test_metrics_page_counts_what_went_before() -> None:
    routes = make()
    ask(routes, "POST", "/v1")
    assert b'http_server_requests_total{status="200"} 1' in ask(routes, "GET", "/metrics", {}).body


def test_request_id_comes_back_or_is_made() -> None:
    routes = make()
    assert ("x-request-id", "mine") in ask(routes, "POST", "/v1", {**GOOD, "x-request-id": "mine"}).headers
    first, second = (dict(ask(routes, "POST", "/v1").headers)["x-request-id"] for _ in range(2))
    assert first != second
    long = dict(ask(routes, "POST", "/v1", {**GOOD, "x-request-id": "x" * 129}).headers)["x-request-id"]
    assert len(long) < 129


def test_shared_headers_are_never_changed() -> None:
    ask(make(), "POST", "/v1")
    assert JSON == [("content-type", "application/json")]


def test_door_that_breaks_gives_500_and_is_counted_out(caplog: pytest.LogCaptureFixture) -> None:
    routes = make()
    assert ask(routes, "POST", "/v1", body=b"break").status == 500
    assert routes.in_flight == 0


def test_cors_answers_allowed_pages_only() -> None:
    routes = make(Cors(("https://app.example",)))
    mine, other = {"origin": "https://app.example"}, {"origin": "https://evil.example"}
    preflight = ask(routes, "OPTIONS", "/v1/ks", {**mine, "access-control-request-headers": "token"})
    assert preflight.status == 204
    assert ("access-control-allow-headers", "token") in preflight.headers
    assert ask(routes, "OPTIONS", "/v1/ks", other).status == 403
    assert ("access-control-allow-origin", "https://app.example") in ask(
        routes, "POST", "/v1", {**GOOD, **mine}
    ).headers
    assert "access-control-allow-origin" not in dict(ask(routes, "POST", "/v1", {**GOOD, **other}).headers)
