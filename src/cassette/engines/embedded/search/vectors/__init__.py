"""Vector indexes: the rows nearest to a vector.

SQLite holds the truth, in the rows and in a log of changes:

    i12 (change, row)    the change that gave a row the vector it has; a row's earlier change is gone

What is in memory is a cache that can always be made again. Each vector in it is known by its change, so
an answer out of an older cache names changes that are gone, and these find no row. A change that is newer
than the cache is replayed before a query looks.

    near.py      how near two vectors are, for each similarity function
    fresh.py     vectors compared one by one: all of them while they are few, later those that are new
    graph.py     the others, in an HNSW graph
    cache.py     both of them, kept in step with the log and saved beside the database file
    keeper.py    the log, as rows are written

docs/decisions/0009 has what was measured and weighed.
"""
