"""$lte: the field is less than, or equal to, a value of its own type."""

from cassette.compile.filters.ranges import range_operator

LTE = range_operator("$lte", "<=")
