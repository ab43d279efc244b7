"""The words that CQL keeps for itself: a name spelled like one of them must be quoted.

Source: Apache Cassandra 5.0, CQL documentation, appendix A (reserved keywords).
"""

RESERVED = frozenset(
    "add allow alter and apply asc authorize batch begin by columnfamily create default delete desc "
    "describe drop entries execute from full grant if in index infinity insert into is keyspace limit "
    "materialized mbean mbeans modify nan norecursive not null of on or order primary rename replace "
    "revoke schema select set table to token truncate unlogged unset update use using view where with".split()
)
