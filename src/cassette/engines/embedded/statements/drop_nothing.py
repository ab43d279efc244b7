"""DROP of functions, aggregates and triggers: there are none."""

import apsw

from cassette.cql.statements.drop_aggregate import DropAggregate
from cassette.cql.statements.drop_function import DropFunction
from cassette.cql.statements.drop_trigger import DropTrigger
from cassette.engines.embedded.catalog import Catalog
from cassette.errors import InvalidRequest


def drop_nothing(
    statement: DropAggregate | DropFunction | DropTrigger, catalog: Catalog, connection: apsw.Connection
) -> None:
    """Say that there is nothing of this name. Raises InvalidRequest, unless IF EXISTS is said."""
    if not statement.if_exists:
        raise InvalidRequest(f"there is nothing of this name: {statement.text()}")
