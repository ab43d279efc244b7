"""Facts: what the rows of the system's tables are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from uuid import UUID

from cassette.cql.names import TableName
from cassette.cql.schema import Keyspace, Schema
from cassette.engines.embedded.system.definitions import VIRTUAL

CLUSTER = "cassette"
PACKAGE_OF_STRATEGIES = "org.apache.cassandra.locator."
FIRST_TOKEN, LAST_TOKEN = str(-(1 << 63)), str((1 << 63) - 1)


@dataclass(frozen=True)
class Facts:
    """The schema, who this is, and how many partitions tables have, as far as somebody asked."""

    schema: Schema
    host: UUID
    started_s: int
    partitions: Mapping[TableName, int] = field(default_factory=dict)

    @property
    def schema_version(self) -> UUID:
        """What drivers compare to see whether the schema has changed; the same in every process."""
        digest = md5(self.host.bytes + self.schema.version.to_bytes(8, "big"), usedforsecurity=False).digest()
        return UUID(bytes=digest, version=3)

    @property
    def keyspaces(self) -> list[Keyspace]:
        """The keyspaces that system_schema tells of."""
        return [keyspace for keyspace in self.schema.keyspaces.values() if keyspace.name not in VIRTUAL]

    @property
    def virtual_keyspaces(self) -> list[Keyspace]:
        """The keyspaces that system_virtual_schema tells of."""
        return [self.schema.keyspaces[name] for name in VIRTUAL]
