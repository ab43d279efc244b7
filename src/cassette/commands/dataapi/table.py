"""All commands of the Data API, in alphabetical order, and those that are known and not served yet."""

from cassette.commands.dataapi.command import Command, Level
from cassette.commands.dataapi.count_documents import COUNT_DOCUMENTS
from cassette.commands.dataapi.create_collection import CREATE_COLLECTION
from cassette.commands.dataapi.create_keyspace import CREATE_KEYSPACE
from cassette.commands.dataapi.create_namespace import CREATE_NAMESPACE
from cassette.commands.dataapi.delete_collection import DELETE_COLLECTION
from cassette.commands.dataapi.delete_many import DELETE_MANY
from cassette.commands.dataapi.delete_one import DELETE_ONE
from cassette.commands.dataapi.drop_keyspace import DROP_KEYSPACE
from cassette.commands.dataapi.drop_namespace import DROP_NAMESPACE
from cassette.commands.dataapi.estimated_document_count import ESTIMATED_DOCUMENT_COUNT
from cassette.commands.dataapi.find import FIND
from cassette.commands.dataapi.find_collections import FIND_COLLECTIONS
from cassette.commands.dataapi.find_keyspaces import FIND_KEYSPACES
from cassette.commands.dataapi.find_namespaces import FIND_NAMESPACES
from cassette.commands.dataapi.find_one import FIND_ONE
from cassette.commands.dataapi.find_one_and_delete import FIND_ONE_AND_DELETE
from cassette.commands.dataapi.find_one_and_replace import FIND_ONE_AND_REPLACE
from cassette.commands.dataapi.find_one_and_update import FIND_ONE_AND_UPDATE
from cassette.commands.dataapi.insert_many import INSERT_MANY
from cassette.commands.dataapi.insert_one import INSERT_ONE
from cassette.commands.dataapi.update_many import UPDATE_MANY
from cassette.commands.dataapi.update_one import UPDATE_ONE
from cassette.errors import Failure

COMMANDS: tuple[Command, ...] = (
    COUNT_DOCUMENTS,
    CREATE_COLLECTION,
    CREATE_KEYSPACE,
    CREATE_NAMESPACE,
    DELETE_COLLECTION,
    DELETE_MANY,
    DELETE_ONE,
    DROP_KEYSPACE,
    DROP_NAMESPACE,
    ESTIMATED_DOCUMENT_COUNT,
    FIND,
    FIND_COLLECTIONS,
    FIND_KEYSPACES,
    FIND_NAMESPACES,
    FIND_ONE,
    FIND_ONE_AND_DELETE,
    FIND_ONE_AND_REPLACE,
    FIND_ONE_AND_UPDATE,
    INSERT_MANY,
    INSERT_ONE,
    UPDATE_MANY,
    UPDATE_ONE,
)

# known and not served yet, with the row of the catalogue that says so
PLANNED: dict[Level, dict[str, str]] = {
    "database": {
        "findEmbeddingProviders": "VECTORIZE_FEATURE_NOT_AVAILABLE",
        "findRerankingProviders": "RERANKING_FEATURE_NOT_ENABLED",
    },
    "keyspace": dict.fromkeys(
        ("alterType", "createTable", "createType", "dropIndex", "dropTable", "dropType", "listTables", "listTypes"),
        "NOT_SUPPORTED_YET",
    ),
    "collection": {"findAndRerank": "RERANKING_FEATURE_NOT_ENABLED"},
}
# these work on tables only, which are not served yet
TABLE_COMMANDS = frozenset({"alterTable", "createIndex", "createTextIndex", "createVectorIndex", "listIndexes"})

ADDRESSES: dict[Level, str] = {
    "database": "the database (/v1)",
    "keyspace": "a keyspace (/v1/{keyspace})",
    "collection": "a collection (/v1/{keyspace}/{collection})",
}
_BY_LEVEL: dict[Level, dict[str, Command]] = {
    level: {command.name: command for command in COMMANDS if command.level == level} for level in ADDRESSES
}


def level_of(keyspace: str | None, collection: str | None) -> Level:
    """Tell what an address is the address of."""
    return "collection" if collection is not None else "database" if keyspace is None else "keyspace"


def find_command(level: Level, name: str) -> Command | None:
    """Give a command that is served; None for one that is for tables only.

    Errors: COMMAND_UNKNOWN, and what PLANNED says of a command that is not served yet.
    """
    command = _BY_LEVEL[level].get(name)
    if command is not None:
        return command
    if level == "collection" and name in TABLE_COMMANDS:
        return None
    row = PLANNED[level].get(name)
    if row is not None:
        raise Failure(row, what=f"the command {name}")
    raise Failure("COMMAND_UNKNOWN", command=name, level=ADDRESSES[level], expected=sorted(_BY_LEVEL[level]))
