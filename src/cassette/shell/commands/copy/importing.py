"""COPY … FROM: the rows of a CSV file into a table, many at a time.

A row that cannot be read or written is put into a file of its own, with its line number, and the import goes on.
"""

import asyncio
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice, takewhile
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from cassette.cql.conditions import And, Compare, Condition
from cassette.cql.schema import ColumnSchema
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.update import AddTo, Update
from cassette.cql.statements.using import Using
from cassette.cql.terms import BIND, Constant, ConstantKind
from cassette.errors import EngineError
from cassette.library.database import Prepared
from cassette.shell.commands.copy.dialect import Reader
from cassette.shell.commands.copy.options import Options
from cassette.shell.commands.copy.progress import counting
from cassette.shell.commands.copy.request import Request
from cassette.shell.commands.copy.values import Read, reader
from cassette.shell.session import Session, ShellFault

Line = tuple[int, list[str]]
FIELD_CHARS = 1 << 28
"""How long one field may be: a blob of 128 MB."""


@dataclass
class Target:
    """What rows become: one INSERT; in a counter table an UPDATE for each set of counters that are not null."""

    session: Session
    request: Request
    columns: Sequence[ColumnSchema | None]
    """For each field of a line its column; None for one that is left out."""
    readers: Sequence[Read | None] = ()
    prepared: dict[tuple[bool, ...], Prepared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        options = self.request.options
        self.readers = [None if column is None else reader(column.type, options) for column in self.columns]

    def bound(self, fields: list[str]) -> tuple[Prepared, list[Any]]:
        """Make a statement and its values of one line. Raises EngineError and ShellFault for a line that is wrong."""
        if len(fields) != len(self.columns):
            raise ShellFault(f"{len(fields)} fields, but {len(self.columns)} columns")
        null = self.request.options.null
        values = [
            None if text == null else read(text)
            for text, read in zip(fields, self.readers, strict=True)
            if read is not None
        ]
        if not self.request.table.is_counter:
            return self._statement((), self._insert), values
        found = {c.name: value for c, value in zip(self._written(), values, strict=True)}
        # an empty counter is not counted; the others come first, as SET stands before WHERE
        given = tuple(value is not None for value in found.values())
        keys = [c for c in self._written() if c.kind in {"partition_key", "clustering"}]
        counters = [c for c in self._written() if c not in keys and found[c.name] is not None]
        if not counters:
            raise ShellFault("no counter has a value")
        statement = self._statement(given, lambda: self._update(counters, keys))
        return statement, [found[c.name] for c in (*counters, *keys)]

    def _written(self) -> list[ColumnSchema]:
        return [column for column in self.columns if column is not None]

    def _statement(self, shape: tuple[bool, ...], make: Callable[[], Insert | Update]) -> Prepared:
        if shape not in self.prepared:
            self.prepared[shape] = self.session.database.prepare(make().text())
        return self.prepared[shape]

    def _insert(self) -> Insert:
        names = tuple(c.name for c in self._written())
        ttl = self.request.options.ttl
        using = None if ttl is None else Using(ttl=Constant(ConstantKind.INTEGER, str(ttl)))
        return Insert(self.request.table.name, names, (BIND,) * len(names), using=using)

    def _update(self, counters: list[ColumnSchema], keys: list[ColumnSchema]) -> Update:
        parts: tuple[Condition, ...] = tuple(Compare(c.name, "=", BIND) for c in keys)
        where = parts[0] if len(parts) == 1 else And(parts)
        return Update(self.request.table.name, tuple(AddTo(c.name, BIND) for c in counters), where)


class Refused:
    """The lines that could not be read or written: the first few on the screen, all in a file."""

    SHOWN = 5

    def __init__(self, session: Session, request: Request) -> None:
        self._session = session
        self._options = request.options
        name = request.table.name
        self.path = Path(request.options.errfile or f"import_{name.keyspace}_{name.table}.err").expanduser()
        self.count = 0
        self._out: TextIO | None = None
        self._stack = ExitStack()

    def add(self, line: Line, fault: Exception) -> None:
        """Note a line. Raises ShellFault when they are too many."""
        self.count += 1
        if self._out is None:
            self._out = self._stack.enter_context(self._opened())
        csv.writer(self._out, lineterminator="\n").writerow([line[0], str(fault), *line[1]])
        if self.count <= self.SHOWN:
            self._session.screen.error(f"line {line[0]}: {fault}")
        if self._options.maxerrors is not None and self.count > self._options.maxerrors:
            raise ShellFault(f"more than {self._options.maxerrors:,} lines were refused: see {self.path}")

    def _opened(self) -> TextIO:
        try:
            return self.path.open("w", encoding="utf-8", newline="")
        except OSError as fault:
            raise ShellFault(
                f"{self.path}, for the lines that are refused, cannot be written: {fault.strerror}"
            ) from fault

    def close(self) -> None:
        """Finish the file."""
        self._stack.close()


async def import_rows(session: Session, request: Request) -> None:
    """Read the file. Raises ShellFault where it cannot be read, or where lines were refused."""
    started, refused = perf_counter(), Refused(session, request)
    done = 0
    with ExitStack() as stack:
        stack.callback(refused.close)
        lines = stack.enter_context(_opened(request))
        total = None if request.file is None else Path(request.file).expanduser().stat().st_size  # noqa: ASYNC240
        count = stack.enter_context(
            counting(session, f"{request.file or 'STDIN'} → {request.table.name.text()}", total)
        )
        rows = _numbered(lines, request.options)
        target = Target(session, request, _chosen(request, rows))
        wanted = islice(rows, request.options.skiprows, None)
        if request.options.maxrows is not None:
            wanted = islice(wanted, request.options.maxrows)
        while group := list(islice(wanted, request.options.chunksize)):
            done += await _write(target, group, refused)
            count(sum(len(text) + 1 for _, fields in group for text in fields))
    seconds = perf_counter() - started
    session.screen.note(f"{done:,} rows read in {seconds:.1f} s ({done / max(seconds, 1e-9):,.0f} a second)")
    if refused.count:
        raise ShellFault(f"lines refused: {refused.count:,}; they are in {refused.path}")


async def _write(target: Target, group: list[Line], refused: Refused) -> int:
    """Write rows at the same time; give how many were written."""
    waiting: list[tuple[Line, Any]] = []
    for line in group:
        try:
            statement, values = target.bound(line[1])
            waiting.append((line, asyncio.ensure_future(target.session.database.execute(statement, values))))
        except (EngineError, ShellFault) as fault:
            refused.add(line, fault)
    answers = await asyncio.gather(*(future for _, future in waiting), return_exceptions=True)
    written = 0
    for (line, _), answer in zip(waiting, answers, strict=True):
        if isinstance(answer, EngineError):
            refused.add(line, answer)
        elif isinstance(answer, BaseException):
            raise answer
        else:
            written += 1
    return written


@contextmanager
def _opened(request: Request) -> Iterator[Iterator[str]]:
    if request.file is None:
        # what is typed ends with Ctrl-D, or with a line of its own as cqlsh knows it
        yield takewhile(lambda line: line.rstrip("\r\n") != "\\.", sys.stdin)
        return
    path = Path(request.file).expanduser()
    try:
        lines = path.open(encoding=request.options.encoding, newline="")
    except OSError as fault:
        raise ShellFault(f"{path} cannot be read: {fault.strerror}") from fault
    with lines:
        yield lines


def _numbered(lines: Iterator[str], options: Options) -> Iterator[Line]:
    """Give the fields of each line with its number. Raises ShellFault where it is no CSV."""
    csv.field_size_limit(FIELD_CHARS)
    rows = Reader(lines, options)
    try:
        for fields in rows:
            if fields:
                yield rows.line_num, fields
    except csv.Error as fault:
        raise ShellFault(f"line {rows.line_num} is no CSV: {fault}") from fault
    except UnicodeDecodeError as fault:
        raise ShellFault(f"the file is not {fault.encoding} behind line {rows.line_num}") from fault


def _chosen(request: Request, rows: Iterator[Line]) -> list[ColumnSchema | None]:
    """Say which column each field is: as the line of COPY names them, else as the file's head does."""
    columns: Sequence[ColumnSchema] = request.columns
    if request.options.header:
        _, names = next(rows, (0, [column.name for column in columns]))
        if not request.named:
            unknown = [name for name in names if name.strip() not in request.table.columns]
            if unknown:
                raise ShellFault(f"the head names {unknown[0]}, which is no column of {request.table.name.text()}")
            columns = [request.table.columns[name.strip()] for name in names]
    skipped = request.options.skipcols
    chosen = [None if column.name in skipped else column for column in columns]
    key = {column.name for column in (*request.table.partition_key, *request.table.clustering)}
    missing = key - {column.name for column in chosen if column is not None}
    if missing:
        raise ShellFault(f"the primary key has to be there: {', '.join(sorted(missing))} is missing")
    return chosen
