"""The rows of system_schema and system_virtual_schema: keyspaces, tables, columns and all that belongs to them.

Source: Apache Cassandra 5.0.6, asked table by table.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cassette.cql.describe.texts import index_target_text
from cassette.cql.schema import ColumnSchema, IndexSchema, Keyspace, Table
from cassette.cql.table_options import effective
from cassette.cql.terms import NULL, Constant, FunctionTerm, Term
from cassette.cql.types import ScalarType, schema_text
from cassette.engines.embedded.system.facts import PACKAGE_OF_STRATEGIES, Facts

Row = Mapping[str, Any]

LATE_DEFAULTS = {"allow_auto_snapshot": True, "cdc": False, "incremental_backups": True, "memtable": "default"}
"""Options that came late: they are null where nothing else was said of them."""
GONE = {"dclocal_read_repair_chance": 0.0, "read_repair_chance": 0.0}
"""Options that Cassandra has no more, and still shows."""


def keyspaces(facts: Facts) -> Iterator[Row]:
    """system_schema.keyspaces."""
    for keyspace in facts.keyspaces:
        replication = {**keyspace.replication, "class": PACKAGE_OF_STRATEGIES + keyspace.replication["class"]}
        yield {
            "keyspace_name": keyspace.name,
            "durable_writes": keyspace.durable_writes,
            "replication": dict(sorted(replication.items())),
        }


def tables(facts: Facts) -> Iterator[Row]:
    """system_schema.tables."""
    for table in _tables(facts.keyspaces):
        flags = {"compound", "counter"} if table.is_counter else {"compound"}
        yield {**_name(table), "table_name": table.name.table, "flags": flags, "id": table.id, **_options(table)}


def views(facts: Facts) -> Iterator[Row]:
    """system_schema.views."""
    for keyspace in facts.keyspaces:
        for view in keyspace.views.values():
            yield {
                **_name(view),
                "view_name": view.name.table,
                "base_table_id": keyspace.tables[view.base.table].id,
                "base_table_name": view.base.table,
                "id": view.id,
                "include_all_columns": view.include_all,
                "where_clause": view.where.text() if view.where is not None else "",
                **_options(view),
            }


def columns(facts: Facts) -> Iterator[Row]:
    """system_schema.columns."""
    return _columns(facts.keyspaces)


def column_masks(facts: Facts) -> Iterator[Row]:
    """system_schema.column_masks."""
    for table in _tables(facts.keyspaces):
        for column in table.columns.values():
            if column.mask is not None:
                yield {
                    **_name(table),
                    "table_name": table.name.table,
                    "column_name": column.name,
                    **_mask(column, column.mask),
                }


def dropped_columns(facts: Facts) -> Iterator[Row]:
    """system_schema.dropped_columns."""
    for table in _tables(facts.keyspaces):
        for column in table.dropped.values():
            yield {
                **_name(table),
                "table_name": table.name.table,
                "column_name": column.name,
                "dropped_time": column.time_us // 1000,
                "kind": "static" if column.static else "regular",
                "type": schema_text(column.type),
            }


def indexes(facts: Facts) -> Iterator[Row]:
    """system_schema.indexes."""
    for table in _tables(facts.keyspaces):
        for index in table.indexes.values():
            yield {
                **_name(table),
                "table_name": table.name.table,
                "index_name": index.name,
                "kind": "CUSTOM" if index.using else "COMPOSITES",
                "options": _index_options(table, index),
            }


def types(facts: Facts) -> Iterator[Row]:
    """system_schema.types."""
    for keyspace in facts.keyspaces:
        for type_ in keyspace.types.values():
            yield {
                "keyspace_name": keyspace.name,
                "type_name": type_.name,
                "field_names": [name for name, _ in type_.fields],
                "field_types": [schema_text(inner) for _, inner in type_.fields],
            }


def built_views(facts: Facts) -> Iterator[Row]:
    """system.built_views: a view is built when it is made."""
    for keyspace in facts.keyspaces:
        for name in keyspace.views:
            yield {"keyspace_name": keyspace.name, "view_name": name, "status_replicated": True}


def built_indexes(facts: Facts) -> Iterator[Row]:
    """system."IndexInfo", whose table_name is a keyspace: every index is built, or looks like it."""
    for table in _tables(facts.keyspaces):
        for name in table.indexes:
            yield {"table_name": table.name.keyspace, "index_name": name}


def virtual_keyspaces(facts: Facts) -> Iterator[Row]:
    """system_virtual_schema.keyspaces."""
    for keyspace in facts.virtual_keyspaces:
        yield {"keyspace_name": keyspace.name}


def virtual_tables(facts: Facts) -> Iterator[Row]:
    """system_virtual_schema.tables."""
    for table in _tables(facts.virtual_keyspaces):
        yield {**_name(table), "table_name": table.name.table, "comment": ""}


def virtual_columns(facts: Facts) -> Iterator[Row]:
    """system_virtual_schema.columns."""
    return _columns(facts.virtual_keyspaces)


def _tables(all_keyspaces: list[Keyspace]) -> Iterator[Table]:
    for keyspace in all_keyspaces:
        yield from keyspace.tables.values()


def _name(table: Table) -> Row:
    return {"keyspace_name": table.name.keyspace}


def _columns(all_keyspaces: list[Keyspace]) -> Iterator[Row]:
    for keyspace in all_keyspaces:
        for table in (*keyspace.tables.values(), *keyspace.views.values()):
            for column in table.columns.values():
                yield {**_name(table), "table_name": table.name.table, **_column(column)}


def _column(column: ColumnSchema) -> Row:
    in_key = column.kind in ("partition_key", "clustering")
    order = "desc" if column.descending else "asc"
    return {
        "column_name": column.name,
        "clustering_order": order if column.kind == "clustering" else "none",
        "column_name_bytes": column.name.encode(),
        "kind": column.kind,
        "position": column.position if in_key else -1,
        "type": schema_text(column.type),
    }


def _options(table: Table) -> dict[str, Any]:
    options = {**effective(table.options), **GONE}
    for name, default in LATE_DEFAULTS.items():
        if options[name] == default:
            options[name] = None
    options["extensions"] = {}
    return options


def _index_options(table: Table, index: IndexSchema) -> Row:
    named = {"class_name": index.using} if index.using else {}
    return dict(sorted({**index.options, **named, "target": index_target_text(table, index)}.items()))


def _mask(column: ColumnSchema, mask: FunctionTerm) -> Row:
    return {
        "function_keyspace": mask.keyspace or "system",
        "function_name": mask.name,
        "function_argument_types": [_argument_type(column, mask, at) for at in range(len(mask.arguments))],
        "function_argument_values": [_spelled(term) for term in mask.arguments],
        "function_argument_nulls": [term == NULL for term in mask.arguments],
    }


def _argument_type(column: ColumnSchema, mask: FunctionTerm, at: int) -> str:
    if mask.name == "mask_replace":
        return schema_text(column.type)
    return ScalarType("int" if mask.name in ("mask_inner", "mask_outer") and at < 2 else "text").text()


def _spelled(term: Term) -> str:
    if term == NULL:
        return ""
    return term.value if isinstance(term, Constant) else term.text()
