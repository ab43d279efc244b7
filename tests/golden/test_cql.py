"""CQL as cases: a statement, `----`, and the same statement as it is printed, or the error that refuses it.

    SELECT FROM t
    ----
    SyntaxFault 1:8
    | line 1:8: expected the name of a column ...

How cases stand in a file, and are written anew, says `cases.py`.
"""

from pathlib import Path

import pytest
from tests.golden.cases import check

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
    check(file, outcome)
