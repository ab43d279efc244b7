"""Write times and ends, for the functions that ask for them: writetime, maxwritetime, ttl."""

from collections.abc import Callable
from typing import Any

from cassette.cql.types import CqlType, ListType, MapType, SetType
from cassette.engines.embedded.cells import details


def write_time(cql_type: CqlType, w: int | None, x: Any, ordinal: int, value: Any) -> Any:
    """Give the write time of a column in microseconds, None for null.

    Shape: for what is kept element by element a list in the elements' order; of a user type one for each
           field, None for those that are null. `value` is the column's value, read.
    """
    return _each(cql_type, value, x, ordinal, w, _time_of)


def time_to_live(cql_type: CqlType, x: Any, ordinal: int, value: Any, now_s: int) -> Any:
    """Give for how many more seconds a column lives, None for ever and for null; shaped like `write_time`."""

    def left(stamp: Any) -> int | None:
        return None if isinstance(stamp, int) else stamp[2] - now_s

    return _each(cql_type, value, x, ordinal, 0, left)


def max_write_time(cql_type: CqlType, w: int | None, x: Any, ordinal: int, value: Any) -> int | None:
    """Give the greatest of a column's write times, None for null."""
    found = write_time(cql_type, w, x, ordinal, value)
    if not isinstance(found, list):
        return found  # type: ignore[no-any-return]
    return max((time for time in found if time is not None), default=None)


def _time_of(stamp: Any) -> int:
    found: int = stamp if isinstance(stamp, int) else stamp[0]
    return found


def _each(
    cql_type: CqlType, value: Any, x: Any, ordinal: int, usual: int | None, read: Callable[[Any], int | None]
) -> Any:
    if value is None:
        return None
    detail = details.decode(x).get(ordinal) if isinstance(x, bytes) else None
    if not cql_type.multicell:
        return read(usual if detail is None else detail)
    is_user = not isinstance(cql_type, ListType | SetType | MapType)
    count = sum(one is not None for one in value.values()) if is_user else len(value)
    stamps = usual if detail is None else detail[1]
    found = [read(stamp) for stamp in (stamps if isinstance(stamps, list) else [stamps] * count)]
    if not is_user:
        return found
    rest = iter(found)
    return [None if value.get(name) is None else next(rest) for name, _ in cql_type.fields]  # type: ignore[attr-defined]
