"""SOURCE: run the statements of a file.

SOURCE 'schema.cql'
"""

from pathlib import Path

from cassette.shell.commands.command import Command, file_name
from cassette.shell.files import run_file
from cassette.shell.session import Session, ShellFault


async def _run(session: Session, line: str) -> None:
    path = _found(session, file_name(line[len("SOURCE") :]))
    if not await run_file(session, path):
        raise ShellFault(f"{path} was not carried out to its end")


def _found(session: Session, name: str) -> Path:
    """A file names others as they lie beside it."""
    path = Path(name).expanduser()
    return path if path.is_absolute() or not session.sources else session.sources[-1].parent / path


SOURCE = Command("SOURCE", "SOURCE 'file'", "run the statements of a file", _run)
