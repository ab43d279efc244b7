"""HELP: what can be typed here."""

from cassette.cql.parser import STATEMENTS
from cassette.shell.commands.command import Command, words_of
from cassette.shell.session import Session, ShellFault


async def _run(session: Session, line: str) -> None:
    from cassette.shell.commands import COMMANDS

    words = words_of(line)
    if not words:
        size = max(len(command.usage) for command in COMMANDS.values())
        seen = {id(command): command for command in COMMANDS.values()}
        session.screen.lines(f"  {command.usage:<{size}}  {command.help}" for command in seen.values())
        session.screen.lines(
            ["", "CQL statements end with a semicolon: " + ", ".join(sorted({w[0] for w in STATEMENTS}))]
        )
        return
    command = COMMANDS.get(words[0])
    forms = sorted(" ".join(first) for first in STATEMENTS if first[: len(words)] == tuple(words))
    if command is not None:
        session.screen.lines([f"{command.usage}", f"  {command.help}"])
    elif forms:
        session.screen.lines(forms)
    else:
        raise ShellFault(f"there is no help about {' '.join(words)}: HELP alone lists everything")


HELP = Command("HELP", "HELP [topic]", "say what can be typed here", _run)
