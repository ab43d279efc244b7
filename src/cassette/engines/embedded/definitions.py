"""Schema statements, and TRUNCATE: which function carries each out."""

from collections.abc import Callable
from typing import Any

import apsw

from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.statements.drop_index import DropIndex
from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.cql.statements.drop_table import DropTable
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.truncate import Truncate
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.definer import Definition
from cassette.engines.embedded.statements.create_index import create_index
from cassette.engines.embedded.statements.create_keyspace import create_keyspace
from cassette.engines.embedded.statements.create_table import create_table
from cassette.engines.embedded.statements.drop_index import drop_index
from cassette.engines.embedded.statements.drop_keyspace import drop_keyspace
from cassette.engines.embedded.statements.drop_table import drop_table
from cassette.engines.embedded.statements.truncate import truncate

DEFINITIONS: dict[type[Statement], Callable[[Any, Catalog, apsw.Connection], None]] = {
    CreateIndex: create_index,
    CreateKeyspace: create_keyspace,
    CreateTable: create_table,
    DropIndex: drop_index,
    DropKeyspace: drop_keyspace,
    DropTable: drop_table,
    Truncate: truncate,
}


def definition_of(statement: Statement) -> Definition:
    """Give what the definer has to run for a statement."""
    carry_out = DEFINITIONS[type(statement)]
    return lambda catalog, connection: carry_out(statement, catalog, connection)
