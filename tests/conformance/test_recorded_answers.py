"""Recorded answers: each file is one scenario, its requests asked in order, its answers compared.

A line of a file: {"path": "/case_<file>/c", "command": {…} or "raw": "…", "answer": {…}, "status": 200, "note": "…"},
with `unordered` where the order of documents, ids and errors does not count. Titles and messages are ours and are
not compared; ids, page states and the time of day are compared by their kind. Numbers compare by value.

Our own files are in cases/. Beside a checkout there may be recordings of the original server: then those that are
due are replayed too, DIFFERENCES apart.
"""

import asyncio
import json
import os
import re
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cassette.api.dataapi.door import handle
from cassette.api.http import Request
from cassette.commands.dispatch import River
from cassette.engines.embedded import EmbeddedEngine

OWN = Path(__file__).parent / "cases"
RECORDED = Path(__file__).parents[3] / "shared" / "data" / "dataapi"

SERVER_FAULT = "the original fails with an error of its own; we say what is wrong with the request"
# recordings that are due, and where we differ from them: the note of a case, and why
DIFFERENCES: dict[str, dict[str, str]] = {
    "count_ceiling": {},
    "create_collection_errors": {
        "deny empty (the server's own fault)": SERVER_FAULT,
        "allow star and more (the server's own fault)": SERVER_FAULT,
    },
    "filters": {"_id $in, twice the same": "a document is found once, however often it is asked for"},
    "indexing_none": {},
    "inserts": {},
    "limits_and_requests": {
        "malformed token (the server's own fault)": "tokens are the server's business: tests/server",
        "unknown URL": "routes are the server's business: tests/server",
    },
    "paging": {
        "count with _id $in": "we count all that match, not the first one only",
        "empty page state (the server's own fault)": SERVER_FAULT,
    },
    "projections": {},
    "sorts": {"broken page state (the server's own fault)": SERVER_FAULT},
    "updates": {
        "updateOne: $set $vector without vectors": "we refuse a vector that nobody could search for, as an insert does",
    },
    "upserts_and_find_one_and": {},
}

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
OBJECT_ID = re.compile(r"[0-9a-f]{24}\Z")
COMPARED = ("documentIds", "errorCode", "family", "scope")
LISTS = {"data": ("documents",), "status": ("collections", "insertedIds")}
HOUR_MS = 3_600_000
Case = dict[str, Any]


class Number(Decimal):
    """A JSON number: compares by value, and is sent as it was written."""

    text: str

    def __new__(cls, text: str) -> "Number":
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __str__(self) -> str:
        return self.text


