"""createCollection: make a collection, or find that it is there with the same settings.

    {"createCollection": {"name": "c", "options": {"defaultId": {"type": "uuid"}, "indexing": {"deny": ["a"]}}}}
    {"status": {"ok": 1}}

A collection that is there with the same settings is made once more, so that indexes which got lost come back.
"""

from typing import Any

from msgspec.structs import replace

from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, ok
from cassette.commands.dataapi.fields import OBJECT, TEXT, Arguments, Field, Fields
from cassette.commands.dataapi.schema_names import checked
from cassette.compile.documents.collection import collection_of, is_collection
from cassette.compile.documents.definition import definition
from cassette.compile.documents.options import read_options
from cassette.cql.names import TableName
from cassette.cql.plan import Define
from cassette.cql.schema import Table
from cassette.cql.statements.drop_table import DropTable
from cassette.cql.statements.statement import Bound
from cassette.errors import AlreadyExists, EngineError, Failure, StaleSchema

NAME = "createCollection"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Create the table, then its indexes; when one of these cannot be made, drop the table again.

    Others may make the same collection at this moment: so a table that is there already is no error but a
    reason to look again, and only the one who made it drops it.
    """
    name = checked(arguments.get("name"), "collection")
    options = arguments.get("options") or {}
    table = room.schema.table(room.keyspace, name)
    if table is None:
        return _make(name, options, room)
    stored = _stored(table, room.keyspace)
    _check_same(name, stored, read_options(options, stored))
    create, indexes = definition(room.keyspace, name, options, stored)
    return Planned(Define(tuple(Bound(statement) for statement in (create, *indexes))), lambda _: ok())


def _make(name: str, options: dict[str, Any], room: Room) -> Planned:
    create, indexes = definition(room.keyspace, name, options)
    _check_room(room)
    _check_index_names({index.name for index in indexes}, name, room)
    create = replace(create, if_not_exists=False)
    bounds = tuple(
        Bound(statement) for statement in (create, *(replace(index, if_not_exists=True) for index in indexes))
    )
    undo = Bound(DropTable(TableName(room.keyspace, name), if_exists=True))
    return Planned(Define(bounds, (undo,)), lambda _: ok(), trouble)


def trouble(error: EngineError) -> None:
    """Say that somebody else has made the table meanwhile. Raises StaleSchema."""
    if isinstance(error, AlreadyExists):
        raise StaleSchema(str(error)) from error


def _stored(table: Table, keyspace: str) -> dict[str, Any]:
    """Give the options of a collection that is there."""
    collection = collection_of(table)
    if collection is None:
        raise Failure("EXISTING_TABLE_NOT_DATA_API_COLLECTION", keyspace=keyspace, table=table.name.table)
    return collection.options or {}


def _check_same(name: str, stored: dict[str, Any], settings: dict[str, Any]) -> None:
    different = sorted(
        option for option in stored.keys() | settings.keys() if stored.get(option) != settings.get(option)
    )
    if different:
        raise Failure(
            "EXISTING_COLLECTION_DIFFERENT_SETTINGS",
            collection=name,
            different=different,
            existing=stored,
            got=settings,
        )


def _check_index_names(needed: set[str | None], name: str, room: Room) -> None:
    """Refuse a collection whose indexes cannot have their names: a keyspace has each name once."""
    for table in room.schema.keyspaces[room.keyspace].tables.values():
        taken = needed & table.indexes.keys()
        if taken:
            reason = f"the table '{table.name.table}' has: {', '.join(sorted(map(str, taken)))}"
            raise Failure("EXISTING_INDEX_FOR_COLLECTION", keyspace=room.keyspace, collection=name, reason=reason)


def _check_room(room: Room) -> None:
    most = room.limits.collections
    if most is None:
        return
    tables = [table for keyspace in room.schema.keyspaces.values() for table in keyspace.tables.values()]
    there = sum(map(is_collection, tables))
    if there >= most:
        raise Failure("TOO_MANY_COLLECTIONS", most=most, got=there)


FIELDS = Fields(NAME, {"name": Field(TEXT.read), "options": OBJECT})
CREATE_COLLECTION = SchemaCommand(NAME, "keyspace", FIELDS, plan)
