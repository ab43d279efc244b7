"""Updates and projections as cases: a command, `----`, and the document that comes out, or the error.

    updateOne {"document": {"_id": 1, "n": 1}, "update": {"$inc": {"n": 2}}}
    ----
    {"_id":1,"n":3}
    modified

How cases stand in a file, and are written anew, says `cases.py`.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.golden.cases import check

from cassette.compile.documents import json
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.vector_options import VectorOptions
from cassette.compile.projections import compile_projection
from cassette.compile.updates import compile_update
from cassette.cql.names import TableName
from cassette.errors import Failure

HERE = Path(__file__).parent
PLAIN = Collection(TableName("ks", "c"))
RICH = Collection(TableName("ks", "c"), vector=VectorOptions(3), lexical=True)
FILES = sorted((*HERE.glob("updates/*.case"), *HERE.glob("projections/*.case")))


def update_one(given: dict[str, Any], collection: Collection) -> str:
    update = compile_update(given["update"], collection)
    document, changed = update.apply(given["document"], inserting=given.get("inserting", False))
    return json.encode(document).decode() + ("\nmodified" if changed else "\nunchanged")


def find_one(given: dict[str, Any], collection: Collection) -> str:
    projection = compile_projection(given["projection"], collection)
    return json.encode(projection.apply(given["document"])).decode() + ("\nas stored" if projection.whole else "")


COMMANDS = {"findOne": find_one, "updateOne": update_one}


def outcome(line: str) -> str:
    command, _, body = line.partition(" ")
    given = json.decode(body.encode())
    try:
        return COMMANDS[command](given, RICH if given.get("vectors") else PLAIN)
    except Failure as failure:
        return failure.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path) -> None:
    check(file, outcome)