class Scenario:
    """One file being replayed: what was said, and what was generated last."""

    def __init__(self, river: River) -> None:
        self.river = river
        self.said: set[str] = set()
        self.page: Any = None
        self.made_id: Any = None

    async def ask(self, path: str, body: str) -> tuple[int, Any]:
        response = await handle(Request("POST", f"/v1{path}", {}, body.encode()), self.river)
        return response.status, decode(response.body.decode())

    async def outcome(self, case: Case) -> tuple[int, Any]:
        body = case["raw"] if "raw" in case else encode(self.filled(case["command"]))
        status, answer = await self.ask(case["path"], body)
        return status, self.plain(answer, bool(case.get("unordered")))

    def filled(self, value: Any) -> Any:
        """Put what was generated in the place of "$page" and "$id"; remember all that is said."""
        if isinstance(value, dict):
            return {name: self.filled(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if value in ("$page", "$id"):
            return self.page if value == "$page" else self.made_id
        self.said.add(str(value).lower())
        return value

    def plain(self, answer: Any, unordered: bool) -> Any:
        """Take out what differs from run to run."""
        kept = {name: self._plain(part, name) for name, part in answer.items() if name != "errors"}
        if "errors" in answer:
            kept["errors"] = [self._error(error) for error in answer["errors"]]
        if "warnings" in kept.get("status", {}):
            kept["status"]["warnings"] = ordered([self._error(error) for error in answer["status"]["warnings"]])
        return in_order(kept) if unordered else kept

    def _error(self, error: Any) -> Any:
        return {name: self._plain(error[name], name) for name in COMPARED if name in error}

    def _plain(self, value: Any, name: str) -> Any:
        if isinstance(value, list):
            return [self._plain(item, name) for item in value]
        if isinstance(value, str):
            return self._text(value, value, name)
        if not isinstance(value, dict):
            return value
        if set(value) == {"$date"} and self._is_now(value["$date"]):
            return {"$date": "<now>"}
        if len(value) == 1 and next(iter(value)) in ("$uuid", "$objectId"):
            ((wrapper, text),) = value.items()
            return {wrapper: self._text(text, value, name)}
        return {inner: self._plain(item, inner) for inner, item in value.items()}

    def _text(self, text: str, whole: Any, name: str) -> str:
        if name in ("nextPageState", "pageState"):
            self.page = text
            return "<page>"
        uuid = UUID.match(text)
        if text.lower() in self.said or not (uuid or OBJECT_ID.match(text)):
            return text
        self.made_id = whole
        return f"<uuid{uuid[1]}>" if uuid else "<objectId>"

    def _is_now(self, ms: Any) -> bool:
        return isinstance(ms, Number) and str(ms) not in self.said and abs(ms - int(time.time() * 1000)) < HOUR_MS


def decode(text: str) -> Any:
    return json.loads(text, parse_int=Number, parse_float=Number)


def encode(value: Any) -> str:
    """Write JSON, numbers as they were read."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)}: {encode(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(encode, value)) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value)


def ordered(items: list[Any]) -> list[Any]:
    return sorted(
        items, key=lambda item: json.dumps(item, sort_keys=True, default=lambda number: str(+Decimal(number)))
    )


def in_order(answer: Any) -> Any:
    for part, names in LISTS.items():
        for name in names:
            if isinstance(answer.get(part), dict) and isinstance(answer[part].get(name), list):
                answer[part][name] = ordered(answer[part][name])
    if "errors" in answer:
        answer["errors"] = ordered(answer["errors"])
    return answer


def cases(file: Path) -> list[Case]:
    return [decode(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


async def outcomes(file: Path) -> list[tuple[int, Any]]:
    """Ask all that a file asks, in a fresh engine."""
    engine = await EmbeddedEngine.open(None)
    try:
        scenario = Scenario(River(engine))
        made = await scenario.ask("", encode({"createKeyspace": {"name": f"case_{file.stem}"}}))
        assert made == (200, {"status": {"ok": 1}})
        return [await scenario.outcome(case) for case in cases(file)]
    finally:
        await engine.close()


def differing(file: Path, besides: dict[str, str]) -> list[str]:
    """Tell where the answers differ from those in the file."""
    return list(_differences(file, besides))


def _differences(file: Path, besides: dict[str, str]) -> Iterator[str]:
    answered = zip(cases(file), asyncio.run(outcomes(file)), strict=True)
    for at, (case, (status, answer)) in enumerate(answered, start=1):
        expected = in_order(case["answer"]) if case.get("unordered") else case["answer"]
        same = (status, answer) == (case["status"], expected)
        note = case.get("note", "")
        if note in besides:
            if same:
                yield f"{at} {note}: they agree, so take the note off the list"
        elif not same:
            asked_for = case.get("raw") or encode(case["command"])
            told = (asked_for, f"expected {encode(expected)}", f"got      {encode(answer)}")
            yield "\n  ".join((f"{at} {note}", *(text[:600] for text in told)))


def record(file: Path) -> None:
    """Write the answers of today into a file, to be read in review."""
    lines = [
        case | {"answer": answer, "status": Number(str(status))}
        for case, (status, answer) in zip(cases(file), asyncio.run(outcomes(file)), strict=True)
    ]
    file.write_text("".join(f"{encode(line)}\n" for line in lines), "utf-8")


@pytest.mark.parametrize("file", sorted(OWN.glob("*.jsonl")), ids=lambda file: file.stem)
def test_own_case(file: Path) -> None:
    if os.environ.get("REWRITE") == "1":
        record(file)
    assert differing(file, {}) == []


@pytest.mark.skipif(not RECORDED.is_dir(), reason="there are no recordings beside this checkout")
@pytest.mark.parametrize("name", DIFFERENCES)
def test_recorded_case(name: str) -> None:
    assert differing(RECORDED / f"{name}.jsonl", DIFFERENCES[name]) == []
