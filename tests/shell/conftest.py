"""The shell as its user runs it: `main` with a command line, in this process."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cassette.server.cli import main

HERE = Path(__file__).parent


class Outcome(NamedTuple):
    """The exit code, and what was written."""

    code: int
    out: str
    err: str


Shell = Callable[..., Outcome]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run `cassette cql` in a directory of its own, its data there too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run(*arguments: str, data: str = "data", stdin: str = "") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main(["cql", "--data", data, *arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run
