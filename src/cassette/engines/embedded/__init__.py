"""The embedded engine: CQL over one SQLite file.

    DIR/cassette.db         the truth: rows, index entries, schema
    DIR/cassette.db-wal     what was committed and not yet moved into the file

Read it from `engine.py` (what the contract promises) to `statements/` (how each statement is carried
out), `layout.py` (where a CQL table lives in SQLite), `values/` (how a value is kept), `writer.py`
(group commit), `checkpoint.py` (moving the log into the file).
"""

from cassette.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
