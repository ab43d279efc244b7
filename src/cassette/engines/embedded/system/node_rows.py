"""The rows of system.local and its like: who answers here. There is one node, so there are no peers."""

from collections.abc import Iterator, Mapping
from typing import Any

from cassette.engines.embedded.system.facts import CLUSTER, FIRST_TOKEN, LAST_TOKEN, Facts

Row = Mapping[str, Any]

ADDRESS = "127.0.0.1"
CQL_PORT, INTERNAL_PORT = 9042, 7000
RELEASE, CQL_VERSION, PROTOCOL = "5.0.6", "3.4.7", "5"
"""What Cassandra this is like."""
PARTITIONER = "org.apache.cassandra.dht.Murmur3Partitioner"
MEAN_PARTITION_BYTES = 1_024


def local(facts: Facts) -> Iterator[Row]:
    """system.local."""
    yield {
        "key": "local",
        "bootstrapped": "COMPLETED",
        "broadcast_address": ADDRESS,
        "broadcast_port": INTERNAL_PORT,
        "cluster_name": CLUSTER,
        "cql_version": CQL_VERSION,
        "data_center": "datacenter1",
        "gossip_generation": facts.started_s,
        "host_id": facts.host,
        "listen_address": ADDRESS,
        "listen_port": INTERNAL_PORT,
        "native_protocol_version": PROTOCOL,
        "partitioner": PARTITIONER,
        "rack": "rack1",
        "release_version": RELEASE,
        "rpc_address": ADDRESS,
        "rpc_port": CQL_PORT,
        "schema_version": facts.schema_version,
        "tokens": {FIRST_TOKEN},
    }


def settings(facts: Facts) -> Iterator[Row]:
    """system_views.settings: those that tools ask for."""
    yield {"name": "cluster_name", "value": CLUSTER}
    yield {"name": "native_transport_port", "value": str(CQL_PORT)}
    yield {"name": "num_tokens", "value": "1"}
    yield {"name": "partitioner", "value": PARTITIONER}


def size_estimates(facts: Facts) -> Iterator[Row]:
    """system.size_estimates: one range, with all partitions."""
    for table, partitions in facts.partitions.items():
        yield {
            "keyspace_name": table.keyspace,
            "table_name": table.table,
            "range_start": FIRST_TOKEN,
            "range_end": LAST_TOKEN,
            "mean_partition_size": MEAN_PARTITION_BYTES,
            "partitions_count": partitions,
        }


def table_estimates(facts: Facts) -> Iterator[Row]:
    """system.table_estimates: the same for the range of this node, and for what it is the first to own."""
    for row in size_estimates(facts):
        for kind in ("local_primary", "primary"):
            yield {**row, "range_type": kind}


def sai_column_indexes(facts: Facts) -> Iterator[Row]:
    """system_views.sai_column_indexes."""
    for keyspace in facts.keyspaces:
        for table in keyspace.tables.values():
            for index in table.indexes.values():
                if index.using:
                    column = table.columns[index.target.column]
                    yield {
                        "keyspace_name": keyspace.name,
                        "index_name": index.name,
                        "analyzer": "NoOpAnalyzer",
                        "column_name": column.name,
                        "is_building": False,
                        "is_queryable": True,
                        "is_string": column.type.text() in ("text", "ascii"),
                        "table_name": table.name.table,
                    }
