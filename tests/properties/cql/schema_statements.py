"""Strategies for the statements that define things, and for those that show or grant what is defined."""

from typing import Any

from hypothesis import strategies as st
from tests.properties.cql.language import conditions, constants, many, names, scalar_types, tables, terms, texts

from cassette.cql.names import TableName
from cassette.cql.statements import alter_table
from cassette.cql.statements.add_identity import AddIdentity
from cassette.cql.statements.alter_keyspace import AlterKeyspace
from cassette.cql.statements.alter_role import AlterRole
from cassette.cql.statements.alter_table import AlterTable
from cassette.cql.statements.alter_type import AddField, AlterField, AlterType
from cassette.cql.statements.alter_user import AlterUser
from cassette.cql.statements.alter_view import AlterView
from cassette.cql.statements.create_aggregate import CreateAggregate
from cassette.cql.statements.create_function import CreateFunction
from cassette.cql.statements.create_index import CreateIndex, IndexTarget
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.create_role import CreateRole
from cassette.cql.statements.create_table import ColumnDefinition, CreateTable
from cassette.cql.statements.create_trigger import CreateTrigger
from cassette.cql.statements.create_type import CreateType
from cassette.cql.statements.create_user import CreateUser
from cassette.cql.statements.create_view import CreateView
from cassette.cql.statements.describe import LISTS, NAMED, Describe
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
from cassette.cql.statements.mask import Mask
from cassette.cql.statements.options import Option
from cassette.cql.statements.renames import Rename
from cassette.cql.statements.resources import (
    EVERYTHING,
    IN_KEYSPACE,
    MBEANS,
    PERMISSIONS,
    AllInKeyspace,
    AllOf,
    TheBeans,
    TheFunction,
    TheKeyspace,
    TheRole,
    TheTable,
)
from cassette.cql.statements.revoke import Revoke, RevokeRole
from cassette.cql.statements.role_options import FROM, RoleAccess, RoleOption
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.table_key import ClusteringColumn
from cassette.cql.statements.user_options import UserOptions
from cassette.cql.terms import NULL, Constant, ConstantKind, FunctionTerm, MapTerm, SetTerm
from cassette.cql.types import (
    CqlType,
    FrozenType,
    ListType,
    MapType,
    NamedType,
    ScalarType,
    SetType,
    TupleType,
    VectorType,
)

Key = tuple[tuple[str, ...], tuple[ClusteringColumn, ...]]

flags = st.booleans()
strings = st.text(max_size=8)
keyspaces = st.none() | names
named_types = st.builds(NamedType, keyspaces, names)


def _types_of(inner: st.SearchStrategy[CqlType]) -> st.SearchStrategy[CqlType]:
    return st.one_of(
        st.builds(ListType, inner),
        st.builds(SetType, inner),
        st.builds(MapType, inner, inner),
        st.builds(TupleType, many(inner)),
        st.builds(VectorType, inner, st.integers(1, 4)),
        inner.map(lambda type_: type_ if isinstance(type_, ScalarType) else FrozenType(type_)),
    )


types: st.SearchStrategy[CqlType] = st.recursive(scalar_types | named_types, _types_of, max_leaves=4)
type_lists = many(types, 0)
fields = st.tuples(names, types)
plain_maps = st.lists(st.tuples(texts, constants()), min_size=1, max_size=2).map(lambda pairs: MapTerm(tuple(pairs)))
option_values = constants().filter(lambda term: term != NULL) | plain_maps | st.just(SetTerm(()))
option_lists = many(st.builds(Option, names, option_values))
options = st.just(()) | option_lists
functions = st.builds(FunctionTerm, names, many(terms, 0), keyspaces)
masks = st.builds(Mask, functions)
columns = st.builds(ColumnDefinition, names, types, flags, st.none() | masks)
targets = st.builds(IndexTarget, names, st.sampled_from(["", "keys", "values", "entries", "full"]))
booleans = st.sampled_from(["true", "false"]).map(lambda word: Constant(ConstantKind.BOOLEAN, word))
keys = st.tuples(
    st.lists(names, min_size=1, max_size=4, unique=True), st.integers(1, 3), st.lists(flags, min_size=3, max_size=3)
).map(lambda drawn: (tuple(drawn[0][: drawn[1]]), tuple(map(ClusteringColumn, drawn[0][drawn[1] :], drawn[2]))))
role_options = st.lists(
    st.one_of(
        st.builds(RoleOption, st.sampled_from(["PASSWORD", "HASHED PASSWORD"]), texts),
        st.builds(RoleOption, st.sampled_from(["LOGIN", "SUPERUSER"]), booleans),
        st.builds(RoleOption, st.just("OPTIONS"), plain_maps),
        st.builds(RoleAccess, st.sampled_from(sorted(FROM)), st.none() | many(strings)),
    ),
    max_size=3,
    unique_by=lambda option: option.kind if isinstance(option, RoleOption) else option.where,
).map(tuple)
user_options = st.one_of(
    st.builds(UserOptions, st.none(), st.just(False), st.none() | flags),
    st.builds(UserOptions, strings, flags, st.none() | flags),
)
permissions = st.lists(st.sampled_from(PERMISSIONS), max_size=3).map(tuple)
resources = st.one_of(
    st.builds(AllOf, st.sampled_from(EVERYTHING)),
    st.builds(AllInKeyspace, st.sampled_from(IN_KEYSPACE), names),
    st.builds(TheKeyspace, names),
    st.builds(TheRole, names),
    st.builds(TheTable, tables),
    st.builds(TheFunction, keyspaces, names, type_lists),
    st.builds(TheBeans, st.sampled_from(MBEANS), strings),
)
renames = st.builds(Rename, many(st.tuples(names, names)), flags)
table_changes = st.one_of(
    st.builds(alter_table.AddColumns, many(columns), flags),
    st.builds(alter_table.AlterColumnType, names, types),
    st.builds(alter_table.DropColumns, many(names), flags, st.none() | st.integers(-(10**18), 10**18)),
    st.builds(alter_table.DropCompactStorage),
    st.builds(alter_table.MaskColumn, names, st.none() | masks, flags),
    st.builds(alter_table.SetOptions, option_lists),
    renames,
)
type_changes = st.one_of(st.builds(AddField, names, types, flags), st.builds(AlterField, names, types), renames)


