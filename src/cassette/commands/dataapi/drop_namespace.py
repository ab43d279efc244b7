"""dropNamespace: dropKeyspace under its old name.

{"dropNamespace": {"name": "ks"}}
{"status": {"ok": 1, "warnings": [{"errorCode": "DEPRECATED_COMMAND", …}]}}
"""

from cassette.commands.dataapi import drop_keyspace
from cassette.commands.dataapi.command import SchemaCommand

NAME = "dropNamespace"
DROP_NAMESPACE = SchemaCommand(
    NAME, "database", drop_keyspace.fields(NAME), drop_keyspace.plan, instead=drop_keyspace.NAME
)
