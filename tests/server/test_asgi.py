"""The ASGI form, driven as an ASGI server would."""

import asyncio
from typing import Any

from cassette.server.asgi import application
from cassette.server.settings import Settings

HEADERS = [(b"Token", b"t"), (b"Content-Type", b"application/json")]


def call(app: Any, messages: list[dict[str, Any]], **scope: Any) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.sleep(60)
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "POST", "path": "/v1", "headers": HEADERS, "client": ("127.0.0.1", 5)}
    asyncio.run(app({**whole, **scope}, receive, send))
    return sent


def body(data: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": data, "more_body": more}


def test_asgi_answers_a_body_in_pieces(stand_in: Any) -> None:
    sent = call(application(Settings(), stand_in.door()), [body(b"ab", True), body(b"c")])
    assert sent[0]["status"] == 200
    assert (b"content-type", b"application/json") in sent[0]["headers"]
    assert sent[1]["body"] == b'{"length":3}'


def test_asgi_refuses_a_body_over_the_limit(stand_in: Any) -> None:
    sent = call(application(Settings(http_body_bytes=2), stand_in.door()), [body(b"ab", True), body(b"c")])
    assert sent[0]["status"] == 413
    assert stand_in.entered == 0


def test_asgi_gives_up_on_a_slow_body(stand_in: Any) -> None:
    sent = call(application(Settings(http_body_timeout_s=0.05), stand_in.door()), [body(b"ab", True)])
    assert sent[0]["status"] == 408


def test_asgi_says_nothing_to_a_client_that_left(stand_in: Any) -> None:
    assert call(application(Settings(), stand_in.door()), [body(b"ab", True), {"type": "http.disconnect"}]) == []
    assert stand_in.entered == 0


def test_asgi_mounted_below_a_path_finds_its_own(stand_in: Any) -> None:
    sent = call(application(Settings(), stand_in.door()), [body(b"")], path="/cassette/v1", root_path="/cassette")
    assert sent[0]["status"] == 200


def test_asgi_lifespan_opens_and_closes(stand_in: Any) -> None:
    app = application(Settings(), stand_in.door())
    sent = call(app, [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}], type="lifespan")
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert stand_in.closed == 1


def test_asgi_health_needs_no_body(stand_in: Any) -> None:
    sent = call(application(Settings(), stand_in.door()), [], method="GET", path="/stargate/health", headers=[])
    assert sent[1]["body"] == b'{"status":"UP","checks":[]}'
