"""CLEAR: empty the screen."""

from cassette.shell.commands.command import Command
from cassette.shell.session import Session

EMPTY = "\x1b[2J\x1b[H"


async def _run(session: Session, line: str) -> None:
    if session.screen.is_terminal:
        session.screen.out.write(EMPTY)
        session.screen.out.flush()


CLEAR = Command("CLEAR", "CLEAR", "empty the screen (also CLS)", _run)
