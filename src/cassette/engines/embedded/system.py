"""The system keyspace: tables that nobody wrote, answered from what the engine knows.

system.size_estimates    how many partitions a table has
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from cassette.cql.conditions import Compare, parts_of
from cassette.cql.names import TableName
from cassette.cql.rows import ColumnOfRows, Row, Rows
from cassette.cql.schema import ColumnKind, ColumnSchema, Keyspace, Table
from cassette.cql.selectors import Column, Selector
from cassette.cql.statements.select import Select
from cassette.cql.terms import Bind
from cassette.cql.types import ScalarType
from cassette.errors import NotSupported

FIRST_TOKEN, LAST_TOKEN = str(-(1 << 63)), str((1 << 63) - 1)
MEAN_PARTITION_BYTES = 1_024


def _column(name: str, type_name: str, kind: ColumnKind, position: int = 0) -> ColumnSchema:
    return ColumnSchema(name, ScalarType(type_name), kind, position)


SIZE_ESTIMATES = Table(
    TableName("system", "size_estimates"),
    UUID("618f817b-005f-3678-b8a4-53f3930b8e86"),
    MappingProxyType(
        {
            column.name: column
            for column in (
                _column("keyspace_name", "text", "partition_key"),
                _column("table_name", "text", "clustering", 0),
                _column("range_start", "text", "clustering", 1),
                _column("range_end", "text", "clustering", 2),
                _column("mean_partition_size", "bigint", "regular"),
                _column("partitions_count", "bigint", "regular"),
            )
        }
    ),
    MappingProxyType({}),
)
SYSTEM_KEYSPACES = MappingProxyType(
    {
        "system": Keyspace(
            "system",
            MappingProxyType({"class": "LocalStrategy"}),
            True,
            MappingProxyType({"size_estimates": SIZE_ESTIMATES}),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a read of size_estimates asks for: None for a name means all."""

    keyspace: str
    table: str | None


def asked(select: Select, values: tuple[Any, ...]) -> Asked:
    """Read the WHERE of a SELECT on size_estimates. Raises NotSupported for what is more than names."""
    given: dict[str, Any] = {}
    for at, part in enumerate(parts_of(select.where)):
        if not isinstance(part, Compare) or part.operator != "=" or not isinstance(part.term, Bind):
            raise NotSupported("system.size_estimates is read by keyspace_name = ? [AND table_name = ?] only")
        given[part.column] = values[at]
    if "keyspace_name" not in given or given.keys() - {"keyspace_name", "table_name"}:
        raise NotSupported("system.size_estimates is read by keyspace_name = ? [AND table_name = ?] only")
    return Asked(given["keyspace_name"], given.get("table_name"))


def size_estimates(select: Select, keyspace: str, counts: Mapping[str, int]) -> Rows:
    """Make the rows of size_estimates from the number of partitions of each table."""
    names = [_name(selection.selector) for selection in select.selections] or list(SIZE_ESTIMATES.columns)
    columns = tuple(ColumnOfRows(name, SIZE_ESTIMATES.columns[name].type) for name in names)
    rows: list[Row] = []
    for table, count in sorted(counts.items()):
        row = {
            "keyspace_name": keyspace,
            "table_name": table,
            "range_start": FIRST_TOKEN,
            "range_end": LAST_TOKEN,
            "mean_partition_size": MEAN_PARTITION_BYTES,
            "partitions_count": count,
        }
        rows.append(tuple(row[name] for name in names))
    return Rows(columns, rows)


def _name(selector: Selector) -> str:
    if isinstance(selector, Column) and selector.name in SIZE_ESTIMATES.columns:
        return selector.name
    raise NotSupported(f"selecting {selector.text()} from system.size_estimates is not supported yet")
