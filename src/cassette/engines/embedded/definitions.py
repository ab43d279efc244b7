"""Schema statements, and TRUNCATE: which function carries each out."""

from collections.abc import Callable
from typing import Any

import apsw

from cassette.cql.statements.add_identity import AddIdentity
from cassette.cql.statements.alter_keyspace import AlterKeyspace
from cassette.cql.statements.alter_role import AlterRole
from cassette.cql.statements.alter_table import AlterTable
from cassette.cql.statements.alter_type import AlterType
from cassette.cql.statements.alter_user import AlterUser
from cassette.cql.statements.alter_view import AlterView
from cassette.cql.statements.create_aggregate import CreateAggregate
from cassette.cql.statements.create_function import CreateFunction
from cassette.cql.statements.create_index import CreateIndex
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.create_role import CreateRole
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.statements.create_trigger import CreateTrigger
from cassette.cql.statements.create_type import CreateType
from cassette.cql.statements.create_user import CreateUser
from cassette.cql.statements.create_view import CreateView
from cassette.cql.statements.drop_aggregate import DropAggregate
from cassette.cql.statements.drop_function import DropFunction
from cassette.cql.statements.drop_identity import DropIdentity
from cassette.cql.statements.drop_index import DropIndex
from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.cql.statements.drop_role import DropRole
from cassette.cql.statements.drop_table import DropTable
from cassette.cql.statements.drop_trigger import DropTrigger
from cassette.cql.statements.drop_type import DropType
from cassette.cql.statements.drop_view import DropView
from cassette.cql.statements.grant import Grant, GrantRole
from cassette.cql.statements.list_permissions import ListPermissions
from cassette.cql.statements.list_roles import ListRoles
from cassette.cql.statements.list_users import ListUsers
from cassette.cql.statements.revoke import Revoke, RevokeRole
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.truncate import Truncate
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.definer import Definition
from cassette.engines.embedded.statements.alter_keyspace import alter_keyspace
from cassette.engines.embedded.statements.alter_table import alter_table
from cassette.engines.embedded.statements.alter_type import alter_type
from cassette.engines.embedded.statements.alter_view import alter_view
from cassette.engines.embedded.statements.create_index import create_index
from cassette.engines.embedded.statements.create_keyspace import create_keyspace
from cassette.engines.embedded.statements.create_table import create_table
from cassette.engines.embedded.statements.create_type import create_type
from cassette.engines.embedded.statements.create_view import create_view
from cassette.engines.embedded.statements.drop_index import drop_index
from cassette.engines.embedded.statements.drop_keyspace import drop_keyspace
from cassette.engines.embedded.statements.drop_nothing import drop_nothing
from cassette.engines.embedded.statements.drop_table import drop_table
from cassette.engines.embedded.statements.drop_type import drop_type
from cassette.engines.embedded.statements.drop_view import drop_view
from cassette.engines.embedded.statements.truncate import truncate
from cassette.errors import NotSupported

DEFINITIONS: dict[type[Statement], Callable[[Any, Catalog, apsw.Connection], None]] = {
    AlterKeyspace: alter_keyspace,
    AlterTable: alter_table,
    AlterType: alter_type,
    AlterView: alter_view,
    CreateIndex: create_index,
    CreateKeyspace: create_keyspace,
    CreateTable: create_table,
    CreateType: create_type,
    CreateView: create_view,
    DropAggregate: drop_nothing,
    DropFunction: drop_nothing,
    DropIndex: drop_index,
    DropKeyspace: drop_keyspace,
    DropTable: drop_table,
    DropTrigger: drop_nothing,
    DropType: drop_type,
    DropView: drop_view,
    Truncate: truncate,
}

PLANNED: dict[type[Statement], str] = {
    AddIdentity: "accounts",
    AlterRole: "accounts",
    AlterUser: "accounts",
    CreateAggregate: "aggregates of one's own",
    CreateFunction: "functions of one's own",
    CreateRole: "accounts",
    CreateTrigger: "triggers",
    CreateUser: "accounts",
    DropIdentity: "accounts",
    DropRole: "accounts",
    Grant: "accounts",
    GrantRole: "accounts",
    ListPermissions: "accounts",
    ListRoles: "accounts",
    ListUsers: "accounts",
    Revoke: "accounts",
    RevokeRole: "accounts",
}
"""What the language has and this engine has not, in words; some of these statements are reads."""


def definition_of(statement: Statement) -> Definition:
    """Give what the definer has to run for a statement. Raises NotSupported."""
    refuse_planned(statement)
    carry_out = DEFINITIONS[type(statement)]
    return lambda catalog, connection: carry_out(statement, catalog, connection)


def refuse_planned(statement: Statement) -> None:
    """Refuse a statement about what there is not. Raises NotSupported."""
    what = PLANNED.get(type(statement))
    if what is not None:
        raise NotSupported(f"{what} are not supported yet")
