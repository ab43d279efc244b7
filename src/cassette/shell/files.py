"""Files of CQL: their statements one after the other, up to the first that fails."""

from pathlib import Path

from cassette.shell.input import entries
from cassette.shell.session import Leave, Place, Session, ShellFault

DEEPEST = 16
"""How many files may be inside each other: a file that sources itself ends here."""


async def run_file(session: Session, path: Path) -> bool:
    """Run a file. Gives whether all went well. Raises ShellFault for one that cannot be read."""
    text = _read(path)
    if len(session.sources) == DEEPEST:
        raise ShellFault(f"files are {DEEPEST} deep inside each other: does {path} source itself?")
    session.sources.append(path)
    try:
        return await run_text(session, text, path)
    finally:
        session.sources.pop()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise ShellFault(f"{path} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise ShellFault(f"{path} is not UTF-8 from byte {fault.start} on") from fault


async def run_text(session: Session, text: str, path: Path | None = None) -> bool:
    """Run the statements of a text; a last one needs no semicolon. Stops at the first failure, unless told to go on."""
    well = True
    try:
        for entry in entries(text, session.ends_with_line):
            if not await session.run(entry.text, Place(path, entry.line)):
                well = False
                if not session.keep_going:
                    break
    except Leave:
        if len(session.sources) != 1:
            raise
    return well
