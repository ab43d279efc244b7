"""The tables of the system's keyspaces, as drivers and tools know them.

What there is nothing to tell of in one box stays empty. Source: Apache Cassandra 5.0.6, system_schema.columns.
"""

from collections.abc import Mapping

REPLICATION: Mapping[str, Mapping[str, str]] = {
    "system": {"class": "LocalStrategy"},
    "system_auth": {"class": "SimpleStrategy", "replication_factor": "1"},
    "system_distributed": {"class": "SimpleStrategy", "replication_factor": "3"},
    "system_schema": {"class": "LocalStrategy"},
    "system_traces": {"class": "SimpleStrategy", "replication_factor": "2"},
    "system_views": {},
    "system_virtual_schema": {},
}
"""Every keyspace of the system, with its replication; the last two are virtual and have none."""

VIRTUAL = ("system_views", "system_virtual_schema")
"""Keyspaces whose tables system_virtual_schema tells of, instead of system_schema."""

OPTIONS: Mapping[str, Mapping[str, object]] = {
    "system": {"gc_grace_seconds": 0, "memtable_flush_period_in_ms": 3_600_000},
    "system_auth": {"gc_grace_seconds": 7_776_000},
    "system_schema": {"gc_grace_seconds": 604_800, "memtable_flush_period_in_ms": 3_600_000},
    "system_traces": {"gc_grace_seconds": 0},
}
"""Options of all tables of a keyspace, where they are not the usual ones."""

COMMENTS: Mapping[str, str] = {
    "aggregates": "user defined aggregate definitions",
    "column_masks": "column dynamic data masks",
    "columns": "column definitions",
    "dropped_columns": "dropped column registry",
    "functions": "user defined function definitions",
    "indexes": "secondary index definitions",
    "keyspaces": "keyspace definitions",
    "tables": "table definitions",
    "triggers": "trigger definitions",
    "types": "user defined type definitions",
    "views": "view definitions",
}
"""What DESCRIBE says of the tables of system_schema."""

