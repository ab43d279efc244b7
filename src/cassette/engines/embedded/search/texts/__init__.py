"""Text indexes: an analyzer takes a text apart into terms, FTS5 finds and ranks the rows that have them.

analyzers.py    which analyzer an index_analyzer option names, or describes in JSON
tokenizers.py   texts into terms
filters.py      terms into other terms
stored.py       how terms stand in FTS5, and in its queries
keeper.py       the FTS5 table, as rows are written
matching.py     column : 'text', and ORDER BY column BM25 OF 'text'
"""
