"""SHOW VERSION, SHOW HOST: what this is, and what it has open."""

from cassette.shell.commands.command import Command, words_of
from cassette.shell.session import Session, ShellFault
from cassette.version import VERSION

CQL_VERSION = "3.4.7"


async def _run(session: Session, line: str) -> None:
    match words_of(line):
        case ["VERSION"]:
            session.screen.lines([f"cassette {VERSION} | CQL {CQL_VERSION}"])
        case ["HOST"]:
            session.screen.lines([f"data in {session.opened}"])
        case words:
            raise ShellFault(f"SHOW takes VERSION or HOST, not {' '.join(words) or 'nothing'}")


SHOW = Command("SHOW", "SHOW VERSION | HOST", "say what this is, and what it has open", _run)
