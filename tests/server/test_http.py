"""The edge on a real socket: statuses, limits, slow and vanishing clients, many at once, a graceful stop."""

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from cassette import testing
from cassette.server.edge import StartFault, listen

GOOD = {"Token": "t", "Content-Type": "application/json"}
Serve = Callable[..., testing.Server]


def ask(
    server: testing.Server, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.settings.port, timeout=20)
    try:
        connection.request(method, path, body, GOOD if headers is None else headers)
        response = connection.getresponse()
        return response.status, response.read(), {k.lower(): v for k, v in response.getheaders()}
    finally:
        connection.close()


def raw(server: testing.Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.settings.port), timeout=20)


def head(length: int | None, path: str = "/v1") -> bytes:
    body = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nToken: t\r\n{body}\r\n\r\n".encode()


def test_answers_carry_the_request_id(serve: Serve) -> None:
    status, body, headers = ask(serve(), "POST", "/v1/ks/books", b"{}", {**GOOD, "X-Request-Id": "mine"})
    assert (status, body, headers["content-type"], headers["x-request-id"]) == (
        200,
        b'{"length":2}',
        "application/json",
        "mine",
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("POST", "/v2", 404),
        ("POST", "/v1/a/b/c", 404),
        ("POST", "/v1/a%2Fb/c/d", 404),
        ("GET", "/v1", 405),
        ("PUT", "/v1/ks", 405),
        ("OPTIONS", "/v1/ks", 405),
        ("POST", "/metrics", 405),
    ],
)
def test_unknown_paths_and_methods_have_empty_answers(serve: Serve, method: str, path: str, status: int) -> None:
    assert ask(serve(), method, path)[:2] == (status, b"")


def test_health_and_metrics_need_no_token(serve: Serve) -> None:
    server = serve()
    assert ask(server, "GET", "/stargate/health", headers={})[:2] == (200, b'{"status":"UP","checks":[]}')
    status, body, headers = ask(server, "GET", "/metrics", headers={})
    assert status == 200
    assert headers["content-type"].startswith("text/plain; version=0.0.4")
    assert b'http_server_requests_total{status="200"} 1' in body


def test_wrong_content_type_and_missing_token_are_told_as_json(serve: Serve) -> None:
    server = serve()
    assert ask(server, "POST", "/v1", b"{}", {"Token": "t", "Content-Type": "text/plain"})[0] == 415
    status, body, _ = ask(server, "POST", "/v1", b"{}", {"Content-Type": "application/json"})
    assert (status, b"MISSING_AUTHENTICATION_TOKEN" in body) == (401, True)


def test_body_at_the_limit_is_read_and_one_byte_more_is_refused(serve: Serve) -> None:
    server = serve(http_body_bytes=100_000)
    assert ask(server, "POST", "/v1", b"x" * 100_000)[:2] == (200, b'{"length":100000}')
    assert ask(server, "POST", "/v1", b"x" * 100_001)[:2] == (413, b"")


def test_announced_body_over_the_limit_is_refused_before_it_is_sent(serve: Serve) -> None:
    with raw(serve(http_body_bytes=10)) as client:
        client.sendall(head(11))
        assert client.recv(1000).startswith(b"HTTP/1.1 413")


def test_chunked_body_is_read_up_to_the_limit(serve: Serve) -> None:
    server = serve(http_body_bytes=1000)
    assert ask(server, "POST", "/v1", iter([b"x" * 500, b"x" * 500]))[:2] == (200, b'{"length":1000}')
    assert ask(server, "POST", "/v1", iter([b"x" * 500, b"x" * 501]))[0] == 413


@pytest.mark.parametrize("length", [10, None])
def test_slow_body_ends_with_408_and_nothing_has_happened(serve: Serve, stand_in: Any, length: int | None) -> None:
    with raw(serve(http_body_timeout_s=0.2)) as client:
        client.sendall(head(length) + (b"abc" if length else b"3\r\nabc\r\n"))
        assert client.recv(1000).startswith(b"HTTP/1.1 408")
    assert stand_in.entered == 0


def test_body_in_pieces_within_the_time_is_read(serve: Serve) -> None:
    with raw(serve()) as client:
        client.sendall(head(6))
        for piece in (b"ab", b"cd", b"ef"):
            client.sendall(piece)
        assert b'{"length":6}' in client.recv(1000)


def test_client_that_leaves_half_way_hurts_nobody(serve: Serve, stand_in: Any) -> None:
    server = serve()
    for _ in range(50):
        with raw(server) as client:
            client.sendall(head(10) + b"abc")
    with raw(server) as client:
        # gone while the door is at work
        client.sendall(head(0, "/v1/slow"))
    assert ask(server, "POST", "/v1", b"{}")[:2] == (200, b'{"length":2}')
    assert stand_in.entered <= 2


def test_connection_is_kept_for_the_next_request(serve: Serve) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", serve().settings.port, timeout=20)
    connection.connect()
    assert connection.sock is not None
    first = connection.sock.getsockname()
    for _ in range(20):
        connection.request("POST", "/v1", b"{}", GOOD)
        assert connection.getresponse().read() == b'{"length":2}'
    assert connection.sock.getsockname() == first
    connection.close()


