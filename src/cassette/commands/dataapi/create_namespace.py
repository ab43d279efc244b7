"""createNamespace: createKeyspace under its old name.

{"createNamespace": {"name": "ks"}}
{"status": {"ok": 1, "warnings": [{"errorCode": "DEPRECATED_COMMAND", …}]}}
"""

from cassette.commands.dataapi import create_keyspace
from cassette.commands.dataapi.command import SchemaCommand

NAME = "createNamespace"
CREATE_NAMESPACE = SchemaCommand(
    NAME, "database", create_keyspace.fields(NAME), create_keyspace.plan, instead=create_keyspace.NAME
)
