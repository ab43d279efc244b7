"""Command: a row of the table of shell commands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cassette.shell.session import Session, ShellFault


@dataclass(frozen=True, slots=True)
class Command:
    """What one shell command does; `run` gets its whole line, without a semicolon at the end."""

    name: str
    usage: str
    help: str
    run: Callable[[Session, str], Awaitable[None]]


def words_of(line: str) -> list[str]:
    """Give the words behind the command's name, in capitals."""
    return line.upper().split()[1:]


def on_or_off(line: str) -> bool | None:
    """Read ON or OFF; None where nothing is said. Raises ShellFault for anything else."""
    words = words_of(line)
    if not words:
        return None
    if words in (["ON"], ["OFF"]):
        return words == ["ON"]
    raise ShellFault(f"{line.split(maxsplit=1)[0].upper()} takes ON or OFF, not {' '.join(words)}")


def file_name(text: str) -> str:
    """Read the name of a file, in single quotes or without. Raises ShellFault where there is none."""
    name = text.strip()
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1].replace("''", "'")
    if not name:
        raise ShellFault("the name of a file is missing: write it in single quotes")
    return name
