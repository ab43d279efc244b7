"""CQL as cases: a statement, `----`, and the same statement as it is printed, or the error that refuses it.

    SELECT FROM t
    ----
    SyntaxFault 1:8
    | line 1:8: expected the name of a column ...

Cases of a file are separated by empty lines. `REWRITE=1` writes what comes out into the files, to be read in review.
"""

import os
from pathlib import Path

import pytest

from cassette.cql.parser import parse
from cassette.errors import EngineError, SyntaxFault

FILES = sorted((Path(__file__).parent / "cql").glob("*.case"))


def outcome(text: str) -> str:
    try:
        return parse(text).text()
    except SyntaxFault as fault:
        shown = "".join(f"\n| {line}" for line in str(fault).split("\n"))
        return f"SyntaxFault {fault.line}:{fault.column}{shown}"
    except EngineError as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_case(file: Path) -> None:
    asked = [case.split("\n----")[0] for case in file.read_text().strip().split("\n\n")]
    written = "\n\n".join(f"{text}\n----\n{outcome(text)}" for text in asked) + "\n"
    if os.environ.get("REWRITE") == "1":
        file.write_text(written)
    assert file.read_text() == written
