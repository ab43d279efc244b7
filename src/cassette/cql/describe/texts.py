"""The statements that would make a thing again, letter by letter as Apache Cassandra prints them.

    CREATE TABLE ks.t (
        a int PRIMARY KEY,
        b text
    ) WITH additional_write_policy = '99p'
        AND …

Tools compare these texts, so they are laid out here and not by the printers of the statements.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain

from cassette.cql.names import TableName, quoted
from cassette.cql.schema import ColumnSchema, IndexSchema, Keyspace, Table, View
from cassette.cql.table_options import NOT_FOR_VIEWS, effective
from cassette.cql.terms import FunctionTerm, quoted_text
from cassette.cql.types import UserType, schema_text

SYSTEM = "system"
PLAIN_DOUBLES = (1e-3, 1e7)
"""Between these Java prints a number without an exponent."""


def keyspace_text(keyspace: Keyspace, *, virtual: bool) -> str:
    """Give CREATE KEYSPACE."""
    name = quoted(keyspace.name)
    if virtual:
        return _not_to_be_made("Keyspace", name, "keyspace", f"VIRTUAL KEYSPACE {name};")
    durable = _value(keyspace.durable_writes)
    # two spaces, as Cassandra has them
    return f"CREATE KEYSPACE {name} WITH replication = {_value(keyspace.replication)}  AND durable_writes = {durable};"


def type_text(type_: UserType) -> str:
    """Give CREATE TYPE."""
    fields = ",\n".join(f"    {quoted(name)} {schema_text(inner)}" for name, inner in type_.fields)
    return f"CREATE TYPE {quoted(type_.keyspace)}.{type_.text()} (\n{fields}\n);"


def table_text(table: Table, *, internals: bool = False, virtual: bool = False) -> str:
    """Give CREATE TABLE; `internals` with its id, and with what was dropped from it."""
    columns = [_column_text(column) for column in _in_order(table.columns.values())]
    if internals:
        gone = (name for name in sorted(table.dropped) if name not in table.columns)
        columns += [_dropped_text(table, name) for name in gone]
    if len(table.partition_key) == 1 and not table.clustering:
        columns[0] += " PRIMARY KEY"
    else:
        columns.append(_key_text(table))
    body = ",\n".join(f"    {column}" for column in columns)
    made = f"{table.name.text()} (\n{body}\n) WITH {_options_text(table, internals=internals, virtual=virtual)};"
    if virtual:
        return _not_to_be_made("Table", table.name.text(), "table", f"VIRTUAL TABLE {made}")
    changes = (_drops(table, name) for name in sorted(table.dropped)) if internals else ()
    return "\n".join([f"CREATE TABLE {made}", *chain.from_iterable(changes)])


def view_text(view: View, *, internals: bool = False) -> str:
    """Give CREATE MATERIALIZED VIEW."""
    columns = "*" if view.include_all else ", ".join(quoted(column.name) for column in _in_order(view.columns.values()))
    where = "" if view.where is None else f"    WHERE {view.where.text()}\n"
    return (
        f"CREATE MATERIALIZED VIEW {view.name.text()} AS\n    SELECT {columns}\n    FROM {view.base.text()}\n{where}"
        f"    {_key_text(view)}\n WITH {_options_text(view, internals=internals)};"
    )


def index_text(table: TableName, index: IndexSchema, target: str) -> str:
    """Give CREATE INDEX; `target` is the column with the part of it that is indexed."""
    if not index.using:
        return f"CREATE INDEX {quoted(index.name)} ON {table.text()} ({target});"
    options = f" WITH OPTIONS = {_value(index.options)}" if index.options else ""
    using = f"USING {quoted_text(index.using)}{options}"
    return f"CREATE CUSTOM INDEX {quoted(index.name)} ON {table.text()} ({target}) {using};"


def index_target_text(table: Table, index: IndexSchema) -> str:
    """Print what an index is on; for a collection that is stored item by item always with the part of it."""
    target = index.target
    column = table.columns.get(target.column)
    if not target.part and column is not None and column.type.multicell and not isinstance(column.type, UserType):
        return f"values({quoted(target.column)})"
    return target.text()


def _mask_text(mask: FunctionTerm) -> str:
    """Print a masking function, with its keyspace."""
    keyspace = SYSTEM if mask.keyspace is None else mask.keyspace
    arguments = ", ".join(argument.text() for argument in mask.arguments)
    return f"{quoted(keyspace)}.{quoted(mask.name)}({arguments})"


def _in_order(columns: Iterable[ColumnSchema]) -> list[ColumnSchema]:
    """Put columns in order: keys, static ones, others; of these two first what is in one piece, each by name."""
    kinds = ("partition_key", "clustering", "static", "regular")
    return sorted(
        columns,
        key=lambda column: (
            kinds.index(column.kind),
            *((column.position,) if column.kind in kinds[:2] else (column.type.multicell, column.name.encode())),
        ),
    )


def _column_text(column: ColumnSchema) -> str:
    static = " static" if column.kind == "static" else ""
    masked = "" if column.mask is None else f" MASKED WITH {_mask_text(column.mask)}"
    return f"{quoted(column.name)} {schema_text(column.type)}{static}{masked}"


def _dropped_text(table: Table, name: str) -> str:
    dropped = table.dropped[name]
    return f"{quoted(name)} {schema_text(dropped.type)}{' static' if dropped.static else ''}"


def _drops(table: Table, name: str) -> Iterable[str]:
    """Say when a column was dropped, and that it was added again where it was."""
    yield f"ALTER TABLE {table.name.text()} DROP {quoted(name)} USING TIMESTAMP {table.dropped[name].time_us};"
    if name in table.columns:
        yield f"ALTER TABLE {table.name.text()} ADD {_column_text(table.columns[name])};"


def _key_text(table: Table) -> str:
    partition_key = ", ".join(quoted(column.name) for column in table.partition_key)
    first = partition_key if len(table.partition_key) == 1 else f"({partition_key})"
    return f"PRIMARY KEY ({', '.join([first, *(quoted(column.name) for column in table.clustering)])})"


def _options_text(table: Table, *, internals: bool, virtual: bool = False) -> str:
    parts = [f"ID = {table.id}"] if internals else []
    if table.clustering:
        order = (f"{quoted(column.name)} {'DESC' if column.descending else 'ASC'}" for column in table.clustering)
        parts.append(f"CLUSTERING ORDER BY ({', '.join(order)})")
    for name, value in effective(table.options).items():
        if name == "comment" if virtual else not (name == NOT_FOR_VIEWS and isinstance(table, View)):
            parts.append(f"{name} = {_value(value)}")
    return "\n    AND ".join(parts)


def _value(value: object) -> str:
    """Print the value of an option."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{quoted_text(str(key))}: {quoted_text(str(item))}" for key, item in value.items()) + "}"
        )
    if isinstance(value, float):
        return _double(value)
    return str(value) if isinstance(value, int) else quoted_text(str(value))


def _double(value: float) -> str:
    """Print a number as Java does."""
    least, most = PLAIN_DOUBLES
    if value == 0 or least <= abs(value) < most:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    first, *others = map(str, digits)
    power = len(others) + int(exponent)
    return f"{'-' if sign else ''}{first}.{''.join(others) or '0'}E{power}"


def _not_to_be_made(what: str, name: str, kind: str, reference: str) -> str:
    return (
        f"/*\nWarning: {what} {name} is a virtual {kind} and cannot be recreated with CQL.\n"
        f"Structure, for reference:\n{reference}\n*/"
    )
