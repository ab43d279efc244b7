"""Strategies for the language: terms, conditions, types with their values, and statements."""

import ipaddress
import uuid
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cassette.cql.conditions import And, Compare, Condition, Contains, ContainsKey, Entry, In, Or
from cassette.cql.names import TableName
from cassette.cql.selectors import Column, CountRows, Element, Selection, Selector
from cassette.cql.statements.create_index import CreateIndex, IndexTarget
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.create_table import ClusteringColumn, ColumnDefinition, CreateTable
from cassette.cql.statements.delete import Delete
from cassette.cql.statements.drop_index import DropIndex
from cassette.cql.statements.drop_keyspace import DropKeyspace
from cassette.cql.statements.drop_table import DropTable
from cassette.cql.statements.insert import Insert
from cassette.cql.statements.options import Option
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.truncate import Truncate
from cassette.cql.statements.update import Assignment, Update
from cassette.cql.terms import (
    BIND,
    NULL,
    Constant,
    ConstantKind,
    FunctionTerm,
    ListTerm,
    MapTerm,
    SetTerm,
    Term,
    TupleTerm,
)
from cassette.cql.types import (
    TYPES,
    CqlType,
    Duration,
    FrozenType,
    ListType,
    MapType,
    ScalarType,
    SetType,
    TupleType,
    VectorType,
)

TRICKY_NAMES = """
    as count distinct entries exists false json key keys p1y primary select static token ttl values P1Y nan
    deadbeef e1 Mixed contains in
"""

names = st.sampled_from(["a", "b", "query_dbl_values", 'a "quoted" one', "", *TRICKY_NAMES.split()]) | st.text(
    max_size=6
)
tables = st.builds(TableName, st.none() | names, names)
whole_numbers = st.integers().map(lambda number: Constant(ConstantKind.INTEGER, str(number)))
texts = st.text(max_size=8).map(lambda text: Constant(ConstantKind.TEXT, text))


def constants() -> st.SearchStrategy[Term]:
    spelled = {
        ConstantKind.BLOB: st.binary(max_size=4).map(lambda data: f"0x{data.hex()}") | st.just("0xabc"),
        ConstantKind.BOOLEAN: st.sampled_from(["true", "false"]),
        ConstantKind.DURATION: st.sampled_from(["1h", "-1y2mo3w4d5h6m7s8ms9us10ns", "P1Y2M", "-PT1S", "P2W", "12µs"]),
        ConstantKind.FLOAT: st.floats(allow_nan=False, allow_infinity=False).map(repr)
        | st.sampled_from(["1.", "1e5", "-0.0E-3", "NaN", "Infinity", "-Infinity"]),
        ConstantKind.UUID: st.uuids().map(str),
    }
    return st.one_of(
        texts,
        whole_numbers,
        st.just(NULL),
        *(st.builds(Constant, st.just(kind), spelling) for kind, spelling in spelled.items()),
    )


def _nested(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    many = st.lists(inner, max_size=3).map(tuple)
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    entries = st.lists(st.tuples(inner, inner), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(ListTerm, many),
        st.builds(SetTerm, many),
        st.builds(TupleTerm, some),
        st.builds(MapTerm, entries),
        st.builds(FunctionTerm, names, many),
    )


terms: st.SearchStrategy[Term] = st.recursive(constants() | st.just(BIND), _nested, max_leaves=6)
comparators = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
relations: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, names, comparators, terms),
    st.builds(In, names, st.just(BIND) | st.lists(terms, max_size=3).map(tuple), st.booleans()),
    st.builds(Contains, names, terms, st.booleans()),
    st.builds(ContainsKey, names, terms, st.booleans()),
    st.builds(Entry, names, terms, comparators, terms),
)


def _combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def of(kind: type[And] | type[Or]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner.filter(lambda part: not isinstance(part, kind)), min_size=2, max_size=3)
        return parts.map(lambda chosen: kind(tuple(chosen)))

    return of(And) | of(Or)


conditions: st.SearchStrategy[Condition] = st.recursive(relations, _combined, max_leaves=5)

scalar_types = st.sampled_from(sorted(TYPES)).map(ScalarType)


def _types_of(inner: st.SearchStrategy[CqlType]) -> st.SearchStrategy[CqlType]:
    return st.one_of(
        st.builds(ListType, inner),
        st.builds(SetType, inner),
        st.builds(MapType, inner, inner),
        st.builds(TupleType, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(VectorType, inner, st.integers(1, 4)),
        # frozen<int> can be written, and is no type of a column
        inner.map(lambda type_: type_ if isinstance(type_, ScalarType) else FrozenType(type_)),
    )


types: st.SearchStrategy[CqlType] = st.recursive(scalar_types, _types_of, max_leaves=4)


def _signed(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)


def _duration(months: int, days: int, nanoseconds: int, negative: bool) -> Duration:
    return Duration(-months, -days, -nanoseconds) if negative else Duration(months, days, nanoseconds)


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "ascii": st.text(st.characters(max_codepoint=127), max_size=8),
    "bigint": _signed(64),
    "blob": st.binary(max_size=8),
    "boolean": st.booleans(),
    "counter": _signed(64),
    "date": _signed(32),
    "decimal": st.decimals(allow_nan=False, allow_infinity=False)
    | st.builds(Decimal, st.integers())
    | st.builds(lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(), st.integers(-999, 999)),
    "double": st.floats(allow_nan=False),
    "duration": st.builds(
        _duration, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1), st.integers(0, 2**63 - 1), st.booleans()
    ),
    "float": st.floats(width=32, allow_nan=False),
    "inet": st.ip_addresses().filter(
        lambda address: not isinstance(address, ipaddress.IPv6Address) or not address.ipv4_mapped
    ),
    "int": _signed(32),
    "smallint": _signed(16),
    "text": st.text(max_size=8),
    "time": st.integers(0, 86_400 * 10**9 - 1),
    "timestamp": _signed(64) | st.integers(-(10**14), 10**14),
    "timeuuid": st.uuids().map(lambda value: uuid.UUID(int=value.int & ~(15 << 76) | 1 << 76)),
    "tinyint": _signed(8),
    "uuid": st.uuids() | st.builds(uuid.UUID, int=st.integers(0, 2**128 - 1)),
    "varint": st.integers(),
}


