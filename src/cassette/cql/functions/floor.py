"""`floor(time, duration [, start])`: the beginning of the span of time that a time is in.

SELECT floor(at, 1h), count(*) FROM t WHERE id = 1 GROUP BY id, floor(at, 1h)

Spans are counted from the start, 1970 (midnight for a time of day) where none is given.
Source: Cassandra 5.0, cql3/functions/TimeFcts and cql3/Duration.
"""

from bisect import bisect_right
from collections.abc import Callable
from typing import Any
from uuid import UUID

from cassette.cql.functions.function import Function
from cassette.cql.functions.moving import DAY_MS, MS_NS, moved_days
from cassette.cql.functions.time_uuids import milliseconds
from cassette.cql.types import Duration, ScalarType
from cassette.cql.types.civil import date_of
from cassette.errors import InvalidRequest

DAY_NS = DAY_MS * MS_NS
MOST_STEPS = 10_000


def _check(by: Duration, unit_ns: int, what: str) -> None:
    if min(by) < 0:
        raise InvalidRequest("floor takes no duration below zero")
    if by.nanoseconds % unit_ns:
        raise InvalidRequest(f"floor of a {what} takes no duration that is finer than the {what}")


def _floor_timestamp(at_ms: int, by: Duration, start_ms: int = 0) -> int:
    """Give the beginning of a moment's span. Raises InvalidRequest for a duration or a start that cannot be."""
    _check(by, MS_NS, "timestamp")
    if start_ms > at_ms:
        raise InvalidRequest("floor has a start behind the time")
    fixed_ms = by.days * DAY_MS + by.nanoseconds // MS_NS
    if by.months == 0:
        return at_ms if fixed_ms == 0 else at_ms - (at_ms - start_ms) % fixed_ms
    return _floor_by_months(at_ms, by.months, fixed_ms, start_ms)


def _floor_by_months(at_ms: int, months: int, fixed_ms: int, start_ms: int) -> int:
    year, month, _ = date_of(at_ms // DAY_MS)
    days, rest_ms = divmod(start_ms, DAY_MS)
    start_year, start_month, _ = date_of(days)
    # as many spans as the calendar has months between the two: with the days in it that may be too many
    spans = ((year - start_year) * 12 + month - start_month) // months
    if fixed_ms == 0:
        # not checked against the time: the day and the hour of the start may lie behind it
        return moved_days(days, spans * months) * DAY_MS + rest_ms
    if spans > MOST_STEPS:
        # as many steps back as Cassandra takes would last for minutes
        spans = bisect_right(range(spans), at_ms, key=lambda n: moved_days(days, n * months) * DAY_MS + n * fixed_ms)
    days = moved_days(days, spans * months)
    while (found := days * DAY_MS + rest_ms + spans * fixed_ms) > at_ms:
        # a day that a month on the way does not have is lost for good
        spans, days = spans - 1, moved_days(days, -months)
    return max(found, start_ms)


def _floor_date(days: int, by: Duration, start_days: int = 0) -> int:
    _check(by, DAY_NS, "date")
    return _floor_timestamp(days * DAY_MS, by, start_days * DAY_MS) // DAY_MS


def _floor_timeuuid(at: UUID, by: Duration, start_ms: int = 0) -> int:
    return _floor_timestamp(milliseconds(at), by, start_ms)


def _floor_time(at_ns: int, by: Duration) -> int:
    _check(by, 1, "time")
    if by.months or by.days or by.nanoseconds > DAY_NS:
        raise InvalidRequest("floor of a time takes durations of less than a day")
    return at_ns if by.nanoseconds == 0 else at_ns - at_ns % by.nanoseconds


def _function(call: Callable[..., Any], result: str, *arguments: str) -> Function:
    types = tuple(map(ScalarType, arguments))
    return Function(name="floor", arguments=types, result=ScalarType(result), call=call)


FLOOR = (
    _function(_floor_timeuuid, "timestamp", "timeuuid", "duration"),
    _function(_floor_timeuuid, "timestamp", "timeuuid", "duration", "timestamp"),
    _function(_floor_timestamp, "timestamp", "timestamp", "duration"),
    _function(_floor_timestamp, "timestamp", "timestamp", "duration", "timestamp"),
    _function(_floor_date, "date", "date", "duration"),
    _function(_floor_date, "date", "date", "duration", "date"),
    _function(_floor_time, "time", "time", "duration"),
)
