"""The command line: `cassette serve`, `cassette cql`, `cassette user`, `cassette --version`.

Only what the chosen command needs is imported: a start has to be quick.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from cassette.server.settings import SETTINGS
from cassette.server.sources import SettingFault, hint, read_settings
from cassette.version import VERSION

WRONG_SETTING, CANNOT_START = 2, 1

EXAMPLES = """\
examples:
  cassette serve                          data in ./cassette-data, on 127.0.0.1:8181
  cassette serve --memory --port 0        a throw-away server on a free port
  cassette serve --data /srv/cassette --workers 2
  cassette cql --data /srv/cassette       CQL at a prompt; also from files, see cassette cql --help
  cassette user ada                       asks for a password, prints a line for [users] in cassette.toml

Every setting of serve is also a variable (CASSETTE_PORT=9000) and a key of cassette.toml (port = 9000);
a flag beats a variable, a variable beats the file. docs/settings.md lists them all.
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that says less, and guesses what was meant."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command line in one line."""
        leave(message, WRONG_SETTING)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; give the exit code."""
    parser, given = read_arguments(sys.argv[1:] if arguments is None else list(arguments))
    if given.command == "serve":
        return serve(given)
    if given.command == "cql":
        from cassette.shell.command import run

        return run(given)
    if given.command == "user":
        return add_user(given.name)
    parser.print_help()
    return 0


def read_arguments(arguments: list[str]) -> tuple[Parser, argparse.Namespace]:
    """Read the command line; one that makes no sense ends here, by name."""
    parser = Parser(
        prog="cassette",
        description="Cassandra's data platform in a small box.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"cassette {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="command", parser_class=Parser)
    serving = commands.add_parser(
        "serve",
        help="open the server",
        description="Open the server.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    serving.add_argument("--config", metavar="FILE", help="the settings file (default: ./cassette.toml if it is there)")
    for setting in SETTINGS:
        if setting.file_only:
            continue
        text = setting.help.replace("%", "%%")
        if setting.default is False:
            serving.add_argument(
                setting.flag, dest=setting.name, nargs="?", const="true", metavar="true|false", help=text
            )
        else:
            serving.add_argument(setting.flag, dest=setting.name, metavar="X", help=f"{text} ({setting.shown_default})")
    _add_cql(commands, arguments)
    user = commands.add_parser("user", help="make a [users] line for cassette.toml", allow_abbrev=False)
    user.add_argument("name")
    given, rest = parser.parse_known_args(arguments)
    if rest:
        flags = [setting.flag for setting in SETTINGS if not setting.file_only] + ["--config"]
        word = rest[0].partition("=")[0]
        if given.command == "cql":
            leave(f"cassette cql knows no {word}: see cassette cql --help", WRONG_SETTING)
        leave(f"{word} is not a setting.{hint(word, flags) if word.startswith('-') else ''}", WRONG_SETTING)
    return parser, given


def _add_cql(commands: "argparse._SubParsersAction[Parser]", arguments: list[str]) -> None:
    """Add `cql`; what it takes is known to the shell, which is loaded only when it is asked for."""
    shell = commands.add_parser("cql", help="run CQL: at a prompt, from files, from here", allow_abbrev=False)
    if arguments[:1] == ["cql"]:
        from cassette.shell import command

        shell.description, shell.epilog = command.DESCRIPTION, command.EXAMPLES
        shell.formatter_class = argparse.RawDescriptionHelpFormatter
        command.add_arguments(shell)


def serve(given: argparse.Namespace) -> int:
    """Open the server, and stay until it is told to stop."""
    flags = {setting.name: value for setting in SETTINGS if (value := getattr(given, setting.name, None)) is not None}
    try:
        settings = read_settings(flags, os.environ, given.config)
    except SettingFault as fault:
        leave(str(fault), WRONG_SETTING)

    from cassette.server.edge import StartFault
    from cassette.server.processes import run_many, run_one

    try:
        return run_one(settings) if settings.workers == 1 else run_many(settings)
    except StartFault as fault:
        leave(str(fault), CANNOT_START)


def add_user(name: str) -> int:
    """Ask for a password; print the line that lets this user in."""
    import getpass
    import json

    from cassette.server.passwords import hash_password

    password = getpass.getpass(f"Password for {name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        leave("A password may not be empty.", WRONG_SETTING)
    print(f"{json.dumps(name)} = {json.dumps(hash_password(password))}")
    return 0


def leave(message: str, code: int) -> NoReturn:
    """Say why in one line, and end."""
    red, plain = ("\x1b[31m", "\x1b[0m") if sys.stderr.isatty() and "NO_COLOR" not in os.environ else ("", "")
    print(f"{red}cassette:{plain} {message}", file=sys.stderr)
    sys.exit(code)
