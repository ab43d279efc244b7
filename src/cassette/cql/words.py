"""The words that CQL keeps for itself: a name spelled like one of them must be quoted.

Source: what Apache Cassandra 5.0.6 takes for the name of a column and what it refuses. The appendix of its
documentation lists default, mbean, mbeans, replace and unset as well, which it takes.
"""

SPELLED = """
    add allow alter and apply asc authorize batch begin by columnfamily create delete desc
    describe drop entries execute false from full grant if in index infinity insert into is keyspace limit
    materialized modify nan norecursive not null of on or order primary rename
    revoke schema select set table to token true truncate unlogged update use using view where with
"""

RESERVED = frozenset(SPELLED.split())
