"""The dialect of CSV that COPY's options describe."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from cassette.shell.commands.copy.options import Options

ENDING = "\r\n"


class Writer:
    """Writes rows as lines that end with a line feed."""

    def __init__(self, out: TextIO, options: Options) -> None:
        self._out = out
        # csv puts quotes around what its line ending has in it: with both signs a lone carriage return gets them too
        self._rows = csv.writer(self, lineterminator=ENDING, quoting=csv.QUOTE_MINIMAL, **_signs(options))

    def rows(self, rows: Iterable[list[str]]) -> None:
        """Write rows."""
        self._rows.writerows(rows)

    def write(self, line: str) -> None:
        """Take a line as csv makes it."""
        self._out.write(line[: -len(ENDING)] + "\n")


class Reader:
    """Reads rows: an iterator over the fields of each; `line_num` says how far it came."""

    def __init__(self, lines: Iterable[str], options: Options) -> None:
        self._rows = csv.reader(lines, strict=True, **{**_signs(options), "doublequote": True})

    def __iter__(self) -> Iterator[list[str]]:
        return self._rows

    @property
    def line_num(self) -> int:
        """The number of the last line that was read, from 1."""
        return self._rows.line_num


def _signs(options: Options) -> dict[str, Any]:
    same = options.escape == options.quote
    return {
        "delimiter": options.delimiter,
        "quotechar": options.quote,
        "escapechar": None if same else options.escape,
        "doublequote": same,
    }
