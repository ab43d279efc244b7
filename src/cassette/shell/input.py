r"""Input: text cut into shell commands, which end with their line, and CQL statements, which end with a semicolon.

EXPAND ON                                   ->  "EXPAND ON"             line 1
SELECT *                                    ->  "SELECT *\n  FROM t"    line 2
  FROM t; DELETE FROM t WHERE a = 1;        ->  "DELETE FROM …"         line 3
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cassette.cql.split import pieces


@dataclass(frozen=True, slots=True)
class Entry:
    """One command or statement. `complete` is False for CQL that goes on: its semicolon is still to come."""

    text: str
    line: int
    complete: bool = True


def entries(text: str, is_command: Callable[[str], bool]) -> Iterator[Entry]:
    """Cut text, given what tells whether a line is a shell command; what is last may be incomplete."""
    gathered: list[str] = []
    begun = 1
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not gathered:
            if not line.strip():
                continue
            if is_command(line):
                yield Entry(line.strip(), number)
                continue
            begun = number
        gathered.append(line)
        # only a semicolon can end a statement, so most lines need no second look
        if ";" not in line:
            continue
        found = [Entry(piece.text, begun + piece.line - 1, piece.complete) for piece in pieces("".join(gathered))]
        if not found or found[-1].complete:
            yield from found
            gathered = []
    if gathered:
        for piece in pieces("".join(gathered)):
            yield Entry(piece.text, begun + piece.line - 1, piece.complete)
