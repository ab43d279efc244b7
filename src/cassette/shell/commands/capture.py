"""CAPTURE: write answers to the end of a file instead of the screen.

CAPTURE 'answers.txt'    CAPTURE OFF    CAPTURE
"""

import sys
from pathlib import Path
from typing import TextIO

from cassette.shell.commands.command import Command, file_name, words_of
from cassette.shell.session import Session, ShellFault


async def _run(session: Session, line: str) -> None:
    if not words_of(line):
        session.screen.lines([f"answers go to {getattr(session.screen.out, 'name', 'the screen')}"])
        return
    if session.screen.out is not sys.stdout:
        session.screen.out.close()
        session.screen.out = sys.stdout
    if words_of(line) == ["OFF"]:
        return
    session.screen.out = _opened(file_name(line[len("CAPTURE") :]))


def _opened(name: str) -> TextIO:
    path = Path(name).expanduser()
    try:
        return path.open("a", encoding="utf-8")
    except OSError as fault:
        raise ShellFault(f"{path} cannot be written: {fault.strerror}") from fault


CAPTURE = Command("CAPTURE", "CAPTURE ['file' | OFF]", "write answers to the end of a file", _run)
