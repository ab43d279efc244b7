"""findKeyspaces: the names of all keyspaces, the system's own among them.

    {"findKeyspaces": {}}
    {"status": {"keyspaces": ["default_keyspace", "system", …]}}

findNamespaces is its old name, and `namespaces` the old name of what it gives.
"""

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, planned
from cassette.commands.dataapi.fields import Arguments, Fields, no_options

NAME = "findKeyspaces"
# rooms of products that have Cassandra inside, hidden as the original hides them
HIDDEN = frozenset({"OpsCenter", "solr_admin"})
HIDDEN_PREFIX = "dse_"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Answer from the schema."""
    return planned(Answer(status={"keyspaces": names(room)}))


def names(room: Room) -> list[str]:
    """Give the names to show, sorted."""
    return sorted(name for name in room.schema.keyspaces if name not in HIDDEN and not name.startswith(HIDDEN_PREFIX))


FIELDS = Fields(NAME, {"options": no_options(NAME)})
FIND_KEYSPACES = SchemaCommand(NAME, "database", FIELDS, plan)
