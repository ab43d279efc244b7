"""$lt: the field is less than a value of its own type."""

from cassette.compile.filters.ranges import range_operator

LT = range_operator("$lt", "<")
