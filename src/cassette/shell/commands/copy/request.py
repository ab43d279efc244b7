"""The line of a COPY, read and checked against the schema."""

from dataclasses import dataclass

from cassette.cql.names import TableName, table_name
from cassette.cql.schema import ColumnSchema, Table
from cassette.cql.tokens import END, Tokens, is_word
from cassette.library.database import Database
from cassette.shell.commands.copy.options import Options, read_options
from cassette.shell.session import ShellFault

STREAMS = frozenset({"STDIN", "STDOUT"})


@dataclass(frozen=True)
class Request:
    """What is copied where; `file` is None for the terminal or a pipe."""

    table: Table
    columns: tuple[ColumnSchema, ...]
    named: bool
    """Whether the line names the columns."""
    is_import: bool
    file: str | None
    options: Options


def parse(line: str, database: Database) -> Request:
    """Read a line. Raises ShellFault and SyntaxFault."""
    tokens = Tokens(line)
    tokens.expect("COPY")
    name = table_name(tokens)
    names = _columns(tokens)
    is_import = tokens.accept("FROM")
    if not is_import:
        tokens.expect("TO")
    stream = tokens.peek() in STREAMS
    if stream:
        tokens.at += 1
    file = None if stream else tokens.quoted_text("the name of a file in single quotes, STDIN or STDOUT")
    given = _given(tokens)
    if tokens.texts[tokens.at] != END:
        raise tokens.fault("WITH, or the end of the line")
    table = _table(name, database)
    options = read_options(given, is_import=is_import)
    return Request(table, _found(table, names), bool(names), is_import, file, options)


def _columns(tokens: Tokens) -> list[str]:
    names: list[str] = []
    if tokens.accept("("):
        names.append(tokens.name("the name of a column"))
        while tokens.accept(","):
            names.append(tokens.name("the name of a column"))
        tokens.expect(")")
    return names


def _given(tokens: Tokens) -> list[tuple[str, str]]:
    """Read `WITH name = value AND …`; a value is text in quotes, a number or a word."""
    given: list[tuple[str, str]] = []
    more = tokens.accept("WITH")
    while more:
        name = tokens.texts[tokens.at]
        if not is_word(name):
            raise tokens.fault("the name of an option")
        # not as tokens.name() reads it: NULL is one of them
        tokens.at += 1
        tokens.expect("=")
        given.append((name, _value(tokens)))
        more = tokens.accept("AND")
    return given


def _value(tokens: Tokens) -> str:
    sign = "-" if tokens.accept("-") else ""
    token = tokens.texts[tokens.at]
    if token[:1] in {"'", "$"}:
        return tokens.quoted_text()
    if not token[:1].isalnum():
        raise tokens.fault("a value")
    tokens.at += 1
    return sign + token


def _table(name: TableName, database: Database) -> Table:
    keyspace = name.keyspace or database.keyspace
    if keyspace is None:
        raise ShellFault(f"no keyspace is given for {name.table}: write keyspace.{name.table}, or USE one first")
    table = database.schema.table(keyspace, name.table)
    if table is None:
        raise ShellFault(f"there is no table {keyspace}.{name.table}")
    return table


def _found(table: Table, names: list[str]) -> tuple[ColumnSchema, ...]:
    """Look the columns up; without names all of them, in the order of `SELECT *`."""
    if not names:
        others = sorted((c for c in table.columns.values() if c.kind in {"static", "regular"}), key=lambda c: c.name)
        return (*table.partition_key, *table.clustering, *others)
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise ShellFault(f"table {table.name.text()} has no column {missing[0]}")
    return tuple(table.columns[name] for name in names)
