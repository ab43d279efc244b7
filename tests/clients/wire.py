"""HTTP without a client library: for requests that no client would send."""

import contextlib
import http.client
import json
from typing import Any

from cassette import testing

HEADERS = {"Token": testing.TOKEN, "Content-Type": "application/json"}
KEYSPACE = "ks"


class Wire:
    """One connection to a server."""

    def __init__(self, server: testing.Server) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.settings.port, timeout=30)

    def send(self, path: str, body: bytes, headers: dict[str, str] = HEADERS) -> tuple[int, bytes]:
        """Send a body as it is; give status and body of the answer."""
        # broken when the server answers before it was told everything
        with contextlib.suppress(BrokenPipeError):
            self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def ask(self, path: str, command: str, arguments: dict[str, Any]) -> Any:
        """Send a command; give the answer, which has to be one."""
        status, body = self.send(path, json.dumps({command: arguments}).encode())
        assert status == 200, (status, body)
        return json.loads(body)

    def codes(self, path: str, body: bytes) -> list[str]:
        """Send a body; give the codes of the errors in an answer that has the form of one."""
        status, answer = self.send(path, body)
        assert status == 200, (status, answer)
        return codes_of(json.loads(answer))

    def everything(self) -> Any:
        """Give all that is stored: keyspaces, collections with their options, documents."""
        stored: dict[str, Any] = {}
        for keyspace in self.ask("/v1", "findKeyspaces", {})["status"]["keyspaces"]:
            found = self.ask(f"/v1/{keyspace}", "findCollections", {"options": {"explain": True}})
            for collection in found["status"]["collections"]:
                path = f"/v1/{keyspace}/{collection['name']}"
                stored[path] = (collection["options"], self.documents(path))
            stored.setdefault(f"/v1/{keyspace}", None)
        return stored

    def documents(self, path: str) -> list[Any]:
        """Give all documents of a collection."""
        documents: list[Any] = []
        options: dict[str, str] = {}
        while True:
            data = self.ask(path, "find", {"options": options})["data"]
            documents += data["documents"]
            if data["nextPageState"] is None:
                return documents
            options = {"pageState": data["nextPageState"]}

    def close(self) -> None:
        self.connection.close()


def codes_of(answer: Any) -> list[str]:
    """Give the codes of an answer's errors, after a look at the form of all."""
    assert type(answer) is dict
    assert answer
    assert answer.keys() <= {"data", "errors", "status"}, answer
    errors = answer.get("errors", [])
    assert errors != [] or "errors" not in answer
    assert "data" not in answer or not errors
    for error in errors:
        assert error.keys() - {"documentIds"} == {"errorCode", "family", "id", "message", "scope", "title"}
        assert error["title"]
        assert error["message"]
        assert len(error["message"]) < 4000
    return [str(error["errorCode"]) for error in errors]
