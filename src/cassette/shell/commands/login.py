"""LOGIN: nobody logs in to a data directory; the file system says who may open it."""

from cassette.shell.commands.command import Command
from cassette.shell.session import Session, ShellFault


async def _run(session: Session, line: str) -> None:
    raise ShellFault("LOGIN is not supported: the shell opens the data directory itself, as the user who started it")


LOGIN = Command("LOGIN", "LOGIN", "not supported: the shell opens the data directory itself", _run)
