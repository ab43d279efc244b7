"""Days and years: the calendar of today carried back and forth without end.

Python's own dates end with the years 1 and 9999; CQL's do not.
Source: the arithmetic of the proleptic Gregorian calendar; eras are 400 years, years begin in March.
"""

ERA_DAYS = 146_097
EPOCH_DAYS = 719_468
"""Days from 1 March of the year 0 to 1 January 1970."""


def days_of(year: int, month: int, day: int) -> int | None:
    """Count the days since 1970-01-01; None where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    march_year = year - (month <= 2)
    era, year_of_era = divmod(march_year, 400)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * ERA_DAYS + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - EPOCH_DAYS
    # 31 April is 1 May, and so not a day of its own
    return days if date_of(days) == (year, month, day) else None


def date_of(days: int) -> tuple[int, int, int]:
    """Give year, month and day of a number of days since 1970-01-01."""
    era, day_of_era = divmod(days + EPOCH_DAYS, ERA_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    month = march_month + 3 if march_month < 10 else march_month - 9
    return era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * march_month + 2) // 5 + 1


def date_text(days: int) -> str:
    """Write a day as ISO 8601 does; years of more than four digits have a sign."""
    year, month, day = date_of(days)
    return f"{year:04}-{month:02}-{day:02}" if 0 <= year <= 9999 else f"{year:+05}-{month:02}-{day:02}"
