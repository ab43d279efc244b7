"""deleteCollection: forget a collection and its documents.

{"deleteCollection": {"name": "c"}}
{"status": {"ok": 1}}       also when there was none
"""

from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, ok
from cassette.commands.dataapi.fields import Arguments, Fields, name_field, no_options
from cassette.commands.dataapi.schema_names import plain
from cassette.cql.names import TableName
from cassette.cql.plan import Define
from cassette.cql.statements.drop_table import DropTable
from cassette.cql.statements.statement import Bound

NAME = "deleteCollection"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Drop the table, IF EXISTS."""
    table = TableName(room.keyspace, plain(arguments["name"]))
    return Planned(Define((Bound(DropTable(table, if_exists=True)),)), lambda _: ok())


FIELDS = Fields(NAME, {"name": name_field(), "options": no_options(NAME)})
DELETE_COLLECTION = SchemaCommand(NAME, "keyspace", FIELDS, plan)
