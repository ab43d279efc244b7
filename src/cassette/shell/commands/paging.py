"""PAGING: how many rows are shown before the reader is asked to go on."""

from cassette.shell.commands.command import Command, words_of
from cassette.shell.session import PAGE_ROWS, Session, ShellFault


async def _run(session: Session, line: str) -> None:
    match words_of(line):
        case []:
            pass
        case ["ON"]:
            session.page_rows = PAGE_ROWS
        case ["OFF"]:
            session.page_rows = None
        case [number] if number.isdigit() and 0 < int(number) < 1 << 31:
            session.page_rows = int(number)
        case words:
            raise ShellFault(f"PAGING takes ON, OFF or a number of rows, not {' '.join(words)}")
    rows = session.page_rows
    session.screen.note("paging is off" if rows is None else f"paging is on: {rows} rows a page")


PAGING = Command("PAGING", "PAGING [ON | OFF | rows]", "ask before the next page of rows (on a terminal)", _run)
