"""findNamespaces: findKeyspaces under its old name.

{"findNamespaces": {}}
{"status": {"namespaces": […], "warnings": [{"errorCode": "DEPRECATED_COMMAND", …}]}}
"""

from cassette.commands.call import Answer
from cassette.commands.dataapi import find_keyspaces
from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, planned
from cassette.commands.dataapi.fields import Arguments, Fields, no_options

NAME = "findNamespaces"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Answer from the schema."""
    return planned(Answer(status={"namespaces": find_keyspaces.names(room)}))


FIELDS = Fields(NAME, {"options": no_options(NAME)})
FIND_NAMESPACES = SchemaCommand(NAME, "database", FIELDS, plan, instead=find_keyspaces.NAME)
