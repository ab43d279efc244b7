"""`cassette cql`: the command line of the shell.

    cassette cql --data DIR                      a prompt
    cassette cql -f schema.cql -f data.cql       files, one after the other
    cassette cql -e "SELECT …" --json            one statement, its rows as lines of JSON

Exit codes: 0 all went well, 1 a statement failed, 2 the command line makes no sense or the data cannot be opened.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from cassette.errors import EngineError
from cassette.library.database import open_database
from cassette.shell.commands import COMMANDS
from cassette.shell.files import run_file, run_text
from cassette.shell.screen import Screen
from cassette.shell.session import Leave, Session, ShellFault

WELL, FAILED, WRONG = 0, 1, 2

DESCRIPTION = "Run CQL on a data directory: at a prompt, from files, or from the command line."
EXAMPLES = """\
examples:
  cassette cql                                  a prompt on ./cassette-data
  cassette cql --memory                         a prompt on a database that is gone afterwards
  cassette cql -k shop -e "SELECT * FROM books LIMIT 3"
  cassette cql --data /srv/cassette -f schema.cql
  cassette cql --json -e "SELECT * FROM shop.books" > books.jsonl
  echo "DESCRIBE KEYSPACES" | cassette cql

exit codes: 0 all went well, 1 a statement failed, 2 wrong usage, or the data cannot be opened
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what `cassette cql` takes."""
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--data", metavar="DIR", default="cassette-data", help="the data directory (./cassette-data)")
    place.add_argument("--memory", action="store_true", help="a database in memory, gone at the end")
    parser.add_argument("-k", "--keyspace", metavar="NAME", help="where names without a keyspace belong")
    parser.add_argument("-e", "--execute", metavar="CQL", action="append", default=[], help="run this; may be repeated")
    parser.add_argument("-f", "--file", metavar="FILE", action="append", default=[], help="run a file; may be repeated")
    parser.add_argument("--json", action="store_true", help="rows as lines of JSON")
    parser.add_argument("--expand", action="store_true", help="each row as a list of fields")
    parser.add_argument("--keep-going", action="store_true", help="go on after a statement that failed")
    parser.add_argument("--no-color", action="store_true", help="no colours, on a terminal neither")


def run(given: argparse.Namespace) -> int:
    """Run the shell; give the exit code."""
    screen = Screen(form="json" if given.json else "fields" if given.expand else "table")
    if given.no_color:
        screen.color = False
    if given.json and given.expand:
        screen.error("--json and --expand are two forms of one answer: choose one")
        return WRONG
    try:
        return asyncio.run(_run(given, screen))
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        # who reads has enough (`| head`): what is left in the buffer has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


async def _run(given: argparse.Namespace, screen: Screen) -> int:
    directory = None if given.memory else Path(given.data)
    try:
        database = await open_database(directory, keyspace=given.keyspace)
    except EngineError as fault:
        screen.error(f"cassette: {fault}")
        return WRONG
    try:
        session = Session(database, screen, COMMANDS, opened=str(directory or "memory"), keep_going=given.keep_going)
        return await _all(session, given)
    finally:
        await database.close()


async def _all(session: Session, given: argparse.Namespace) -> int:
    """Run what the command line names: files first, then statements; neither means a prompt, or standard input."""
    well = True
    try:
        for name in given.file:
            well = await _file(session, Path(name)) and well
            if not well and not session.keep_going:
                return FAILED
        for text in given.execute:
            well = await run_text(session, text) and well
            if not well and not session.keep_going:
                return FAILED
        if not given.file and not given.execute:
            if sys.stdin.isatty():
                from cassette.shell.prompt import converse

                await converse(session)
            else:
                well = await run_text(session, sys.stdin.read())
    except Leave:
        pass
    return WELL if well else FAILED


async def _file(session: Session, path: Path) -> bool:
    try:
        return await run_file(session, path)
    except ShellFault as fault:
        session.screen.error(str(fault))
        return False
