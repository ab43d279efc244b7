"""The screen: where answers and errors go, and in which form.

Colours and drawn tables are for a terminal only; in a pipe or a file an answer is plain lines.
"""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TextIO

from cassette.cql.rows import Rows
from cassette.cql.types import CqlType, ScalarType
from cassette.shell.shown import is_right_aligned
from cassette.shell.tables import cells_of, field_lines, json_lines, named, table_lines, with_applied

if TYPE_CHECKING:
    from rich.console import Console

Form = Literal["table", "fields", "json"]

RED, DIM, PLAIN = "\x1b[31m", "\x1b[2m", "\x1b[0m"
STYLES = {"text": "yellow", "ascii": "yellow", "boolean": "magenta", "blob": "dim", "uuid": "cyan", "timeuuid": "cyan"}


class Screen:
    """Writes answers to `out` and errors to `err`."""

    def __init__(
        self, out: TextIO | None = None, err: TextIO | None = None, *, form: Form = "table", color: bool | None = None
    ) -> None:
        """`color` None means: where it is a terminal, unless NO_COLOR asks for none."""
        self.out = out or sys.stdout
        self._err = err or sys.stderr
        self.form = form
        self.color = color

    @property
    def is_terminal(self) -> bool:
        """Whether a person is looking on."""
        return self.out.isatty()

    @property
    def has_colors(self) -> bool:
        """Whether answers are coloured."""
        return self._colors(self.out)

    def rows(self, rows: Rows, first: int = 1) -> int:
        """Write an answer; `first` numbers its first row. Gives how many rows were shown."""
        if self.form == "json":
            self.lines(json_lines(rows))
        elif self.form == "fields":
            self.lines(field_lines(rows, first))
        elif self._colors(self.out):
            self._drawn(rows)
        else:
            self.lines(table_lines(rows))
        return len(rows.rows)

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines."""
        for line in lines:
            self.out.write(line + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Say something beside the answers: not in JSON."""
        if self.form != "json":
            dim, plain = (DIM, PLAIN) if self._colors(self.out) else ("", "")
            self.lines([f"{dim}{text}{plain}" if text else ""])

    def error(self, text: str) -> None:
        """Say what went wrong."""
        red, plain = (RED, PLAIN) if self._colors(self._err) else ("", "")
        head, *rest = text.split("\n")
        self._err.write("\n".join([f"{red}{head}{plain}", *rest]) + "\n")
        self._err.flush()

    def console(self) -> "Console":
        """Give rich's console on our output, for tables and progress bars."""
        from rich.console import Console

        colors = self._colors(self.out)
        return Console(file=self.out, force_terminal=colors or None, no_color=not colors, highlight=False, emoji=False)

    def _colors(self, stream: TextIO) -> bool:
        if self.color is not None:
            return self.color
        return stream.isatty() and "NO_COLOR" not in os.environ

    def _drawn(self, rows: Rows) -> None:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
        columns = named(rows)
        for column in columns:
            align: Literal["left", "right"] = "right" if is_right_aligned(column.type) else "left"
            table.add_column(Text(column.name), justify=align, style=_style(column.type), overflow="fold")
        for row, cells in zip(with_applied(rows), cells_of(rows), strict=True):
            # the text 'null' and no value at all look the same otherwise
            table.add_row(
                *(Text(cell, "dim italic red" if value is None else "") for cell, value in zip(cells, row, strict=True))
            )
        self.console().print(table)


def _style(cql_type: CqlType) -> str:
    if is_right_aligned(cql_type):
        return "green"
    return STYLES.get(cql_type.name, "") if isinstance(cql_type, ScalarType) else ""
