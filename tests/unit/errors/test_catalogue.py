import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cassette.api.dataapi.response import dress
from cassette.commands.dataapi.table import PLANNED
from cassette.commands.faults import FAULTS
from cassette.errors import Failure
from cassette.errors.catalogue import ErrorRow, filled, look_up, rows, sentence

SOURCE = Path(__file__).parents[3] / "src" / "cassette"
HTTP = {
    "LOGIN_ATTEMPTS_EXCEEDED": 429,
    "MISSING_AUTHENTICATION_TOKEN": 401,
    "UNAUTHENTICATED_REQUEST": 401,
    "UNAUTHORIZED_ACCESS": 401,
    "UNSUPPORTED_CONTENT_TYPE": 415,
}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Every Failure("NAME", detail=…) of the source: where, the name, the details."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Failure" and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    details = {keyword.arg for keyword in node.keywords if keyword.arg}
                    yield f"{path.relative_to(SOURCE)}:{node.lineno}", name.value, details


@pytest.mark.parametrize("row", rows().values(), ids=lambda row: row.name)
def test_every_row_can_be_filled_and_dressed(row: ErrorRow) -> None:
    details: dict[str, Any] = dict.fromkeys(row.holes, "something")
    failure = Failure(row.name, **details)
    dressed = dress(failure)
    assert dressed["family"] in ("REQUEST", "SERVER")
    assert dressed["errorCode"] == row.name.rpartition(".")[2]
    assert dressed["title"]
    assert not dressed["title"].endswith(".")
    assert not set(dressed["message"]) & set("[]")
    assert dressed["message"].endswith((".", "?"))
    assert row.http == HTTP.get(row.name, 200)
    assert 0 <= row.native <= 0x2500


@pytest.mark.parametrize("row", rows().values(), ids=lambda row: row.name)
def test_no_row_needs_its_details(row: ErrorRow) -> None:
    assert sentence(Failure(row.name))


def test_every_failure_of_the_source_has_a_row() -> None:
    assert [(where, name) for where, name, _ in raised() if name not in rows()] == []


def test_rows_named_in_tables_are_there() -> None:
    named = {*FAULTS.values(), *(row for level in PLANNED.values() for row in level.values())}
    assert named - rows().keys() == set()


def needed(row: ErrorRow) -> set[str]:
    """The holes outside the brackets."""
    return set(ErrorRow("", "", "", "", filled_brackets(row.body)).holes)


def filled_brackets(body: str) -> str:
    start, end = body.find("["), body.find("]")
    return body if start < 0 else filled_brackets(body[:start] + body[end + 1 :])


def test_failures_of_the_source_fill_the_holes_of_their_rows() -> None:
    missing = [
        (where, name, sorted(needed(rows()[name]) - details))
        for where, name, details in raised()
        if name in rows() and needed(rows()[name]) - details
    ]
    assert missing == []


def test_details_of_the_source_have_a_hole_in_their_rows() -> None:
    idle = [
        (where, name, sorted(details - rows()[name].holes - {"document_ids"}))
        for where, name, details in raised()
        if name in rows() and details - rows()[name].holes - {"document_ids"}
    ]
    assert idle == []


def test_sentence_writes_json_exactly() -> None:
    failure = Failure("COMMAND_ACCEPTS_NO_OPTIONS", command="deleteOne", got={"n": Decimal("1.50"), "i": 10**40})
    assert '{"n":1.50,"i":10000000000000000000000000000000000000000}' in sentence(failure)
    assert "Send {}," in sentence(failure)


def test_sentence_cuts_what_is_long() -> None:
    assert len(sentence(Failure("SHRED_BAD_DOCID_TYPE", got=["x" * 1000]))) < 500


def test_sentence_leaves_out_brackets_without_a_detail() -> None:
    assert filled("a[ b {c}][ d {e:json}].", {"e": "f"}) == 'a d "f".'


def test_sentence_joins_lists() -> None:
    assert filled("{a} {b} {c}", {"a": ["x", "y"], "b": [], "c": {"q", "p"}}) == "x, y [None] p, q"


def test_look_up_of_an_unknown_name_says_the_name() -> None:
    assert look_up("NEVER_WRITTEN").code == "NEVER_WRITTEN"
    assert look_up("DATABASE.UNKNOWN_KEYSPACE").code == "UNKNOWN_KEYSPACE"
