"""How CQL values are kept in SQLite: in rows, in keys, inside collections, and in indexes.

In a clustering column and in an index a value is kept so that SQLite compares it as CQL does; in a row so
that it comes back exactly; a collection is one MessagePack blob in its row.
"""

from cassette.engines.embedded.values.in_key import kept_in_key, kept_in_partition
from cassette.engines.embedded.values.kept import kept
from cassette.engines.embedded.values.way import Kept, SqliteValue

__all__ = ["Kept", "SqliteValue", "kept", "kept_in_key", "kept_in_partition"]
