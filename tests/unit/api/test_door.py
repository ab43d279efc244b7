import asyncio
import json
import logging
from typing import Any

import pytest

from cassette.api.dataapi.door import handle, refuse
from cassette.api.http import Request
from cassette.commands.call import Answer, Call
from cassette.commands.dispatch import River
from cassette.cql.schema import EMPTY, Schema
from cassette.errors import Failure, Unavailable


class Broken:
    """An engine that fails in a chosen way."""

    features = None

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def schema(self) -> Schema:
        return EMPTY

    async def refresh(self) -> Schema:
        raise self.error


def asked(river: River, body: bytes, path: str = "/v1") -> dict[str, Any]:
    response = asyncio.run(handle(Request("POST", path, {}, body), river))
    assert response.status == 200
    assert response.headers == [("content-type", "application/json")]
    told: dict[str, Any] = json.loads(response.body)
    return told


def river(error: Exception, **more: Any) -> River:
    return River(Broken(error), **more)  # type: ignore[arg-type]


def test_handle_turns_engine_errors_into_answers() -> None:
    told = asked(river(Unavailable("it is closed")), b'{"findKeyspaces": {}}')
    assert told["errors"][0]["errorCode"] == "UNAVAILABLE_DATABASE"
    assert "it is closed" in told["errors"][0]["message"]


def test_handle_logs_what_nobody_expected_under_an_id(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        told = asked(river(ZeroDivisionError("secret")), b'{"findKeyspaces": {}}')
    (error,) = told["errors"]
    assert error["errorCode"] == "UNEXPECTED_SERVER_ERROR"
    assert error["id"] in error["message"]
    assert "secret" not in json.dumps(told)
    assert error["id"] in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_handle_tells_whoever_observes() -> None:
    seen: list[tuple[Call | None, Answer | None, float]] = []
    watched = river(Unavailable("x"), observe=lambda *told: seen.append(told))
    asked(watched, b'{"findKeyspaces": {}}')
    asked(watched, b"nothing")
    (first, answer, seconds), (second, unread, _) = seen
    assert first is not None
    assert first.command == "findKeyspaces"
    assert answer is not None
    assert answer.errors[0].name == "UNAVAILABLE_DATABASE"
    assert seconds >= 0
    assert second is None
    assert unread is not None
    assert unread.errors[0].name == "REQUEST_NOT_JSON"


def test_handle_survives_an_answer_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unwritable(call: Call, river: River) -> Answer:
        return Answer({"document": object()})

    monkeypatch.setattr("cassette.api.dataapi.door.dispatch", unwritable)
    assert asked(river(ValueError()), b'{"findKeyspaces": {}}')["errors"][0]["errorCode"] == "UNEXPECTED_SERVER_ERROR"


def test_refuse_has_the_status_of_its_row() -> None:
    response = refuse(Failure("MISSING_AUTHENTICATION_TOKEN"))
    assert response.status == 401
    assert json.loads(response.body)["errors"][0]["scope"] == "SECURITY"
