"""CREATE KEYSPACE."""

from collections.abc import Mapping

import apsw

from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.options import option_value
from cassette.engines.embedded.catalog import Catalog
from cassette.errors import AlreadyExists, InvalidRequest

STRATEGIES = ("SimpleStrategy", "NetworkTopologyStrategy")
KNOWN = {"replication", "durable_writes"}


def create_keyspace(statement: CreateKeyspace, catalog: Catalog, connection: apsw.Connection) -> None:
    """Add the keyspace. Raises AlreadyExists, InvalidRequest."""
    if statement.keyspace in catalog.schema.keyspaces:
        if statement.if_not_exists:
            return
        raise AlreadyExists(f"keyspace {statement.keyspace} is there already")
    options = {option.name: option_value(option.term) for option in statement.options}
    unknown = sorted(options.keys() - KNOWN)
    if unknown:
        raise InvalidRequest(f"a keyspace has no option {unknown[0]}: it takes {' and '.join(sorted(KNOWN))}")
    durable = options.get("durable_writes", True)
    if not isinstance(durable, bool):
        raise InvalidRequest("durable_writes takes true or false")
    catalog.create_keyspace(statement.keyspace, _replication(options.get("replication")), durable)


def _replication(option: object) -> Mapping[str, str]:
    if not isinstance(option, dict) or "class" not in option:
        raise InvalidRequest("a keyspace needs replication = {'class': …}")
    replication = {str(name): str(value) for name, value in option.items()}
    strategy = replication["class"].rpartition(".")[2]
    if strategy not in STRATEGIES:
        raise InvalidRequest(f"replication class {strategy} is not known: it is one of {', '.join(STRATEGIES)}")
    return {**replication, "class": strategy}
