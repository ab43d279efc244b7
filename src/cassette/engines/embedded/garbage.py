"""Index entries that were left behind.

A row that is deleted, or replaced by one with few values in common, leaves its index entries where they
are: taking each away at once would touch a page for each. The row's number is never used again, so what
is left behind finds no row any more. It costs space and a look, until the sweeper takes it away.
"""

from collections.abc import Callable

import apsw

NOTED_EVERY = 1_000
"""How many left rows there are between two notes on disk: what a crash can make us forget."""


class Garbage:
    """Counts, for one table, the rows whose index entries are left behind."""

    def __init__(self, table_number: int, rows: int, noted: Callable[["Garbage"], None]) -> None:
        self.table_number = table_number
        self.rows = rows
        self._noted = noted

    def add(self, connection: apsw.Connection, rows: int = 1) -> None:
        """Count more; now and then, note it in the catalog and tell whoever sweeps."""
        before = self.rows
        self.rows += rows
        if self.rows // NOTED_EVERY != before // NOTED_EVERY:
            self.note(connection)
            self._noted(self)

    def grow_to(self, rows: int) -> None:
        """Take over what another catalog has counted and noted, and tell whoever sweeps."""
        if rows > self.rows:
            self.rows = rows
            self._noted(self)

    def note(self, connection: apsw.Connection) -> None:
        """Write the count down."""
        connection.execute("UPDATE cassette_tables SET garbage = ? WHERE number = ?", (self.rows, self.table_number))
