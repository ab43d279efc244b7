"""The prompt, typed into through a pipe; the terminal is prompt_toolkit's own for tests."""

import asyncio
import io
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import cassette
from cassette.shell.commands import COMMANDS
from cassette.shell.prompt import SchemaCompleter, converse, history_file, run_interruptibly
from cassette.shell.screen import Screen
from cassette.shell.session import Session

KS = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};\r"
UP, CTRL_C, CTRL_D = "\x1b[A", "\x03", "\x04"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def with_session(body: Callable[[Session], Awaitable[None]]) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()

    async def main() -> None:
        async with cassette.open() as database:
            await body(Session(database, Screen(out, err), COMMANDS))

    asyncio.run(asyncio.wait_for(main(), 30))
    return out.getvalue(), err.getvalue()


def typed(keys: str) -> tuple[str, str]:
    """Type; give the output and the errors."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return with_session(converse)


def test_statement_takes_lines_until_its_semicolon() -> None:
    out, err = typed("SELECT key\rFROM system.local\r;\rEXIT\r")
    assert " key\n-------\n local\n" in out
    assert err == ""


def test_commands_and_describe_end_with_their_line() -> None:
    out, err = typed(f"{KS}USE ks;\rEXPAND ON\rDESC TABLES\rSHOW VERSION\r{CTRL_D}")
    assert "expanded output is on" in out
    assert "| CQL 3" in out
    assert err == ""


def test_failure_is_told_and_the_prompt_goes_on() -> None:
    out, err = typed("SELECT x FROM system.local;\rSHOW HOST\rQUIT\r")
    assert "InvalidRequest" in err
    assert "data in memory" in out


def test_ctrl_c_forgets_what_was_typed() -> None:
    out, err = typed(f"SELECT garbage{CTRL_C}SHOW VERSION\r{CTRL_D}")
    assert "| CQL 3" in out
    assert err == ""


def test_history_is_kept_for_the_next_time() -> None:
    typed("SHOW VERSION\rEXIT\r")
    assert "+SHOW VERSION" in history_file().read_text("utf-8")
    assert history_file().stat().st_mode & 0o077 == 0
    # the first line upwards is EXIT
    assert "| CQL 3" in typed(f"{UP}{UP}\r{CTRL_D}")[0]


def test_history_that_cannot_be_kept_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", os.devnull)
    assert "| CQL 3" in typed("SHOW VERSION\rEXIT\r")[0]


@pytest.mark.parametrize(("answers", "shown"), [("\r\r", 5), ("\rq\r", 4), ("q\r", 2), (CTRL_C, 2), (CTRL_D, 2)])
def test_pages_are_asked_for(answers: str, shown: int) -> None:
    rows = "".join(f"INSERT INTO ks.t (a) VALUES ({number});" for number in range(5))
    table = "CREATE TABLE ks.t (a int PRIMARY KEY);\r"
    out, _ = typed(f"{KS}{table}{rows}\rPAGING 2\rSELECT a FROM ks.t;\r{answers}EXIT\r")
    assert f"({shown} rows)" in out


def test_ctrl_c_ends_a_statement_not_the_shell() -> None:
    async def body(session: Session) -> None:
        async def endless(session: Session, line: str) -> None:
            asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
            await asyncio.Event().wait()

        session.commands = {**COMMANDS, "WAIT": COMMANDS["CLEAR"].__class__("WAIT", "WAIT", "", endless)}
        await run_interruptibly(session, "WAIT")
        await run_interruptibly(session, "SHOW VERSION")

    out, err = with_session(body)
    assert err == "interrupted\n"
    assert "| CQL 3" in out


def test_completer_offers_names_and_files(tmp_path: Path) -> None:
    (tmp_path / "schema.cql").write_text("", "utf-8")

    async def body(session: Session) -> None:
        completer = SchemaCompleter(session)

        def offered(text: str) -> list[str]:
            return [one.text for one in completer.get_completions(Document(text), CompleteEvent())]

        assert offered("SELECT * FROM system_sch") == ["system_schema"]
        assert offered(f"SOURCE '{tmp_path}/sch") == ["ema.cql"]

    with_session(body)
