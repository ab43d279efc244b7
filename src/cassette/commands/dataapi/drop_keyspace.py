"""dropKeyspace: forget a keyspace and all that is in it.

{"dropKeyspace": {"name": "ks"}}
{"status": {"ok": 1}}       also when there was none
"""

from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, ok
from cassette.commands.dataapi.fields import Arguments, Fields, name_field, no_options
from cassette.commands.dataapi.schema_names import plain
from cassette.cql.plan import Define
from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.cql.statements.statement import Bound

NAME = "dropKeyspace"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Drop it, IF EXISTS."""
    return Planned(Define((Bound(DropKeyspace(plain(arguments["name"]), if_exists=True)),)), lambda _: ok())


def fields(name: str) -> Fields:
    """Give the fields, for the command and for its old name."""
    return Fields(name, {"name": name_field(), "options": no_options(name)})


DROP_KEYSPACE = SchemaCommand(NAME, "database", fields(NAME), plan)
