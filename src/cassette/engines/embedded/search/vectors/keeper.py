"""The log of a vector index: which change gave a row its vector.

A change of a row takes the place of the row's earlier one; changes are never numbered twice. A row that
goes leaves its change behind, which then finds no row, until the sweeper takes it away.
"""

from dataclasses import dataclass

import apsw

from cassette.engines.embedded.values import SqliteValue
from cassette.errors import InvalidRequest

NOTHING = b"\x00\x80"
"""The bytes of 0.0 and -0.0."""


@dataclass(frozen=True, slots=True)
class VectorKeeper:
    """Keeps the log of the vector index in the SQLite table `sql`."""

    sql: str
    similarity: str

    @property
    def definition(self) -> str:
        """The SQL that makes the log."""
        return f"CREATE TABLE {self.sql} (change INTEGER PRIMARY KEY AUTOINCREMENT, row INTEGER NOT NULL UNIQUE)"

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns of the log beside the row."""
        return ("change",)

    def change(self, connection: apsw.Connection, row: int, old: SqliteValue, new: SqliteValue) -> None:
        """Note that a row has another vector. Raises InvalidRequest for one that the index cannot compare."""
        if self.similarity == "COSINE" and isinstance(new, bytes) and not new.translate(None, NOTHING):
            raise InvalidRequest("a vector of zeros has no direction: an index for cosine similarity does not take it")
        connection.execute(f"REPLACE INTO {self.sql} (row) VALUES (?)", (row,))

    def forget(self, connection: apsw.Connection, row: int) -> None:
        """Leave the change of a row that is gone: it finds nothing."""
