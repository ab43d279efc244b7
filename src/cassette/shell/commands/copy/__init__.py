"""COPY: rows of a table to a CSV file, and back.

COPY ks.people (id, name) TO 'people.csv' WITH HEADER = true
COPY ks.people FROM 'people.csv' WITH HEADER = true AND DELIMITER = '|'
"""

from cassette.shell.commands.command import Command
from cassette.shell.commands.copy.exporting import export_rows
from cassette.shell.commands.copy.importing import import_rows
from cassette.shell.commands.copy.request import parse
from cassette.shell.session import Session

USAGE = "COPY table [(columns)] TO | FROM 'file' [WITH option = value AND …]"


async def _run(session: Session, line: str) -> None:
    request = parse(line, session.database)
    await (import_rows if request.is_import else export_rows)(session, request)


COPY = Command("COPY", USAGE, "rows of a table to a CSV file, and back", _run)
