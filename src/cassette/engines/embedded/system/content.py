"""The rows of each of the system's tables; a table that is not listed is empty."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cassette.cql.names import TableName
from cassette.engines.embedded.system import node_rows, schema_rows
from cassette.engines.embedded.system.facts import Facts

Rows = Callable[[Facts], Iterator[Mapping[str, Any]]]

CONTENT: Mapping[TableName, Rows] = {
    TableName("system", "IndexInfo"): schema_rows.built_indexes,
    TableName("system", "built_views"): schema_rows.built_views,
    TableName("system", "local"): node_rows.local,
    TableName("system", "size_estimates"): node_rows.size_estimates,
    TableName("system", "table_estimates"): node_rows.table_estimates,
    TableName("system_schema", "column_masks"): schema_rows.column_masks,
    TableName("system_schema", "columns"): schema_rows.columns,
    TableName("system_schema", "dropped_columns"): schema_rows.dropped_columns,
    TableName("system_schema", "indexes"): schema_rows.indexes,
    TableName("system_schema", "keyspaces"): schema_rows.keyspaces,
    TableName("system_schema", "tables"): schema_rows.tables,
    TableName("system_schema", "types"): schema_rows.types,
    TableName("system_schema", "views"): schema_rows.views,
    TableName("system_views", "sai_column_indexes"): node_rows.sai_column_indexes,
    TableName("system_views", "settings"): node_rows.settings,
    TableName("system_virtual_schema", "columns"): schema_rows.virtual_columns,
    TableName("system_virtual_schema", "keyspaces"): schema_rows.virtual_keyspaces,
    TableName("system_virtual_schema", "tables"): schema_rows.virtual_tables,
}

ESTIMATES = frozenset({TableName("system", "size_estimates"), TableName("system", "table_estimates")})
"""Tables that say how many partitions others have: they are counted when somebody asks."""
