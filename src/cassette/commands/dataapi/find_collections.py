"""findCollections: the collections of a keyspace, by name or with their options.

{"findCollections": {}}
{"status": {"collections": ["c"]}}

{"findCollections": {"options": {"explain": true}}}
{"status": {"collections": [{"name": "c", "options": {"lexical": {"enabled": false}, …}}]}}
"""

from typing import Any

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, planned
from cassette.commands.dataapi.fields import BOOLEAN, Arguments, Fields, options
from cassette.compile.documents.collection import Collection, collection_of, is_collection
from cassette.compile.documents.options import SHOWN_ORDER

NAME = "findCollections"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Answer from the schema."""
    explain = (arguments.get("options") or {}).get("explain")
    tables = room.schema.keyspaces[room.keyspace].tables
    names = sorted(name for name, table in tables.items() if is_collection(table))
    if not explain:
        return planned(Answer(status={"collections": names}))
    found = [collection_of(tables[name]) for name in names]
    return planned(Answer(status={"collections": [explained(one) for one in found if one is not None]}))


def explained(collection: Collection) -> dict[str, Any]:
    """Give the options as createCollection takes them."""
    known = collection.options or {}
    return {"name": collection.name.table, "options": {name: known[name] for name in SHOWN_ORDER if name in known}}


FIELDS = Fields(NAME, {"options": options(NAME, {"explain": BOOLEAN})})
FIND_COLLECTIONS = SchemaCommand(NAME, "keyspace", FIELDS, plan)
