"""The FTS5 table of a text index: the terms of each row's text, without the text.

i12 (rowid: the number of the row, terms)
"""

from dataclasses import dataclass

import apsw

from cassette.engines.embedded.search.texts import stored
from cassette.engines.embedded.search.texts.analyzers import analyzer
from cassette.engines.embedded.values import SqliteValue


@dataclass(frozen=True, slots=True)
class TextKeeper:
    """Keeps the text index in the FTS5 table `sql`; `option` is its index_analyzer."""

    sql: str
    option: str

    @property
    def definition(self) -> str:
        """The SQL that makes the table."""
        options = f"content='', contentless_delete=1, tokenize='{stored.TOKENIZER}'"
        return f"CREATE VIRTUAL TABLE {self.sql} USING fts5(terms, {options})"

    @property
    def fields(self) -> tuple[str, ...]:
        """None: a row that is gone takes its terms with it."""
        return ()

    def change(self, connection: apsw.Connection, row: int, old: SqliteValue, new: SqliteValue) -> None:
        """Note that a row has another text."""
        if old is not None:
            self.forget(connection, row)
        if new is not None:
            connection.execute(
                f"INSERT INTO {self.sql} (rowid, terms) VALUES (?, ?)", (row, stored.document(self.analyze(str(new))))
            )

    def forget(self, connection: apsw.Connection, row: int) -> None:
        """Take the terms of a row away."""
        connection.execute(f"DELETE FROM {self.sql} WHERE rowid = ?", (row,))

    def analyze(self, text: str) -> list[str]:
        """Take a text apart into terms."""
        return analyzer(self.option)(text)
