"""The catalogue of errors: what a failure is called, whose fault it is, and the sentence that tells it.

    [SORT_CLAUSE_INVALID]
    family = "REQUEST"
    scope = "SORT"
    title = "The sort clause cannot be used"
    body = "The sort clause cannot be used: {reason}."

A hole in a body is filled from the details of a failure, `{hole:json}` with the detail as JSON; what
stands in [brackets] is left out when one of its holes has nothing to hold. Two braces stand for one.
The file is read when the first error needs it.
"""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from cassette.errors.failure import Failure

SHOWN_CHARS = 200
HOLE = re.compile(r"\{\{|\}\}|\{(\w+)(:json)?\}")
BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode


class ErrorRow(msgspec.Struct, frozen=True):
    """One row. `http` is the Data API's status, `native` the code of CQL's binary protocol."""

    name: str
    family: str
    scope: str
    title: str
    body: str
    http: int = 200
    native: int = 0x2200

    @property
    def code(self) -> str:
        """The code that clients test for."""
        return self.name.rpartition(".")[2]

    @property
    def holes(self) -> frozenset[str]:
        """The names of the details that the body has a place for."""
        return _holes(self.body)


def _holes(text: str) -> frozenset[str]:
    return frozenset(match[1] for match in HOLE.finditer(text) if match[1])


@cache
def rows() -> dict[str, ErrorRow]:
    """Read the catalogue; rows by name."""
    text = (resources.files("cassette.errors") / "catalogue.toml").read_text("utf-8")
    return {name: msgspec.convert({"name": name, **row}, ErrorRow) for name, row in tomllib.loads(text).items()}


def look_up(name: str) -> ErrorRow:
    """Give a row; for a name that nobody wrote a row for, one that says no more than the name."""
    row = rows().get(name)
    return ErrorRow(name, "SERVER", "", name, name, native=0x0000) if row is None else row


def sentence(failure: Failure) -> str:
    """Tell a failure: its body with the holes filled. A detail that is missing shows as nothing."""
    return filled(look_up(failure.name).body, failure.details)


def filled(body: str, details: dict[str, Any]) -> str:
    """Fill the holes of a body."""

    def optional(brackets: re.Match[str]) -> str:
        inside = brackets[1]
        return inside if all(details.get(name, "") != "" for name in _holes(inside)) else ""

    def hole(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]
        if name not in details:
            return ""
        text = as_json(details[name]) if match[2] else as_text(details[name])
        return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"

    return HOLE.sub(hole, BRACKETS.sub(optional, body))


def as_text(value: object) -> str:
    """Write a detail as it is, several with commas between them."""
    if isinstance(value, list | tuple | set | frozenset):
        names = sorted(map(str, value)) if isinstance(value, set | frozenset) else list(map(str, value))
        return ", ".join(names) or "[None]"
    return str(value)


def as_json(value: object) -> str:
    """Write any value as JSON, numbers exact."""
    try:
        return _encode(value).decode()
    except (TypeError, ValueError, RecursionError, msgspec.MsgspecError):
        return "something that cannot be shown"
