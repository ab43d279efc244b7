"""Candidates: the rows that a ranked SELECT may choose from, and the ways to them in SQL."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

from cassette.engines.embedded.plan.predicate import Sql, SqlValues


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the WHERE of a ranked SELECT comes to, given its values.

    table    the SQLite table of the rows, called t in all SQL
    joins    what else the SQL needs behind it, such as a LEFT JOIN of the static row
    checks   what every row has to pass
    source   the rows that may pass, as SQL that gives their numbers as `row`; None: the whole table
    rest     what the rows of the source have to pass still
    visits   about how many rows the source has, or the checks leave
    """

    table: str
    joins: str = ""
    checks: Sequence[Sql] = ()
    source: Sql | None = None
    rest: Sequence[Sql] = field(default=())
    visits: int = 0

    def every(self, columns: str, condition: str) -> Sql:
        """Give the SQL that goes through all of them, by the source if there is one."""
        if self.source is None:
            return self._finished(f"SELECT {columns} FROM {self.table} t{self.joins}", (), self.checks, condition)
        start = f"SELECT {columns} FROM ({self.source.text}) f CROSS JOIN {self.table} t ON t.row = f.row{self.joins}"
        return self._finished(start, self.source.values, self.rest, condition)

    def among(self, columns: str, joined: str, values: SqlValues, condition: str) -> Sql:
        """Give the SQL that looks at rows from elsewhere: `joined` is a FROM that ends with the table as t."""
        return self._finished(f"SELECT {columns} FROM {joined}{self.joins}", values, self.checks, condition)

    @staticmethod
    def _finished(start: str, before: SqlValues, checks: Sequence[Sql], condition: str) -> Sql:
        where = " AND ".join([condition, *(check.text for check in checks)])
        return Sql(f"{start} WHERE {where}", (*before, *(value for check in checks for value in check.values)))

    def read(self, connection: apsw.Connection, rows: Iterable[int], columns: str) -> list[Any]:
        """Read columns of rows by their numbers, in the order of the numbers given."""
        listed = json.dumps(list(rows))
        text = f"SELECT {columns} FROM json_each(?) j CROSS JOIN {self.table} t ON t.row = j.value{self.joins}"
        return connection.execute(f"{text} ORDER BY j.key", (listed,)).fetchall()