def values(type_: CqlType) -> st.SearchStrategy[Any]:
    """Values of a type, as it gives them back."""
    match type_:
        case ScalarType():
            return SCALARS[type_.name]
        case FrozenType():
            return values(type_.inner)
        case ListType():
            return st.lists(values(type_.items), max_size=3)
        case VectorType():
            return st.lists(values(type_.items), min_size=type_.dimension, max_size=type_.dimension)
        case SetType():
            return st.lists(values(type_.items), max_size=3).map(type_.check)
        case MapType():
            return st.lists(st.tuples(values(type_.keys), values(type_.values)), max_size=3).map(type_.check)
        case TupleType():
            return st.tuples(*(st.none() | values(item) for item in type_.items))
        case _:
            raise TypeError(type_)


typed_values = types.flatmap(lambda type_: st.tuples(st.just(type_), values(type_)))
same_typed_values = types.flatmap(lambda type_: st.tuples(st.just(type_), values(type_), values(type_)))

selectors: st.SearchStrategy[Selector] = st.one_of(
    st.builds(Column, names), st.builds(Element, names, terms), st.just(CountRows())
)
limits: st.SearchStrategy[Term | None] = st.none() | st.just(BIND) | whole_numbers
ifs = st.one_of(st.just((None, False)), st.just((None, True)), conditions.map(lambda condition: (condition, False)))
plain_maps = st.lists(st.tuples(texts, constants()), min_size=1, max_size=2).map(lambda pairs: MapTerm(tuple(pairs)))
options = st.lists(st.builds(Option, names, constants() | plain_maps | st.just(SetTerm(()))), max_size=2).map(tuple)


def _many(part: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(part, min_size=1, max_size=3).map(tuple)


def _insert(table: TableName, pairs: list[tuple[str, Term]], if_not_exists: bool) -> Insert:
    return Insert(table, tuple(column for column, _ in pairs), tuple(term for _, term in pairs), if_not_exists)


def _create_table(
    table: TableName,
    columns: tuple[ColumnDefinition, ...],
    key: list[str],
    width: int,
    descending: list[bool],
    settings: tuple[Option, ...],
    if_not_exists: bool,
) -> CreateTable:
    clustering = tuple(map(ClusteringColumn, key[width:], descending))
    return CreateTable(table, columns, tuple(key[:width]), clustering, settings, if_not_exists)


columns = st.builds(ColumnDefinition, names, types, st.booleans())
targets = st.builds(IndexTarget, names, st.sampled_from(["", "keys", "values", "entries", "full"]))

STATEMENTS: dict[type[Statement], st.SearchStrategy[Statement]] = {
    CreateIndex: st.builds(
        CreateIndex, st.none() | names, tables, targets, st.text(max_size=8), st.none() | plain_maps, st.booleans()
    ),
    CreateKeyspace: st.builds(CreateKeyspace, names, options, st.booleans()),
    CreateTable: st.builds(
        _create_table,
        tables,
        _many(columns),
        st.lists(names, min_size=1, max_size=4, unique=True),
        st.integers(1, 3),
        st.lists(st.booleans(), min_size=3, max_size=3),
        options,
        st.booleans(),
    ),
    Delete: st.builds(lambda table, where, end: Delete(table, where, *end), tables, conditions, ifs),
    DropIndex: st.builds(DropIndex, st.none() | names, names, st.booleans()),
    DropKeyspace: st.builds(DropKeyspace, names, st.booleans()),
    DropTable: st.builds(DropTable, tables, st.booleans()),
    Insert: st.builds(_insert, tables, st.lists(st.tuples(names, terms), min_size=1, max_size=3), st.booleans()),
    Select: st.builds(
        Select,
        tables,
        st.lists(st.builds(Selection, selectors, st.none() | names), max_size=3).map(tuple),
        st.none() | conditions,
        limits,
        st.booleans(),
    ),
    Truncate: st.builds(Truncate, tables),
    Update: st.builds(
        lambda table, assignments, where, end: Update(table, assignments, where, *end),
        tables,
        _many(st.builds(Assignment, names, terms)),
        conditions,
        ifs,
    ),
}


def statements() -> st.SearchStrategy[Statement]:
    return st.one_of(*STATEMENTS.values())


JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["0x0", "1", "1e400", "P1D", "2024-02-30", "2024-02-29 23:59+0100", "::1", "NaN"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)

ANYTHING: st.SearchStrategy[Any] = st.one_of(
    JSON, st.decimals(), st.uuids(), st.binary(max_size=20), st.datetimes(), st.dates(), st.times()
)
