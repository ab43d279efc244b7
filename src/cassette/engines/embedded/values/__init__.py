"""How CQL values are kept in SQLite: in rows, inside collections, and in indexes.

In an index a value is kept so that SQLite compares it as CQL does; in a row so that it comes back
exactly; a collection is one MessagePack blob in its row.
"""

from cassette.engines.embedded.values.kept import Kept, SqliteValue, kept

__all__ = ["Kept", "SqliteValue", "kept"]
