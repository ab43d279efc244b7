"""Shell commands: what the shell understands besides CQL, one file for each.

A command ends with its line; it needs no semicolon.
"""

from cassette.shell.commands.capture import CAPTURE
from cassette.shell.commands.clear import CLEAR
from cassette.shell.commands.command import Command
from cassette.shell.commands.consistency import CONSISTENCY, SERIAL
from cassette.shell.commands.copy import COPY
from cassette.shell.commands.expand import EXPAND
from cassette.shell.commands.help import HELP
from cassette.shell.commands.leave import EXIT, QUIT
from cassette.shell.commands.login import LOGIN
from cassette.shell.commands.paging import PAGING
from cassette.shell.commands.show import SHOW
from cassette.shell.commands.source import SOURCE
from cassette.shell.commands.tracing import TRACING

COMMANDS: dict[str, Command] = {
    "CAPTURE": CAPTURE,
    "CLEAR": CLEAR,
    "CLS": CLEAR,
    "CONSISTENCY": CONSISTENCY,
    "COPY": COPY,
    "EXIT": EXIT,
    "EXPAND": EXPAND,
    "HELP": HELP,
    "LOGIN": LOGIN,
    "PAGING": PAGING,
    "QUIT": QUIT,
    "SERIAL": SERIAL,
    "SHOW": SHOW,
    "SOURCE": SOURCE,
    "TRACING": TRACING,
    "?": HELP,
}
