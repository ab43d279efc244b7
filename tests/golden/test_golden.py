"""Commands as cases: a command, `----`, and the CQL that it becomes with its values, or the error.

    find {"filter": {"tags": {"$size": 2}}}
    ----
    SELECT doc_json FROM ks.c WHERE array_size[?] = ?
    ["tags",2]

How cases stand in a file, and are written anew, says `cases.py`.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.golden.cases import check

from cassette.compile.documents.collection import Collection, definition, indexing_of, read_options
from cassette.compile.documents.json import decode, encode
from cassette.compile.filters import compile_filter
from cassette.compile.sorts import compile_sort
from cassette.cql.names import TableName
from cassette.cql.selectors import Column, Selection
from cassette.cql.statements.select import Select
from cassette.errors import Failure

HERE = Path(__file__).parent
TABLE = TableName("ks", "c")
FILES = sorted((*HERE.glob("collections/*.case"), *HERE.glob("filters/*.case"), *HERE.glob("sorts/*.case")))


def find(given: dict[str, Any]) -> str:
    collection = Collection(TABLE, indexing=indexing_of(given.get("indexing")))
    where = compile_filter(given.get("filter"), collection)
    sort = compile_sort(given.get("sort"), collection)
    if where.nothing:
        return "nothing"
    selections = (Selection(Column("doc_json")), *(sort.selections if sort else ()))
    values = (*(sort.values if sort else ()), *where.values)
    return f"{Select(TABLE, selections, where.condition).text()}\n{encode(values).decode()}"


def create_collection(given: dict[str, Any]) -> str:
    create, indexes = definition("ks", given["name"], given.get("options"))
    shown = encode(read_options(given.get("options"))).decode()
    return "\n".join([shown, *(statement.text() for statement in (create, *indexes))])


COMMANDS = {"createCollection": create_collection, "find": find}


def outcome(line: str) -> str:
    command, _, body = line.partition(" ")
    try:
        return COMMANDS[command](decode(body.encode()))
    except Failure as failure:
        return failure.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path) -> None:
    check(file, outcome)
