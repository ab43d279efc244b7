"""COPY … TO: every row of a table, page by page, into a CSV file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

from cassette.cql.conditions import And, CompareToken, Condition
from cassette.cql.selectors import Column, Selection
from cassette.cql.statements.select import Select
from cassette.cql.terms import Constant, ConstantKind
from cassette.shell.commands.copy.dialect import Writer
from cassette.shell.commands.copy.progress import counting
from cassette.shell.commands.copy.request import Request
from cassette.shell.commands.copy.values import Write, writer
from cassette.shell.session import Session, ShellFault


async def export_rows(session: Session, request: Request) -> None:
    """Write the file. Raises ShellFault where it cannot be written."""
    options, started, rows = request.options, perf_counter(), 0
    writers = [writer(column.type, options) for column in request.columns]
    statement = session.database.prepare(_select(request).text())
    with _opened(request, session) as out:
        lines = Writer(out, options)
        if options.header:
            lines.rows([[column.name for column in request.columns]])
        with counting(session, f"{request.table.name.text()} → {request.file or 'STDOUT'}") as count:
            async for page in session.pages_of(statement, options.pagesize):
                found = page.native.rows
                if options.maxrows is not None:
                    found = found[: options.maxrows - rows]
                lines.rows(_fields(row, writers, options.null) for row in found)
                rows += len(found)
                count(len(found))
                if rows == options.maxrows:
                    break
    if request.file is not None:
        session.screen.note(f"{rows:,} rows written in {perf_counter() - started:.1f} s")


def _fields(row: tuple[Any, ...], writers: list[Write], null: str) -> list[str]:
    return [null if value is None else write(value) for value, write in zip(row, writers, strict=True)]


def _select(request: Request) -> Select:
    options = request.options
    keys = tuple(column.name for column in request.table.partition_key)
    parts: list[Condition] = []
    if options.begintoken is not None:
        parts.append(CompareToken(keys, ">=", _integer(options.begintoken)))
    if options.endtoken is not None:
        parts.append(CompareToken(keys, "<", _integer(options.endtoken)))
    where = And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
    return Select(request.table.name, tuple(Selection(Column(c.name)) for c in request.columns), where)


def _integer(value: int) -> Constant:
    return Constant(ConstantKind.INTEGER, str(value))


@contextmanager
def _opened(request: Request, session: Session) -> Iterator[TextIO]:
    if request.file is None:
        yield session.screen.out
        return
    path = Path(request.file).expanduser()
    try:
        with path.open("w", encoding=request.options.encoding, newline="") as out:
            yield out
    except OSError as fault:
        raise ShellFault(f"{path} cannot be written: {fault.strerror}") from fault
    except UnicodeEncodeError as fault:
        raise ShellFault(f"{path}: {fault.object[fault.start]!r} cannot be written as {fault.encoding}") from fault
