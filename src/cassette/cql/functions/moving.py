"""Moving moments and days by a duration: months by the calendar, then days, then the clock.

31 January and one month is the last day of February.
"""

from cassette.cql.types import Duration
from cassette.cql.types.civil import date_of, days_of

DAY_MS = 86_400_000
MS_NS = 10**6
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_LIMIT = 1 << 31
MS_LIMIT = 1 << 63


def moved_days(days: int, months: int) -> int:
    """Move a day by months; a day that the month does not have becomes its last one."""
    if months == 0:
        return days
    year, month, day = date_of(days)
    years, month = divmod(year * 12 + month - 1 + months, 12)
    for last in range(min(day, MONTH_DAYS[month]), 0, -1):
        found = days_of(years, month + 1, last)
        if found is not None:
            return found
    raise AssertionError("a month without days")


def moved_date(days: int, by: Duration) -> int:
    """Move a day. Raises ValueError for a duration with hours in it, or where no date is."""
    if by.nanoseconds:
        raise ValueError("a date moves by whole days")
    found = moved_days(days, by.months) + by.days
    if not -DAYS_LIMIT <= found < DAYS_LIMIT:
        raise ValueError("the date is out of range")
    return found


def moved_timestamp(at_ms: int, by: Duration) -> int:
    """Move a moment. Raises ValueError for a duration finer than milliseconds, or where no timestamp is."""
    if by.nanoseconds % MS_NS:
        raise ValueError("a timestamp moves by whole milliseconds")
    days, ms = divmod(at_ms, DAY_MS)
    found = (moved_days(days, by.months) + by.days) * DAY_MS + ms + by.nanoseconds // MS_NS
    if not -MS_LIMIT <= found < MS_LIMIT:
        raise ValueError("the timestamp is out of range")
    return found
