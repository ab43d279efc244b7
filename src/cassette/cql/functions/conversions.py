"""Times out of times: `to_date(…)`, `to_timestamp(…)`, `to_unix_timestamp(…)` of a timeuuid, timestamp or date."""

from collections.abc import Callable
from typing import Any

from cassette.cql.functions.function import Function
from cassette.cql.functions.time_uuids import milliseconds
from cassette.cql.types import ScalarType
from cassette.errors import InvalidRequest

SECOND_MS, DAY_S = 1000, 86_400
DAY_MS = 86_400_000
DAYS_LIMIT = 1 << 31


def day_of(at_ms: int) -> int:
    """Give the day of a moment. Raises InvalidRequest where no date is."""
    # as Cassandra does it: down to the second, but towards 1970 to the day, so 31 December 1969 has no hours
    seconds = at_ms // SECOND_MS
    days = seconds // DAY_S if seconds >= 0 else -(-seconds // DAY_S)
    if not -DAYS_LIMIT <= days < DAYS_LIMIT:
        raise InvalidRequest("the timestamp is out of the range of dates")
    return days


def start_of(days: int) -> int:
    """Give the first moment of a day."""
    return days * DAY_MS


def as_it_is(value: Any) -> Any:
    """Give the value back."""
    return value


def _function(name: str, argument: str, result: str, call: Callable[[Any], Any]) -> Function:
    return Function(name=name, arguments=(ScalarType(argument),), result=ScalarType(result), call=call)


TO_DATE = (
    _function("to_date", "timeuuid", "date", lambda value: day_of(milliseconds(value))),
    _function("to_date", "timestamp", "date", day_of),
)
TO_TIMESTAMP = (
    _function("to_timestamp", "timeuuid", "timestamp", milliseconds),
    _function("to_timestamp", "date", "timestamp", start_of),
)
TO_UNIX_TIMESTAMP = (
    _function("to_unix_timestamp", "timeuuid", "bigint", milliseconds),
    _function("to_unix_timestamp", "timestamp", "bigint", as_it_is),
    _function("to_unix_timestamp", "date", "bigint", start_of),
)
