"""CONSISTENCY and SERIAL CONSISTENCY: there is one replica, so every level means the same."""

from cassette.shell.commands.command import Command, words_of
from cassette.shell.session import Session, ShellFault

SERIAL_LEVELS = ("LOCAL_SERIAL", "SERIAL")
LEVELS = (
    "ALL", "ANY", "EACH_QUORUM", "LOCAL_ONE", "LOCAL_QUORUM", *SERIAL_LEVELS, "NODE_LOCAL", "ONE", "QUORUM", "THREE",
    "TWO",
)  # fmt: skip
SENTENCE = "this database has one copy of everything, so every consistency level reads and writes just that"


async def _run(session: Session, line: str) -> None:
    _check(words_of(line), LEVELS)
    session.screen.note(SENTENCE)


async def _run_serial(session: Session, line: str) -> None:
    words = words_of(line)
    if words[:1] != ["CONSISTENCY"]:
        raise ShellFault("SERIAL is followed by CONSISTENCY")
    _check(words[1:], SERIAL_LEVELS)
    session.screen.note(SENTENCE)


def _check(words: list[str], levels: tuple[str, ...]) -> None:
    if words and (len(words) > 1 or words[0] not in levels):
        raise ShellFault(f"{' '.join(words)} is no consistency level: it is one of {', '.join(levels)}")


CONSISTENCY = Command("CONSISTENCY", "CONSISTENCY [level]", "taken for compatibility: there is one copy only", _run)
SERIAL = Command("SERIAL CONSISTENCY", "SERIAL CONSISTENCY [level]", "likewise", _run_serial)