TABLES: Mapping[str, str] = {
    "system": """
    "IndexInfo" (table_name text, index_name text, value blob, PRIMARY KEY (table_name, index_name));
    available_ranges (keyspace_name text, ranges set<blob>, PRIMARY KEY (keyspace_name));
    available_ranges_v2 (keyspace_name text, full_ranges set<blob>, transient_ranges set<blob>, PRIMARY KEY
        (keyspace_name));
    batches (id timeuuid, mutations list<blob>, version int, PRIMARY KEY (id));
    built_views (keyspace_name text, view_name text, status_replicated boolean, PRIMARY KEY (keyspace_name,
        view_name));
    compaction_history (id timeuuid, bytes_in bigint, bytes_out bigint, columnfamily_name text, compacted_at
        timestamp, compaction_properties frozen<map<text, text>>, keyspace_name text, rows_merged map<int,
        bigint>, PRIMARY KEY (id));
    local (key text, bootstrapped text, broadcast_address inet, broadcast_port int, cluster_name text,
        cql_version text, data_center text, gossip_generation int, host_id uuid, listen_address inet,
        listen_port int, native_protocol_version text, partitioner text, rack text, release_version text,
        rpc_address inet, rpc_port int, schema_version uuid, tokens set<text>, truncated_at map<uuid, blob>,
        PRIMARY KEY (key));
    paxos (row_key blob, cf_id uuid, in_progress_ballot timeuuid, in_progress_read_ballot timeuuid,
        most_recent_commit blob, most_recent_commit_at timeuuid, most_recent_commit_version int, proposal blob,
        proposal_ballot timeuuid, proposal_version int, PRIMARY KEY (row_key, cf_id));
    paxos_repair_history (keyspace_name text, table_name text, points frozen<list<frozen<tuple<blob,
        timeuuid>>>>, PRIMARY KEY (keyspace_name, table_name));
    peer_events (peer inet, hints_dropped map<timeuuid, int>, PRIMARY KEY (peer));
    peer_events_v2 (peer inet, peer_port int, hints_dropped map<timeuuid, int>, PRIMARY KEY (peer, peer_port));
    peers (peer inet, data_center text, host_id uuid, preferred_ip inet, rack text, release_version text,
        rpc_address inet, schema_version uuid, tokens set<text>, PRIMARY KEY (peer));
    peers_v2 (peer inet, peer_port int, data_center text, host_id uuid, native_address inet, native_port int,
        preferred_ip inet, preferred_port int, rack text, release_version text, schema_version uuid, tokens
        set<text>, PRIMARY KEY (peer, peer_port));
    prepared_statements (prepared_id blob, logged_keyspace text, query_string text, PRIMARY KEY (prepared_id));
    repairs (parent_id timeuuid, cfids set<uuid>, coordinator inet, coordinator_port int, last_update timestamp,
        participants set<inet>, participants_wp set<text>, ranges set<blob>, repaired_at timestamp, started_at
        timestamp, state int, PRIMARY KEY (parent_id));
    size_estimates (keyspace_name text, table_name text, range_start text, range_end text, mean_partition_size
        bigint, partitions_count bigint, PRIMARY KEY (keyspace_name, table_name, range_start, range_end));
    sstable_activity (keyspace_name text, columnfamily_name text, generation int, rate_120m double, rate_15m
        double, PRIMARY KEY ((keyspace_name, columnfamily_name, generation)));
    sstable_activity_v2 (keyspace_name text, table_name text, id text, rate_120m double, rate_15m double,
        PRIMARY KEY ((keyspace_name, table_name, id)));
    table_estimates (keyspace_name text, table_name text, range_type text, range_start text, range_end text,
        mean_partition_size bigint, partitions_count bigint, PRIMARY KEY (keyspace_name, table_name, range_type,
        range_start, range_end));
    top_partitions (keyspace_name text, table_name text, top_type text, last_update timestamp, top
        frozen<list<frozen<tuple<text, bigint>>>>, PRIMARY KEY (keyspace_name, table_name, top_type));
    transferred_ranges (operation text, keyspace_name text, peer inet, ranges set<blob>, PRIMARY KEY
        ((operation, keyspace_name), peer));
    transferred_ranges_v2 (operation text, keyspace_name text, peer inet, peer_port int, ranges set<blob>,
        PRIMARY KEY ((operation, keyspace_name), peer, peer_port));
    view_builds_in_progress (keyspace_name text, view_name text, start_token text, end_token text, keys_built
        bigint, last_token text, PRIMARY KEY (keyspace_name, view_name, start_token, end_token));
    """,
    "system_auth": """
    cidr_groups (cidr_group text, cidrs frozen<set<frozen<tuple<inet, smallint>>>>, PRIMARY KEY (cidr_group));
    cidr_permissions (role text, cidr_groups frozen<set<text>>, PRIMARY KEY (role));
    identity_to_role (identity text, role text, PRIMARY KEY (identity));
    network_permissions (role text, dcs frozen<set<text>>, PRIMARY KEY (role));
    resource_role_permissons_index (resource text, role text, PRIMARY KEY (resource, role));
    role_members (role text, member text, PRIMARY KEY (role, member));
    role_permissions (role text, resource text, permissions set<text>, PRIMARY KEY (role, resource));
    roles (role text, can_login boolean, is_superuser boolean, member_of set<text>, salted_hash text, PRIMARY
        KEY (role));
    """,
    "system_distributed": """
    parent_repair_history (parent_id timeuuid, columnfamily_names set<text>, exception_message text,
        exception_stacktrace text, finished_at timestamp, keyspace_name text, options map<text, text>,
        requested_ranges set<text>, started_at timestamp, successful_ranges set<text>, PRIMARY KEY (parent_id));
    partition_denylist (ks_name text, table_name text, key blob, PRIMARY KEY ((ks_name, table_name), key));
    repair_history (keyspace_name text, columnfamily_name text, id timeuuid, coordinator inet, coordinator_port
        int, exception_message text, exception_stacktrace text, finished_at timestamp, parent_id timeuuid,
        participants set<inet>, participants_v2 set<text>, range_begin text, range_end text, started_at
        timestamp, status text, PRIMARY KEY ((keyspace_name, columnfamily_name), id));
    view_build_status (keyspace_name text, view_name text, host_id uuid, status text, PRIMARY KEY
        ((keyspace_name, view_name), host_id));
    """,
    "system_schema": """
    aggregates (keyspace_name text, aggregate_name text, argument_types frozen<list<text>>, final_func text,
        initcond text, return_type text, state_func text, state_type text, PRIMARY KEY (keyspace_name,
        aggregate_name, argument_types));
    column_masks (keyspace_name text, table_name text, column_name text, function_argument_nulls
        frozen<list<boolean>>, function_argument_types frozen<list<text>>, function_argument_values
        frozen<list<text>>, function_keyspace text, function_name text, PRIMARY KEY (keyspace_name, table_name,
        column_name));
    columns (keyspace_name text, table_name text, column_name text, clustering_order text, column_name_bytes
        blob, kind text, position int, type text, PRIMARY KEY (keyspace_name, table_name, column_name));
    dropped_columns (keyspace_name text, table_name text, column_name text, dropped_time timestamp, kind text,
        type text, PRIMARY KEY (keyspace_name, table_name, column_name));
    functions (keyspace_name text, function_name text, argument_types frozen<list<text>>, argument_names
        frozen<list<text>>, body text, called_on_null_input boolean, language text, return_type text, PRIMARY
        KEY (keyspace_name, function_name, argument_types));
    indexes (keyspace_name text, table_name text, index_name text, kind text, options frozen<map<text, text>>,
        PRIMARY KEY (keyspace_name, table_name, index_name));
    keyspaces (keyspace_name text, durable_writes boolean, replication frozen<map<text, text>>, PRIMARY KEY
        (keyspace_name));
    tables (keyspace_name text, table_name text, additional_write_policy text, allow_auto_snapshot boolean,
        bloom_filter_fp_chance double, caching frozen<map<text, text>>, cdc boolean, comment text, compaction
        frozen<map<text, text>>, compression frozen<map<text, text>>, crc_check_chance double,
        dclocal_read_repair_chance double, default_time_to_live int, extensions frozen<map<text, blob>>, flags
        frozen<set<text>>, gc_grace_seconds int, id uuid, incremental_backups boolean, max_index_interval int,
        memtable text, memtable_flush_period_in_ms int, min_index_interval int, read_repair text,
        read_repair_chance double, speculative_retry text, PRIMARY KEY (keyspace_name, table_name));
    triggers (keyspace_name text, table_name text, trigger_name text, options frozen<map<text, text>>, PRIMARY
        KEY (keyspace_name, table_name, trigger_name));
    types (keyspace_name text, type_name text, field_names frozen<list<text>>, field_types frozen<list<text>>,
        PRIMARY KEY (keyspace_name, type_name));
    views (keyspace_name text, view_name text, additional_write_policy text, allow_auto_snapshot boolean,
        base_table_id uuid, base_table_name text, bloom_filter_fp_chance double, caching frozen<map<text,
        text>>, cdc boolean, comment text, compaction frozen<map<text, text>>, compression frozen<map<text,
        text>>, crc_check_chance double, dclocal_read_repair_chance double, default_time_to_live int, extensions
        frozen<map<text, blob>>, gc_grace_seconds int, id uuid, include_all_columns boolean, incremental_backups
        boolean, max_index_interval int, memtable text, memtable_flush_period_in_ms int, min_index_interval int,
        read_repair text, read_repair_chance double, speculative_retry text, where_clause text, PRIMARY KEY
        (keyspace_name, view_name));
    """,
    "system_traces": """
    events (session_id uuid, event_id timeuuid, activity text, source inet, source_elapsed int, source_port int,
        thread text, PRIMARY KEY (session_id, event_id));
    sessions (session_id uuid, client inet, command text, coordinator inet, coordinator_port int, duration int,
        parameters map<text, text>, request text, started_at timestamp, PRIMARY KEY (session_id));
    """,
    "system_views": """
    clients (address inet, port int, client_options frozen<map<text, text>>, connection_stage text, driver_name
        text, driver_version text, hostname text, keyspace_name text, protocol_version int, request_count
        bigint, ssl_cipher_suite text, ssl_enabled boolean, ssl_protocol text, username text, PRIMARY KEY
        (address, port));
    sai_column_indexes (keyspace_name text, index_name text, analyzer text, column_name text, is_building
        boolean, is_queryable boolean, is_string boolean, table_name text, PRIMARY KEY (keyspace_name,
        index_name));
    settings (name text, value text, PRIMARY KEY (name));
    system_properties (name text, value text, PRIMARY KEY (name));
    """,
    "system_virtual_schema": """
    columns (keyspace_name text, table_name text, column_name text, clustering_order text, column_name_bytes
        blob, kind text, position int, type text, PRIMARY KEY (keyspace_name, table_name, column_name));
    keyspaces (keyspace_name text, PRIMARY KEY (keyspace_name));
    tables (keyspace_name text, table_name text, comment text, PRIMARY KEY (keyspace_name, table_name));
    """,
}
"""The columns and keys of the tables of each keyspace, each ended by a semicolon."""