def _create_index(
    name: str | None, table: TableName, target: IndexTarget, using: str, settings: MapTerm | None, condition: bool
) -> CreateIndex:
    return CreateIndex(name, table, target, using, settings if using else None, condition)


def _create_table(table: TableName, parts: tuple[ColumnDefinition, ...], key: Key, *end: Any) -> CreateTable:
    return CreateTable(table, parts, *key, *end)


def _create_view(
    view: TableName,
    base: TableName,
    parts: tuple[str, ...],
    where: Any,
    key: Key,
    settings: tuple[Option, ...],
    condition: bool,
) -> CreateView:
    partition_key, clustering = key
    # what is not as usual is always said
    ordered = any(column.descending for column in clustering)
    return CreateView(view, base, parts, where, partition_key, clustering, settings, condition, ordered)


def _or_replace(kind: type, drawn: Any, or_replace: bool, condition: bool) -> Statement:
    made: Statement = kind(*drawn, or_replace, condition and not or_replace)
    return made


functions_made = st.tuples(keyspaces, names, many(fields, 0), flags, types, names, strings)
aggregates_made = st.tuples(keyspaces, names, type_lists, names, types, st.none() | names, st.none() | terms)

SCHEMA_STATEMENTS: dict[type[Statement], st.SearchStrategy[Statement]] = {
    AddIdentity: st.builds(AddIdentity, strings, names, flags),
    AlterKeyspace: st.builds(AlterKeyspace, names, option_lists, flags),
    AlterRole: st.builds(AlterRole, names, role_options, flags),
    AlterTable: st.builds(AlterTable, tables, table_changes, flags),
    AlterType: st.builds(AlterType, named_types, type_changes, flags),
    AlterUser: st.builds(AlterUser, strings, user_options, flags),
    AlterView: st.builds(AlterView, tables, option_lists, flags),
    CreateAggregate: st.builds(_or_replace, st.just(CreateAggregate), aggregates_made, flags, flags),
    CreateFunction: st.builds(_or_replace, st.just(CreateFunction), functions_made, flags, flags),
    CreateIndex: st.builds(_create_index, keyspaces, tables, targets, strings, st.none() | plain_maps, flags),
    CreateKeyspace: st.builds(CreateKeyspace, names, option_lists, flags),
    CreateRole: st.builds(CreateRole, names, role_options, flags),
    CreateTable: st.builds(_create_table, tables, many(columns), keys, options, flags, flags),
    CreateTrigger: st.builds(CreateTrigger, names, tables, strings, flags),
    CreateType: st.builds(CreateType, named_types, many(fields), flags),
    CreateUser: st.builds(CreateUser, strings, user_options, flags),
    CreateView: st.builds(_create_view, tables, tables, many(names, 0), st.none() | conditions, keys, options, flags),
    Describe: st.one_of(
        st.builds(Describe, st.sampled_from(sorted(LISTS.values())), internals=flags),
        st.builds(Describe, st.sampled_from(["KEYSPACE", "ONLY KEYSPACE"]), keyspaces, internals=flags),
        st.builds(Describe, st.sampled_from(["", *sorted(NAMED.values())]), names, keyspaces, flags),
    ),
    DropAggregate: st.builds(DropAggregate, keyspaces, names, st.none() | type_lists, flags),
    DropFunction: st.builds(DropFunction, keyspaces, names, st.none() | type_lists, flags),
    DropIdentity: st.builds(DropIdentity, strings, flags),
    DropIndex: st.builds(DropIndex, keyspaces, names, flags),
    DropKeyspace: st.builds(DropKeyspace, names, flags),
    DropRole: st.builds(DropRole, names, flags),
    DropTable: st.builds(DropTable, tables, flags),
    DropTrigger: st.builds(DropTrigger, names, tables, flags),
    DropType: st.builds(DropType, named_types, flags),
    DropView: st.builds(DropView, tables, flags),
    Grant: st.builds(Grant, permissions, resources, names),
    GrantRole: st.builds(GrantRole, names, names),
    ListPermissions: st.builds(ListPermissions, permissions, st.none() | resources, st.none() | names, flags),
    ListRoles: st.builds(ListRoles, st.none() | names, flags),
    ListUsers: st.builds(ListUsers),
    Revoke: st.builds(Revoke, permissions, resources, names),
    RevokeRole: st.builds(RevokeRole, names, names),
}
