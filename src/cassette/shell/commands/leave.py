"""EXIT and QUIT: end the shell."""

from cassette.shell.commands.command import Command
from cassette.shell.session import Leave, Session


async def _run(session: Session, line: str) -> None:
    raise Leave


EXIT = Command("EXIT", "EXIT", "leave the shell (also QUIT, Ctrl-D)", _run)
QUIT = Command("QUIT", "QUIT", "leave the shell (also EXIT, Ctrl-D)", _run)
