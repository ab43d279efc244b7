"""Ranges of clustering keys that a DELETE names, and what is remembered of them.

    DELETE … WHERE p = 1                          the whole partition: no range
    DELETE … WHERE p = 1 AND a = 2                (2,) <= (a,) <= (2,)
    DELETE … WHERE p = 1 AND a = 2 AND b > 3      (2, 3) < (a, b) and (a,) <= (2,)

An end is compared with as many clustering columns as it has values, by the values: the order in which a
column is clustered does not matter.
"""

from collections.abc import Sequence
from typing import NamedTuple

import apsw
import msgspec

from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.predicate import SqlValues


class Range(NamedTuple):
    """Clustering keys between two ends, each kept as in a row; an end without values is open."""

    low: SqlValues = ()
    includes_low: bool = True
    high: SqlValues = ()
    includes_high: bool = True


WHOLE = Range()
US_IN_S = 1_000_000
encode = msgspec.msgpack.Encoder().encode


def decode(data: bytes) -> Range:
    """Read what `encode` wrote."""
    low, includes_low, high, includes_high = msgspec.msgpack.decode(data)
    return Range(tuple(low), includes_low, tuple(high), includes_high)


def covers(deleted: Range, clustering: SqlValues, places: Sequence[Place]) -> bool:
    """Whether a row with these clustering values is in a range."""
    low, includes_low, high, includes_high = deleted
    if low:
        sign = _compare(clustering, low, places)
        if sign < 0 or (sign == 0 and not includes_low):
            return False
    if high:
        sign = _compare(clustering, high, places)
        if sign > 0 or (sign == 0 and not includes_high):
            return False
    return True


def _compare(values: SqlValues, end: SqlValues, places: Sequence[Place]) -> int:
    for value, other, place in zip(values, end, places, strict=False):
        if place.kept.collation == "RTRIM" and isinstance(value, str) and isinstance(other, str):
            value, other = value.rstrip(" "), other.rstrip(" ")
        if value != other:
            return -1 if value < other else 1  # type: ignore[operator]
    return 0


def condition(deleted: Range, places: Sequence[Place]) -> tuple[str, SqlValues]:
    """Say in SQL which rows are in a range; nothing for all."""
    text = ""
    for end, sign in (
        (deleted.low, ">=" if deleted.includes_low else ">"),
        (deleted.high, "<=" if deleted.includes_high else "<"),
    ):
        if end:
            names = ", ".join(place.sql for place in places[: len(end)])
            text += f" AND ({names}) {sign} ({', '.join('?' * len(end))})"
    return text, (*deleted.low, *deleted.high)


class RangeStore:
    """Reads and writes the deleted ranges of one table's partitions; a whole partition is the range without ends."""

    def __init__(self, layout: Layout) -> None:
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.partition)])
        names = ", ".join(["token", *(place.sql for place in layout.partition)])
        markers = ", ".join("?" * (1 + len(layout.partition)))
        self._find = f"SELECT range, time FROM {layout.ranges_sql} WHERE {where}"
        self._add = (
            f"INSERT INTO {layout.ranges_sql} ({names}, range, time, gone) VALUES ({markers}, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET time = excluded.time, gone = excluded.gone WHERE excluded.time > time"
        )

    def find(self, connection: apsw.Connection, partition: SqlValues) -> list[tuple[Range, int]]:
        """Give the deleted ranges of a partition, each with its write time."""
        return [(decode(data), time_us) for data, time_us in connection.execute(self._find, partition)]

    def add(self, connection: apsw.Connection, partition: SqlValues, deleted: Range, time_us: int, now_s: int) -> None:
        """Remember that a range was deleted."""
        connection.execute(self._add, (*partition, encode(deleted), time_us, now_s))


class Eraser:
    """Deletes ranges in a table whose cells need not be read: what is deleted now is later than all that is there."""

    def __init__(self, layout: Layout) -> None:
        where = " AND ".join(["token = ?", *(f"{place.sql} = ?" for place in layout.partition)])
        self._clustering = layout.key[len(layout.partition) :]
        self._delete = f"DELETE FROM {layout.sql} WHERE {where}"
        self._delete_static = f"DELETE FROM {layout.static_sql} WHERE {where}" if layout.has_static else None
        self._garbage = layout.garbage
        self._ranges = RangeStore(layout)

    def erase(self, connection: apsw.Connection, partition: SqlValues, deleted: Range, time_us: int) -> None:
        """Delete a range of a partition; the whole partition with what is static."""
        text, values = condition(deleted, self._clustering)
        connection.execute(self._delete + text, (*partition, *values))
        gone = connection.changes()
        if deleted == WHOLE and self._delete_static is not None:
            connection.execute(self._delete_static, partition)
            gone += connection.changes()
        if gone:
            self._garbage.add(connection, gone)
        self._ranges.add(connection, partition, deleted, time_us, time_us // US_IN_S)
