"""The words that CQL keeps for itself: a name spelled like one of them must be quoted.

Source: Apache Cassandra 5.0, CQL documentation, appendix A (reserved keywords); `true` and `false`,
which are no keywords there, are constants before they could be names.
"""

SPELLED = """
    add allow alter and apply asc authorize batch begin by columnfamily create default delete desc
    describe drop entries execute false from full grant if in index infinity insert into is keyspace limit
    materialized mbean mbeans modify nan norecursive not null of on or order primary rename replace
    revoke schema select set table to token true truncate unlogged unset update use using view where with
"""

RESERVED = frozenset(SPELLED.split())
