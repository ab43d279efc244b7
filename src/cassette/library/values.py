"""Values as Python programs like them, from the engine's native ones.

    timestamp   datetime in UTC; the milliseconds as an int where datetime ends (years 1 to 9999)
    date        datetime.date; the days since 1970 as an int beyond those years
    time        Time: the nanoseconds since midnight, an int that knows how it is written

All other values are native Python already, and these three are found inside collections, tuples and user types too.
In the other direction every type takes both forms by itself.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.scalar import TYPES
from cassette.cql.types.user import UserType

Natural = Callable[[Any], Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
LAST_ORDINAL = date.max.toordinal()
MILLISECOND = timedelta(milliseconds=1)
FIRST_MS = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MILLISECOND
LAST_MS = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MILLISECOND


class Time(int):
    """A time of day in nanoseconds since midnight; `datetime.time` would lose the last three digits."""

    def time(self) -> time:
        """Give it as `datetime.time`, cut to microseconds."""
        seconds, nanoseconds = divmod(int(self), 10**9)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60, nanoseconds // 1000)

    def __str__(self) -> str:
        return str(TYPES["time"].to_json(int(self)))

    def __repr__(self) -> str:
        return f"Time({int(self)})"


def _timestamp(value: int) -> datetime | int:
    return EPOCH + value * MILLISECOND if FIRST_MS <= value <= LAST_MS else value


def _date(value: int) -> date | int:
    ordinal = value + EPOCH_ORDINAL
    return date.fromordinal(ordinal) if 1 <= ordinal <= LAST_ORDINAL else value


SCALARS: dict[str, Natural] = {"date": _date, "time": Time, "timestamp": _timestamp}


@lru_cache(maxsize=1024)
def natural(cql_type: CqlType) -> Natural | None:
    """Give the function that makes native values natural; None for types whose values are so already."""
    match cql_type:
        case ScalarType(name):
            return SCALARS.get(name)
        case FrozenType(inner):
            return natural(inner)
        case ListType(items) | VectorType(items):
            return _many(natural(items), list)
        case SetType(items):
            return _many(natural(items), set)
        case MapType(keys, values):
            return _map(natural(keys), natural(values))
        case TupleType(items):
            return _tuple([natural(item) for item in items])
        case UserType(fields=fields):
            return _fields({name: found for name, inner in fields if (found := natural(inner)) is not None})
    return None


def _many(item: Natural | None, shape: Callable[[Any], Any]) -> Natural | None:
    return None if item is None else lambda value: shape(map(item, value))


def _map(key: Natural | None, item: Natural | None) -> Natural | None:
    if key is None and item is None:
        return None
    of_key, of_item = key or _same, item or _same
    return lambda value: {of_key(name): None if one is None else of_item(one) for name, one in value.items()}


def _tuple(items: list[Natural | None]) -> Natural | None:
    if not any(items):
        return None
    of_items = [item or _same for item in items]
    return lambda value: tuple(None if one is None else item(one) for item, one in zip(of_items, value, strict=False))


def _fields(changed: dict[str, Natural]) -> Natural | None:
    if not changed:
        return None
    return lambda value: {
        name: changed[name](one) if name in changed and one is not None else one for name, one in value.items()
    }


def _same(value: Any) -> Any:
    return value
