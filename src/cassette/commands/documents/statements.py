"""The statements about a collection, each built once: a hot request finds them ready.

    SELECT doc_json FROM ks.c WHERE … LIMIT ?
    INSERT INTO ks.c (key, tx_id, …) VALUES (?, ?, …) IF NOT EXISTS
    UPDATE ks.c SET tx_id = ?, … WHERE key = ? IF tx_id = ?
    DELETE FROM ks.c WHERE key = ? IF tx_id = ?

Conditions are nodes with markers only, so requests of one shape share one statement.
Source: Data API storage sheet, section 6.
"""

from functools import lru_cache

from cassette.compile.documents.collection import Collection
from cassette.cql.conditions import And, Compare, Condition
from cassette.cql.names import TableName
from cassette.cql.selectors import Column, Selection
from cassette.cql.statements.delete import Delete
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.select import Select
from cassette.cql.statements.truncate import Truncate
from cassette.cql.statements.update import Assignment, Update
from cassette.cql.terms import BIND, NULL, Bind, Constant, ConstantKind

KEY_IS = Compare("key", "=", BIND)
TX_ID_IS = Compare("tx_id", "=", BIND)
NO_TX_ID = Compare("tx_id", "=", NULL)
ONE = Constant(ConstantKind.INTEGER, "1")

DOCUMENT = (Selection(Column("doc_json")),)
VERSION = (Selection(Column("key")), Selection(Column("tx_id")))
VERSIONED = (*VERSION, *DOCUMENT)
KEY = (Selection(Column("key")),)
# where these stand in a row of VERSIONED
KEY_AT, TX_ID_AT, DOC_JSON_AT, SORT_AT = 0, 1, 2, 3

MANY = 4096


@lru_cache(maxsize=MANY)
def select(
    table: TableName,
    selections: tuple[Selection, ...],
    where: Condition | None = None,
    limit: Bind | Constant | None = None,
) -> Select:
    """Read rows of a collection."""
    return Select(table, selections, where, limit)


@lru_cache(maxsize=MANY)
def select_again(table: TableName, selections: tuple[Selection, ...], where: Condition | None) -> Select:
    """Read one row once more, if it still is what was asked for; the key comes first among the values.

    The condition says nothing of the key yet.
    """
    if where is None:
        return Select(table, selections, KEY_IS)
    parts = where.parts if isinstance(where, And) else (where,)
    return Select(table, selections, And((KEY_IS, *parts)))


@lru_cache(maxsize=MANY)
def constant(number: int) -> Constant:
    """Write a number that is the same for every request into a statement."""
    return Constant(ConstantKind.INTEGER, str(number))


@lru_cache(maxsize=MANY)
def insert(collection: Collection) -> Insert:
    """Make a document, if there is none of its key; values in the order of `write_columns`."""
    columns = collection.write_columns
    return Insert(collection.name, columns, (BIND,) * len(columns), if_not_exists=True)


@lru_cache(maxsize=MANY)
def update(collection: Collection) -> Update:
    """Change a document that is still what it was; values: columns after the key, the key, the `tx_id` it had."""
    return Update(collection.name, _assignments(collection), KEY_IS, TX_ID_IS)


@lru_cache(maxsize=MANY)
def upsert(collection: Collection) -> Update:
    """Make a document, if there is none; values: columns after the key, the key."""
    return Update(collection.name, _assignments(collection), KEY_IS, NO_TX_ID)


@lru_cache(maxsize=MANY)
def delete(table: TableName) -> Delete:
    """Forget a document that is still what it was; values: the key, the `tx_id` it had."""
    return Delete(table, KEY_IS, TX_ID_IS)


@lru_cache(maxsize=MANY)
def truncate(table: TableName) -> Truncate:
    """Forget all documents."""
    return Truncate(table)


def _assignments(collection: Collection) -> tuple[Assignment, ...]:
    key, *rest = collection.write_columns
    assert key == "key"
    return tuple(Assignment(column, BIND) for column in rest)
