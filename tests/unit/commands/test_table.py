import pytest

from cassette.commands.dataapi.table import COMMANDS, PLANNED, TABLE_COMMANDS, find_command, level_of
from cassette.errors import Failure


def test_commands_stand_in_alphabetical_order() -> None:
    names = [command.name for command in COMMANDS]
    assert names == sorted(names, key=str.lower)
    assert len(set(names)) == len(names)


def test_planned_commands_are_not_served() -> None:
    served = {command.name for command in COMMANDS}
    assert not served & TABLE_COMMANDS
    for planned in PLANNED.values():
        assert not served & planned.keys()


def test_find_command_knows_the_level() -> None:
    assert level_of(None, None) == "database"
    assert level_of("ks", None) == "keyspace"
    assert level_of("ks", "c") == "collection"
    for command in COMMANDS:
        assert find_command(command.level, command.name) is command
    with pytest.raises(Failure) as told:
        find_command("keyspace", "find")
    assert told.value.name == "COMMAND_UNKNOWN"


def test_find_command_says_not_yet() -> None:
    with pytest.raises(Failure) as told:
        find_command("keyspace", "createTable")
    assert told.value.name == "NOT_SUPPORTED_YET"
    assert find_command("collection", "listIndexes") is None


def test_deprecated_commands_name_a_newer_one() -> None:
    names = {command.name for command in COMMANDS}
    assert {command.instead for command in COMMANDS} - {None} <= names
