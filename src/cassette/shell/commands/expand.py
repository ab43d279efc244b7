"""EXPAND: show each row as a list of fields."""

from cassette.shell.commands.command import Command, on_or_off
from cassette.shell.session import Session


async def _run(session: Session, line: str) -> None:
    wanted = on_or_off(line)
    if wanted is not None and session.screen.form != "json":
        session.screen.form = "fields" if wanted else "table"
    session.screen.note(f"expanded output is {'on' if session.screen.form == 'fields' else 'off'}")


EXPAND = Command("EXPAND", "EXPAND [ON | OFF]", "show each row as a list of fields", _run)
