"""Strategies for the statements that read and write rows."""

from typing import Any

from hypothesis import strategies as st
from tests.properties.cql.language import (
    conditions,
    functions,
    ifs,
    many,
    markers,
    names,
    selections,
    signed_numbers,
    tables,
    terms,
    texts,
)

from cassette.cql.names import TableName
from cassette.cql.selectors import Call, Column
from cassette.cql.statements.batch import Batch
from cassette.cql.statements.delete import Delete, ElementOf, FieldOf, WholeColumn
from cassette.cql.statements.explain import Explain
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.insert_json import InsertJson
from cassette.cql.statements.select import OrderAnn, OrderColumn, OrderMatch, Select
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.truncate import Truncate
from cassette.cql.statements.update import AddTo, Assignment, Prepend, SetElement, SetField, TakeFrom, Update
from cassette.cql.statements.use import Use
from cassette.cql.statements.using import Using
from cassette.cql.terms import Term

numbers = markers | signed_numbers
timestamps = st.none() | st.builds(Using, numbers)
usings = st.one_of(timestamps, st.builds(Using, st.none(), numbers), st.builds(Using, numbers, numbers, st.booleans()))


def _insert(table: TableName, pairs: dict[str, Term], if_not_exists: bool, using: Using | None) -> Insert:
    return Insert(table, tuple(pairs), tuple(pairs.values()), if_not_exists, using)


def _update(table: TableName, changes: list[Any], using: Using | None, where: Any, end: Any) -> Update:
    return Update(table, tuple({change.column: change for change in changes}.values()), where, end[0], end[1], using)


def _delete(table: TableName, columns: Any, using: Using | None, where: Any, end: Any) -> Delete:
    return Delete(table, where, end[0], end[1], columns, using)


inserts = st.builds(_insert, tables, st.dictionaries(names, terms, min_size=1, max_size=3), st.booleans(), usings)
json_inserts = st.builds(InsertJson, tables, markers | texts, st.booleans(), st.booleans(), usings)
changes = st.one_of(
    st.builds(AddTo, names, terms),
    st.builds(Assignment, names, terms),
    st.builds(Prepend, names, terms),
    st.builds(SetElement, names, terms, terms),
    st.builds(SetField, names, names, terms),
    st.builds(TakeFrom, names, terms),
)
updates = st.builds(_update, tables, st.lists(changes, min_size=1, max_size=3), usings, conditions, ifs)
targets = st.builds(WholeColumn, names) | st.builds(ElementOf, names, terms) | st.builds(FieldOf, names, names)
deletes = st.builds(_delete, tables, many(targets, 0), timestamps, conditions, ifs)
groups = st.builds(Column, names) | st.builds(Call, functions, many(names.map(Column)))
orders = (
    st.builds(OrderColumn, names, st.booleans())
    | st.builds(OrderAnn, names, terms)
    | st.builds(OrderMatch, names, terms)
)
selects = st.builds(
    Select,
    tables,
    many(selections, 0),
    st.none() | conditions,
    st.none() | numbers,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    many(groups, 0),
    many(orders, 0),
    st.none() | numbers,
)

DATA_STATEMENTS: dict[type[Statement], st.SearchStrategy[Statement]] = {
    Batch: st.builds(
        Batch,
        st.sampled_from(["logged", "unlogged", "counter"]),
        many(inserts | json_inserts | updates | deletes, 0),
        timestamps,
    ),
    Delete: deletes,
    Explain: st.builds(Explain, selects),
    Insert: inserts,
    InsertJson: json_inserts,
    Select: selects,
    Truncate: st.builds(Truncate, tables),
    Update: updates,
    Use: st.builds(Use, names),
}
