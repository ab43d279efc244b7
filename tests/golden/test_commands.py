"""Commands as cases: a command, `----`, and the statements of its plan with their values, or the error.

    countDocuments {"filter": {"tags": "x"}}
    ----
    Read
    SELECT key FROM ks.c WHERE array_contains CONTAINS ? LIMIT 1001
      ["tags Sx"]

Under Modify the row read is the document {"_id": "x", "n": 1}; what follows is the change, what reads it again
after a lost race, and what an upsert makes.
"""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from tests.golden.cases import check

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, Room
from cassette.commands.dataapi.fields import Refused
from cassette.commands.dataapi.table import COMMANDS
from cassette.compile.documents import json
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import DEFAULTS
from cassette.cql.names import TableName
from cassette.cql.plan import Define, Each, Modify, Nothing, Plan, Read, Write
from cassette.cql.schema import Keyspace, Schema
from cassette.cql.statements.statement import Bound
from cassette.errors import Failure

FILES = sorted((Path(__file__).parent / "commands").glob("*.case"))
COLLECTION = Collection(TableName("ks", "c"))
SCHEMA = Schema(1, {"ks": Keyspace("ks", {}, True, {}), "system": Keyspace("system", {}, True, {})})
OLD = UUID("11111111-0000-1000-8000-000000000000")
NEW = UUID("22222222-0000-1000-8000-000000000000")
STORED = ((1, "x"), OLD, '{"_id":"x","n":1}')
BY_NAME = {command.name: command for command in COMMANDS}


def shown(value: Any) -> str:
    """Write a value on one line; made-up transaction ids by name."""
    if isinstance(value, UUID):
        return {OLD: "OLD", NEW: "NEW"}[value]
    if isinstance(value, tuple | list):
        inner = ", ".join(map(shown, value))
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, set | frozenset):
        value = sorted(value)
    return json.encode(value).decode()


def bound_lines(bound: Bound | None) -> Iterator[str]:
    if bound is None:
        yield "(nothing to write)"
        return
    yield bound.statement.text()
    if bound.values:
        yield f"  [{', '.join(map(shown, bound.values))}]"


def lines(planned: Planned) -> Iterator[str]:
    yield from plan_lines(planned.plan)
    if isinstance(planned.plan, Nothing):
        told: Answer = planned.answer(planned.plan.rows)
        yield f"answers {shown({'data': told.data, 'status': told.status})}"


def plan_lines(plan: Plan) -> Iterator[str]:
    match plan:
        case Read():
            pages = f", all pages, {plan.most_rows} rows at most" if plan.all_pages else ""
            yield f"Read {plan.page_rows}{pages}{'' if plan.paging_state is None else ', from a state on'}"
            yield from bound_lines(plan.bound)
        case Write():
            yield "Write"
            for bound in plan.bounds:
                yield from bound_lines(bound)
        case Each():
            yield f"Each{', in order' if plan.ordered else ''}"
            for one in plan.plans:
                yield from plan_lines(one)
        case Modify():
            yield from modify_lines(plan)
        case Define():
            yield "Define"
            for bound in plan.bounds:
                yield from bound_lines(bound)
            for bound in plan.undo:
                yield f"undo {bound.statement.text()}"
        case Nothing():
            yield "Nothing"


def modify_lines(plan: Modify) -> Iterator[str]:
    yield f"Modify, {plan.attempts} attempts"
    yield from plan_lines(plan.read)
    yield "change"
    row = STORED[:2] if "doc_json" not in plan.read.bound.statement.text() else STORED
    try:
        yield from bound_lines(plan.change(row).bound)
    except Failure as failure:
        yield failure.name
    yield "again"
    yield from bound_lines(plan.again(row))
    if plan.insert is not None:
        yield "insert"
        yield from bound_lines(plan.insert().bound)


def outcome(line: str) -> str:
    name, _, body = line.partition(" ")
    command = BY_NAME[name]
    try:
        arguments = command.fields.read(json.decode(body.encode()))
        if isinstance(command, DocumentCommand):
            planned = command.plan(arguments, COLLECTION, DEFAULTS)
        else:
            planned = command.plan(arguments, Room(SCHEMA, "ks", DEFAULTS, MappingProxyType({})))
        return "\n".join(lines(planned))
    except Failure as failure:
        return failure.name
    except Refused as refused:
        return "\n".join(f"{failure.name} {failure.details['field']}" for failure in refused.failures)


@pytest.fixture(autouse=True)
def known_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("changing", "inserting"):
        monkeypatch.setattr(f"cassette.commands.documents.{module}.new_tx_id", lambda: NEW)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_case(file: Path) -> None:
    check(file, outcome)


def test_every_command_has_a_case() -> None:
    asked = {line.split(" ")[0] for file in FILES for line in file.read_text("utf-8").splitlines()}
    assert BY_NAME.keys() - asked == set()
