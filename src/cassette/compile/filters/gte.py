"""$gte: the field is greater than, or equal to, a value of its own type."""

from cassette.compile.filters.ranges import range_operator

GTE = range_operator("$gte", ">=")
