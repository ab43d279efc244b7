"""TRACING: say after each statement how it was carried out, and how long it took."""

from cassette.shell.commands.command import Command, on_or_off
from cassette.shell.session import Session


async def _run(session: Session, line: str) -> None:
    wanted = on_or_off(line)
    if wanted is not None:
        session.tracing = wanted
    session.screen.note(f"tracing is {'on' if session.tracing else 'off'}")


TRACING = Command("TRACING", "TRACING [ON | OFF]", "show the plan and the time of each statement", _run)
