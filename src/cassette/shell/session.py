"""A session: what one user of the shell has opened and set, and how one statement is carried out.

session = Session(database, screen)
await session.run("SELECT * FROM people", Place("people.cql", 12))
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from cassette.cql.parser import parse
from cassette.cql.rows import Rows
from cassette.cql.statements.describe import Describe
from cassette.cql.statements.explain import Explained
from cassette.errors import EngineError, SyntaxFault
from cassette.library.database import Database, Prepared
from cassette.library.result import Result
from cassette.shell.screen import Screen

if TYPE_CHECKING:
    from cassette.shell.commands.command import Command

PAGE_ROWS = 100
UNASKED_ROWS = 5_000
"""How many rows are read at a time where nobody is asked whether to go on."""
DESCRIBING = frozenset({"DESC", "DESCRIBE"})


class ShellFault(Exception):
    """A shell command that cannot be carried out; the message is for people."""


class Leave(Exception):
    """EXIT, or QUIT."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: its file, if it comes from one, and the line of its first word."""

    file: Path | None = None
    line: int = 1

    def named(self, line: int = 1, column: int | None = None) -> str:
        """Say `file:line:column:` for a place inside the statement; nothing for what was typed."""
        if self.file is None:
            return ""
        return f"{self.file}:{self.line + line - 1}:{'' if column is None else f'{column}:'} "


@dataclass
class Session:
    """A database, a screen, and the settings that shell commands change."""

    database: Database
    screen: Screen
    commands: Mapping[str, "Command"]
    opened: str = "memory"
    """What is open, for people."""
    keep_going: bool = False
    """Whether files go on after a statement that failed."""
    page_rows: int | None = PAGE_ROWS
    tracing: bool = False
    ask_more: Callable[[], Awaitable[bool]] | None = None
    """Asks the reader whether another page is wanted; None where nobody reads on."""
    sources: list[Path] = field(default_factory=list)
    """The files that are being read, the innermost last."""

    def ends_with_line(self, word: str) -> bool:
        """Tell whether what begins with this word ends with its line: shell commands but COPY, and DESCRIBE."""
        return word in DESCRIBING or (word in self.commands and word != "COPY")

    async def run(self, text: str, place: Place) -> bool:
        """Carry out one statement or shell command; tell what fails. Gives whether it went well."""
        try:
            command = self.commands.get(_first_word(text))
            if command is not None:
                await command.run(self, text.strip().rstrip(";").strip())
            else:
                await self._statement(text)
        except ShellFault as fault:
            self.screen.error(place.named() + str(fault))
        except SyntaxFault as fault:
            shown = str(fault)
            if place.file is not None:
                # the place in the file says more than the place in the statement
                shown = shown.removeprefix(f"line {fault.line}:{fault.column}: ")
            self.screen.error(place.named(fault.line, fault.column) + shown)
        except EngineError as fault:
            self.screen.error(f"{place.named()}{kind_of(fault)}: {fault}")
        else:
            return True
        return False

    async def _statement(self, text: str) -> None:
        if isinstance(parse(text), Describe):
            self._described((await self.database.execute(text)).native)
            return
        first, seconds, started = 1, 0.0, perf_counter()
        async for page in self.pages(text):
            # showing a page, and waiting for its reader, is no part of the statement
            seconds += perf_counter() - started
            rows = page.native
            if rows.columns or rows.applied is not None:
                first += self.screen.rows(rows, first)
            started = perf_counter()
        if first > 1 or (rows.columns and rows.applied is None):
            self.screen.note(f"\n({first - 1} row{'' if first == 2 else 's'})\n")
        elif rows.applied is not None:
            self.screen.note("")
        if self.tracing:
            await self._trace(text, seconds)

    async def pages(self, text: str) -> AsyncIterator[Result]:
        """Give the answer page by page; after a full page the reader, if there is one, is asked to go on."""
        asked = self.ask_more if self.page_rows is not None else None
        rows = UNASKED_ROWS if asked is None or self.page_rows is None else self.page_rows
        async for page in self.pages_of(text, rows):
            yield page
            if page.paging_state is not None and asked is not None and not await asked():
                return

    async def pages_of(self, statement: str | Prepared, rows: int) -> AsyncIterator[Result]:
        """Give the answer page by page, so many rows at a time."""
        state = None
        while True:
            page = await self.database.execute(statement, page_rows=rows, paging_state=state)
            yield page
            state = page.paging_state
            if state is None:
                return

    def _described(self, rows: Rows) -> None:
        """Print what can be run again; where only names were asked for, the names."""
        names = [column.name for column in rows.columns]
        if "create_statement" in names:
            at = names.index("create_statement")
            self.screen.lines(f"{row[at]}\n" for row in rows.rows)
        else:
            self.screen.rows(rows)
            self.screen.note("")

    async def _trace(self, text: str, seconds: float) -> None:
        plan = f"{await self.database.explain(text)}\n" if isinstance(parse(text), Explained) else ""
        self.screen.note(f"{plan}{seconds * 1000:.2f} ms\n")


def _first_word(text: str) -> str:
    words = text.split(None, 1)
    return words[0].rstrip(";").upper() if words else ""


def kind_of(fault: EngineError) -> str:
    """Name the kind of a failure as Cassandra's clients know it."""
    return KINDS.get(type(fault).__name__, type(fault).__name__)


KINDS = {
    "ConfigurationFault": "ConfigurationException",
    "FunctionFault": "FunctionFailure",
    "StaleSchema": "InvalidRequest",
    "StorageFault": "ServerError",
    "SyntaxFault": "SyntaxException",
}