@pytest.mark.parametrize("headers", [{}, {**GOOD, "Content-Type": "text/plain"}])
def test_connection_is_kept_after_a_refusal_whose_body_comes_late(serve: Serve, headers: dict[str, str]) -> None:
    server = serve()
    with raw(server) as client:
        for _ in range(3):
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            client.sendall(f"POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n{lines}\r\n".encode())
            # the server has had time for something else: the body is not there yet when it decides
            assert ask(server, "GET", "/stargate/health")[0] == 200
            client.sendall(b"abcdef")
            assert client.recv(1000).startswith((b"HTTP/1.1 401", b"HTTP/1.1 415"))
        client.sendall(head(2) + b"{}")
        assert b'{"length":2}' in client.recv(1000)


def test_refusal_of_an_endless_body_ends_the_connection(serve: Serve) -> None:
    with raw(serve(http_body_timeout_s=0.2)) as client:
        client.sendall(b"POST /v1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
        answer = client.recv(1000)
        assert answer.startswith(b"HTTP/1.1 401")
        assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(
    "text", [b"\x00\x01\x02\r\n\r\n", b"POST /v1 HTTP/9.9\r\n\r\n", b"POST /v1 HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_what_is_not_http_is_refused(serve: Serve, text: bytes) -> None:
    server = serve()
    with raw(server) as client:
        client.sendall(text)
        assert not client.recv(1000).startswith(b"HTTP/1.1 2")
    assert ask(server, "POST", "/v1", b"{}")[0] == 200


def test_users_are_checked_and_five_failures_make_an_address_wait(serve: Serve) -> None:
    from cassette.server.passwords import hash_password

    server = serve(auth="users", users={"cassandra": hash_password("cassandra")})
    good, bad = {**GOOD, "Token": testing.TOKEN}, {**GOOD, "Token": "Cassandra:Y2Fzc2FuZHJh:d3Jvbmc="}
    assert ask(server, "POST", "/v1", b"{}", good)[0] == 200
    assert [ask(server, "POST", "/v1", b"{}", bad)[0] for _ in range(5)] == [401] * 5
    status, _, headers = ask(server, "POST", "/v1", b"{}", bad)
    assert status == 429
    assert 0 < int(headers["retry-after"]) <= 60
    # who was let in before is not held up
    assert ask(server, "POST", "/v1", b"{}", good)[0] == 200


def test_ten_thousand_requests_at_once_are_all_answered(serve: Serve) -> None:
    """As many at once as files can be open here; the rest follows as connections come free."""
    import resource

    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    # both ends of each connection are files of this process
    at_once, wanted, server = min(10_000, soft // 2 - 200), 10_000, serve()
    request = head(2) + b"{}"

    async def one(turn: asyncio.Semaphore) -> bool:
        async with turn:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.settings.port)
            try:
                writer.write(request)
                return (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
            finally:
                writer.close()
                await writer.wait_closed()

    async def all_of_them() -> list[bool]:
        turn = asyncio.Semaphore(at_once)
        return await asyncio.wait_for(asyncio.gather(*(one(turn) for _ in range(wanted))), 60)

    assert sum(asyncio.run(all_of_them())) == wanted
    assert ask(server, "POST", "/v1", b"{}")[0] == 200


def test_idle_connections_do_not_shut_others_out(serve: Serve) -> None:
    server = serve()
    idle = [raw(server) for _ in range(400)]
    started = time.monotonic()
    assert ask(server, "POST", "/v1", b"{}")[0] == 200
    assert time.monotonic() - started < 5
    for client in idle:
        client.close()


def test_stop_finishes_what_was_accepted(serve: Serve, stand_in: Any) -> None:
    server, answers = serve(), list[tuple[int, bytes]]()
    clients = [
        threading.Thread(target=lambda: answers.append(ask(server, "POST", "/v1/slow", b"{}")[:2])) for _ in range(8)
    ]
    for client in clients:
        client.start()
    while stand_in.entered < 8:
        time.sleep(0.005)
    server.stop()
    for client in clients:
        client.join()
    assert answers == [(200, b'{"length":2}')] * 8
    assert stand_in.closed == 1
    with pytest.raises(ConnectionRefusedError):
        raw(server)


def test_stop_does_not_wait_longer_than_it_is_told(serve: Serve, stand_in: Any) -> None:
    stand_in.wait_s = 60.0
    server = serve(stop_timeout_s=0.2)
    with raw(server) as client:
        client.sendall(head(0, "/v1/slow"))
        while not stand_in.entered:
            time.sleep(0.005)
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 5


def test_restart_keeps_the_port(serve: Serve) -> None:
    server = serve()
    url = server.url
    server.restart()
    assert server.url == url
    assert ask(server, "POST", "/v1", b"{}")[0] == 200


def test_port_in_use_is_told_in_a_line(serve: Serve) -> None:
    with pytest.raises(StartFault, match="in use"):
        listen("127.0.0.1", serve().settings.port)


def test_server_starts_in_milliseconds(serve: Serve) -> None:
    serve()
    started = time.monotonic()
    server = serve()
    assert ask(server, "POST", "/v1", b"{}")[0] == 200
    # some ten milliseconds; the bound leaves room for a busy machine
    assert time.monotonic() - started < 1
